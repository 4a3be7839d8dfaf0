"""Merging, linking, splitting and answering incidents through the API."""

import json

import pytest

from moondesk.conversations.models import Message
from moondesk.kit import tenancy
from moondesk.tickets.actions.linking import link_tickets
from moondesk.tickets.joining import Relation
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Stage, TicketType
from moondesk.tickets.schemas import TicketDetail
from tests import factories
from tests.api.conftest import Program, is_problem
from tests.harness.people import Cast


@pytest.fixture
def two(cast: Cast) -> tuple[str, str]:
    """The numbers of two tickets in Flights."""
    with tenancy.organization(cast.acme.pk):
        made = [factories.make_ticket(body=body, department=cast.flights) for body in ("one", "two")]
    return f"TKT-{made[0].number}", f"TKT-{made[1].number}"


def test_a_ticket_in_which_others_go_on_is_not_deleted(owner: Program, two: tuple[str, str]) -> None:
    kept, gone = two
    owner.post(f"/tickets/{kept}/merges", {"tickets": [gone]})
    is_problem(owner.delete(f"/tickets/{kept}"), 409, "has_merged")
    is_problem(owner.delete(f"/tickets/{gone}"), 409, "ticket_merged")
    owner.delete(f"/tickets/{kept}/merges/{gone}")
    assert owner.delete(f"/tickets/{kept}").status_code == 204


def test_merged_tickets_are_found_by_number_and_stand_in_no_list(agent: Program, two: tuple[str, str]) -> None:
    kept, gone = two
    response = agent.post(f"/tickets/{kept}/merges", {"tickets": [gone.lower()]})
    assert response.status_code == 200, response.content
    assert TicketDetail.model_validate_json(response.content).message_count == 2
    merged = TicketDetail.model_validate_json(agent.get(f"/tickets/{gone}").content)
    assert merged.merged_into == kept
    listed = [one["number"] for one in json.loads(agent.get("/tickets?limit=100").content)["items"]]
    assert kept in listed
    assert gone not in listed
    found = json.loads(agent.get(f"/tickets?q={gone}").content)["items"]
    assert [one["number"] for one in found] == [kept]
    shown = json.loads(agent.get(f"/tickets/{kept}/messages").content)["items"]
    assert [one["body"] for one in shown] == ["one", "two"]
    (row,) = json.loads(agent.get(f"/tickets/{kept}/merges").content)["items"]
    assert (row["number"], row["merged_into"], row["merged_by"]) == (gone, kept, "Ana Agent")
    for change in (
        agent.patch(f"/tickets/{gone}", {"priority": "high"}),
        agent.post(f"/tickets/{gone}/messages", {"body": "x"}),
        agent.post(f"/tickets/{gone}/resolution"),
    ):
        assert is_problem(change, 409, "ticket_merged")["merged_into"] == kept
    back = agent.delete(f"/tickets/{kept}/merges/{gone}")
    assert TicketDetail.model_validate_json(back.content).merged_into is None
    is_problem(agent.delete(f"/tickets/{kept}/merges/{gone}"), 409, "not_merged")


def test_bad_merges_are_problems_with_codes(agent: Program, owner: Program, cast: Cast, two: tuple[str, str]) -> None:
    kept, gone = two
    is_problem(agent.post(f"/tickets/{kept}/merges", {"tickets": [kept]}), 422, "invalid_merge")
    is_problem(agent.post(f"/tickets/{kept}/merges", {"tickets": [cast.other_ticket.number]}), 404, "ticket_not_found")
    is_problem(
        agent.post(f"/tickets/{kept}/merges", {"tickets": [cast.foreign_ticket.number]}), 404, "ticket_not_found"
    )
    is_problem(agent.post(f"/tickets/{kept}/merges", {"tickets": [gone]}, If_Match='"99"'), 412, "ticket_changed")
    assert owner.delete(f"/tickets/{gone}").status_code == 204
    is_problem(agent.post(f"/tickets/{kept}/merges", {"tickets": [gone]}), 404, "ticket_not_found")
    assert owner.post(f"/tickets/{gone}/restoration").status_code == 200
    agent.post(f"/tickets/{kept}/merges", {"tickets": [gone]})
    is_problem(agent.post(f"/tickets/{gone}/merges", {"tickets": [kept]}), 409, "ticket_merged")
    is_problem(agent.post(f"/tickets/{kept}/merges", {"tickets": [gone]}), 409, "ticket_merged")


