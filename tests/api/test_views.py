"""Saved views through the API: with rights by scope, and opened in the list of tickets."""

import json
from typing import Any

import pytest

from moondesk.kit import tenancy
from moondesk.tickets.models import Ticket
from tests.api.conftest import is_problem
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


def test_a_view_is_saved_read_changed_and_deleted(cast: Cast, programs: Any) -> None:
    agent = programs("agent")
    made = agent.post("/views", {"name": "Vip", "question": {"tag": "vip", "created_from": "-7d"}, "sort": "due_at"})
    assert made.status_code == 201
    view = json.loads(made.content)
    assert view["question"] == {"tag": "vip", "created_from": "-7d"}
    assert view["problems"] == []
    address = f"/views/{view['id']}"
    assert [one["id"] for one in json.loads(agent.get("/views").content)["items"]] == [view["id"]]
    assert agent.put(address, {"name": "Vips"}, If_Match='"7"').status_code == 412
    changed = json.loads(agent.put(address, {"name": "Vips", "layout": "board"}, If_Match='"1"').content)
    assert (changed["version"], changed["question"], changed["layout"]) == (2, {}, "board")
    assert agent.delete(address).status_code == 204
    is_problem(agent.get(address), 404, "view_not_found")


def test_rights_follow_the_scope(cast: Cast, programs: Any) -> None:
    agent, owner, stranger = programs("agent"), programs("owner"), programs("stranger")
    is_problem(agent.post("/views", {"name": "x", "scope": "organization"}), 403, "not_allowed")
    shared = json.loads(owner.post("/views", {"name": "All", "scope": "organization"}).content)
    own = json.loads(agent.post("/views", {"name": "Mine"}).content)
    assert agent.get(f"/views/{shared['id']}").status_code == 200
    is_problem(agent.delete(f"/views/{shared['id']}"), 403, "not_allowed")
    is_problem(owner.get(f"/views/{own['id']}"), 404, "view_not_found")
    is_problem(stranger.get(f"/views/{shared['id']}"), 404, "view_not_found")
    is_problem(owner.post("/views", {"name": "x", "question": {"colour": "red"}}), 422, "invalid_view")


def test_the_list_of_tickets_opens_a_view(cast: Cast, programs: Any) -> None:
    agent = programs("agent")
    with tenancy.organization(cast.acme.pk):
        Ticket.objects.filter(pk=cast.ticket.pk).update(tags=["vip"])
    view = json.loads(agent.post("/views", {"name": "Vip", "question": {"tag": "vip"}}).content)["id"]

    def found(more: str = "") -> list[str]:
        return [one["subject"] for one in json.loads(agent.get(f"/tickets?view={view}{more}").content)["items"]]

    assert len(found()) == 1
    assert found("&tag=none") == []
    assert found("&priority.not=medium") == []
    is_problem(programs("stranger").get(f"/tickets?view={view}"), 404, "view_not_found")
    is_problem(agent.get("/tickets?view=mine"), 422, "invalid_filter_value")


def test_a_list_is_told_in_groups_each_with_the_filters_that_list_it(cast: Cast, programs: Any) -> None:
    agent = programs("agent")
    with tenancy.organization(cast.acme.pk):
        Ticket.objects.filter(pk=cast.ticket.pk).update(tags=["vip"])
    view = json.loads(agent.post("/views", {"name": "Vip", "question": {"tag": "vip"}}).content)["id"]
    (group,) = json.loads(agent.get(f"/tickets/groups?by=priority&view={view}").content)["items"]
    assert group == {"key": "medium", "label": "Medium", "count": 1, "is_exact": True, "filter": {"priority": "medium"}}
    assert json.loads(agent.get("/tickets/groups?by=priority&tag=none-such").content)["items"] == []
    assert json.loads(programs("stranger").get("/tickets/groups?by=priority&tag=vip").content)["items"] == []
    is_problem(agent.get("/tickets/groups?by=colour"), 422, "invalid_filter_value")
    is_problem(agent.get("/tickets/groups"), 422, "invalid_filter_value")
    is_problem(agent.get("/tickets?by=priority"), 422, "unknown_filter")


def test_pins_and_order_are_ones_own_also_with_a_token_that_only_reads(
    cast: Cast, programs: Any, token_of: Any, client: Any
) -> None:
    owner = programs("owner")
    first, second = (
        json.loads(owner.post("/views", {"name": name, "scope": "organization"}).content)["id"] for name in "AB"
    )
    headers = {"Authorization": f"Bearer {token_of(cast.viewer, scopes=['tickets:ticket:view'])}"}

    def put(path: str, body: dict[str, Any]) -> Any:
        return client.put(f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=headers)

    pinned = put(f"/views/{first}/pin", {"pinned": False})
    assert pinned.status_code == 200
    shown = json.loads(pinned.content)
    assert (shown["pinned"], shown["in_rail"], shown["may_change"]) == (True, False, False)
    assert put("/views/order", {"views": [second, first]}).status_code == 204
    listed = json.loads(client.get("/api/v1/views", headers=headers).content)["items"]
    assert [(one["id"], one["in_rail"]) for one in listed] == [(second, True), (first, False)]
    assert [one["id"] for one in json.loads(owner.get("/views").content)["items"]] == [first, second]
    is_problem(put("/views/order", {"views": [second], "everybody": True}), 403, "not_allowed")
    assert owner.put("/views/order", {"views": [second, first], "everybody": True}).status_code == 204
    assert [one["id"] for one in json.loads(owner.get("/views").content)["items"]] == [second, first]
    is_problem(programs("stranger").put(f"/views/{first}/pin", {"pinned": True}), 404, "view_not_found")


def test_a_key_that_nothing_has_is_refused_and_named(cast: Cast, programs: Any) -> None:
    agent = programs("agent")
    for asked in ("status=opne", "status.not=open,opne", "category=none-such"):
        name = asked.partition("=")[0]
        for address in (f"/tickets?{asked}", f"/tickets/groups?by=priority&{asked}"):
            problem = is_problem(agent.get(address), 422, "invalid_filter_value")
            assert list(problem["fields"]) == [name]
        assert ("in_progress" in problem["detail"]) == name.startswith("status")
        name, _equals, value = asked.partition("=")
        is_problem(agent.post("/exports", {"format": "csv", "filter": {name: value}}), 422, "invalid_filter_value")
        change = {"operation": "priority", "values": {"priority": "high"}, "filter": {name: value}}
        is_problem(agent.post("/bulk-changes", change), 422, "invalid_filter_value")
    assert agent.get("/tickets?status=open,closed&category.not=billing").status_code == 200
    view = json.loads(agent.post("/views", {"name": "Old", "question": {"status": "opne"}}).content)
    assert agent.get(f"/tickets?view={view['id']}").status_code == 200
