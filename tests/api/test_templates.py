"""Templates for new tickets through the API."""

import json

from moondesk.kit import tenancy
from moondesk.tickets.schemas import TicketDetail
from tests.api.conftest import Program, is_problem
from tests.harness.people import Cast
from tests.macros.making import make_template


def test_programs_manage_templates_and_begin_tickets_with_them(cast: Cast, owner: Program, agent: Program) -> None:
    with tenancy.organization(cast.acme.pk):
        make_template("Lost bag")
    what = {"names": {"en": "Refund"}, "bodies": {"en": "Refund {{ ticket.number }}"}, "subjects": {"en": "Refund"}}
    made = owner.post("/templates", what)
    assert made.status_code == 201, made.content
    new = json.loads(made.content)
    assert (new["position"], new["in_form"], new["type"]) == (1, False, None)
    is_problem(owner.post("/templates", what | {"subjects": {"en": "{{ x.y }}"}}), 422, "invalid_template")
    is_problem(agent.post("/templates", what), 403, "not_allowed")
    listed = json.loads(agent.get("/templates").content)["items"]
    assert [one["names"]["en"] for one in listed] == ["Lost bag", "Refund"]
    order = owner.put("/templates/order", {"templates": [new["id"]]})
    assert [one["names"]["en"] for one in json.loads(order.content)["items"]] == ["Refund", "Lost bag"]
    changed = owner.put(f"/templates/{new['id']}", what | {"priority": "urgent"})
    assert json.loads(changed.content)["priority"] == "urgent"
    begun = agent.post("/tickets", {"requester": {"email": "bo@customer.test"}, "template": new["id"], "tags": ["x"]})
    ticket = TicketDetail.model_validate_json(begun.content)
    assert (ticket.subject, ticket.priority, ticket.tags) == ("Refund", "urgent", ["x"])
    assert (
        json.loads(agent.get(f"/tickets/{ticket.number}/messages").content)["items"][0]["body"]
        == f"Refund {ticket.number}"
    )
    assert owner.delete(f"/templates/{new['id']}").status_code == 204
    gone = agent.post("/tickets", {"requester": {"email": "bo@customer.test"}, "template": new["id"]})
    assert "template" in is_problem(gone, 404, "reference_not_found")["fields"]
    assert len(json.loads(agent.get("/templates?include=retired").content)["items"]) == 1
    assert len(json.loads(owner.get("/templates?include=retired").content)["items"]) == 2
    assert json.loads(owner.post(f"/templates/{new['id']}/return").content)["retired_at"] is None