def test_links_say_the_same_at_both_ends(agent: Program, two: tuple[str, str]) -> None:
    first, second = two
    made = agent.post(f"/tickets/{first}/links", {"relation": "blocked_by", "ticket": second})
    assert made.status_code == 201, made.content
    link = json.loads(made.content)
    assert (link["relation"], link["ticket"]["number"], link["ticket"]["stage"]) == ("blocked_by", second, "open")
    (other,) = json.loads(agent.get(f"/tickets/{second}/links").content)["items"]
    assert (other["id"], other["relation"], other["ticket"]["number"]) == (link["id"], "blocks", first)
    is_problem(agent.post(f"/tickets/{first}/links", {"relation": "blocks", "ticket": second}), 409, "link_circle")
    is_problem(agent.post(f"/tickets/{second}/links", {"relation": "blocks", "ticket": first}), 409, "link_exists")
    is_problem(agent.post(f"/tickets/{first}/links", {"relation": "blocks", "ticket": first}), 422, "invalid_link")
    refused = is_problem(agent.post(f"/tickets/{first}/resolution"), 409, "ticket_blocked")
    assert (refused["blockers"], refused["hidden"]) == ([second], 0)
    is_problem(agent.patch(f"/tickets/{first}", {"status": "resolved"}), 409, "ticket_blocked")
    done = agent.post(f"/tickets/{first}/resolution", {"despite_blockers": True})
    assert json.loads(done.content)["status"]["stage"] == "resolved"
    assert agent.delete(f"/tickets/{first}/links/{link['id']}").status_code == 204
    is_problem(agent.delete(f"/tickets/{first}/links/{link['id']}"), 404, "link_not_found")


def test_a_split_opens_a_new_ticket(agent: Program, cast: Cast, two: tuple[str, str]) -> None:
    number = two[0]
    agent.post(f"/tickets/{number}/messages", {"kind": "note", "body": "second"})
    first, second = (one["id"] for one in json.loads(agent.get(f"/tickets/{number}/messages").content)["items"])
    is_problem(agent.post(f"/tickets/{number}/split", {"messages": [first, second]}), 409, "cannot_split")
    is_problem(agent.post(f"/tickets/{number}/split", {"messages": []}), 422, "invalid_split")
    made = agent.post(f"/tickets/{number}/split", {"messages": [second], "subject": "Second", "move": True})
    assert made.status_code == 201, made.content
    new = TicketDetail.model_validate_json(made.content)
    assert made["Location"].endswith(new.number)
    assert (new.subject, new.message_count) == ("Second", 1)
    with tenancy.organization(cast.acme.pk):
        assert Message.objects.get(pk=second).ticket_id == new.id


def test_a_clone_has_the_request_and_what_is_said_of_it(agent: Program, cast: Cast, two: tuple[str, str]) -> None:
    agent.post(f"/tickets/{two[0]}/messages", {"body": "an answer"})
    made = agent.post(f"/tickets/{two[0]}/clone")
    assert made.status_code == 201, made.content
    new = TicketDetail.model_validate_json(made.content)
    assert (new.message_count, made["Location"].endswith(new.number)) == (1, True)
    what = {"subject": "For Bo", "requester": {"email": "bo@customer.test", "name": "Bo"}}
    new = TicketDetail.model_validate_json(agent.post(f"/tickets/{two[0]}/clone", what).content)
    assert (new.subject, new.requester.name) == ("For Bo", "Bo")
    wrong = agent.post(f"/tickets/{two[0]}/clone", {"requester": {"email": "nonsense"}})
    assert set(is_problem(wrong, 422, "invalid_contact")["fields"]) == {"requester.email"}


def test_incidents_are_answered_by_the_worker(agent: Program, cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        problem = factories.make_ticket(department=cast.flights, type=TicketType.PROBLEM)
        incident = factories.make_ticket(department=cast.flights)
    answer = {"body": "It works again.", "resolve": True}
    is_problem(agent.post(f"/tickets/{problem.number}/incident-answers", answer), 409, "no_incidents")
    with tenancy.organization(cast.acme.pk):
        link_tickets(problem.number, Relation.CAUSES, incident.number, by=cast.agent.actor)
    response = agent.post(f"/tickets/{problem.number}/incident-answers", answer)
    assert (response.status_code, json.loads(response.content)) == (202, {"incidents": 1})
    is_problem(agent.post(f"/tickets/{problem.number}/incident-answers", {"body": " "}), 422, "invalid_message")
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.get(pk=incident.pk).stage == Stage.OPEN
