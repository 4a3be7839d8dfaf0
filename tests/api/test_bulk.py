"""Changing many tickets through the API."""

import json
from collections.abc import Callable

import pytest

from moondesk.bulk.actions import NewBulk, start_bulk
from moondesk.bulk.actions.working import Step, work_batch
from moondesk.bulk.models import BulkChange
from moondesk.bulk.queries import changes_of
from moondesk.bulk.rules import Operation
from moondesk.kit import tenancy
from moondesk.organizations.permissions import Permission
from moondesk.tickets.models import Ticket
from tests import factories
from tests.api.conftest import Program, is_problem
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


def work(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        for change in BulkChange.objects.filter(state__in=["waiting", "undoing"]).order_by("id"):
            while work_batch(change.pk) is Step.MORE:
                pass


def test_a_program_changes_many_follows_it_and_takes_it_back(cast: Cast, token_of: Callable[..., str]) -> None:
    with tenancy.organization(cast.acme.pk):
        numbers = [factories.make_ticket(department=cast.flights).number for _ in range(3)]
    program = Program(token_of(cast.agent))
    body = {"operation": "add_tags", "values": {"tags": ["VIP"]}, "tickets": [*numbers, cast.other_ticket.number]}
    made = program.post("/bulk-changes", body, Idempotency_Key="once")
    assert made.status_code == 202
    again = program.post("/bulk-changes", body, Idempotency_Key="once")
    assert json.loads(again.content)["id"] == json.loads(made.content)["id"]
    place = made["Location"].removeprefix("/api/v1")
    assert json.loads(program.get(place).content)["state"] == "waiting"
    work(cast)
    found = json.loads(program.get(place).content)
    assert (found["state"], found["changed"], found["skipped"], found["percent"]) == ("done", 3, 1, 100)
    [skipped] = json.loads(program.get(f"{place}/results?outcome=skipped").content)["items"]
    assert (skipped["number"], skipped["code"]) == (f"TKT-{cast.other_ticket.number}", "ticket_not_found")
    assert skipped["subject"] is None
    first = json.loads(program.get(f"{place}/results?limit=3").content)
    rest = json.loads(program.get(f"{place}/results?limit=3&cursor={first['next']}").content)
    assert [one["subject"] is None for one in first["items"] + rest["items"]].count(True) == 1
    assert {one["number"] for one in first["items"] + rest["items"]} == {
        f"TKT-{one}" for one in [*numbers, cast.other_ticket.number]
    }
    assert program.post(f"{place}/undo").status_code == 202
    work(cast)
    assert json.loads(program.get(place).content)["undone"] == 3
    is_problem(program.post(f"{place}/undo"), 409, "bulk_change_over")
    is_problem(program.post(f"{place}/cancel"), 409, "bulk_change_over")
    assert [one["id"] for one in json.loads(program.get("/bulk-changes").content)["items"]] == [found["id"]]


def test_a_filter_means_what_the_list_means_and_only_ones_own_is_seen(cast: Cast, token_of: Callable[..., str]) -> None:
    agent, other = Program(token_of(cast.agent)), Program(token_of(cast.other_agent))
    made = agent.post("/bulk-changes", {"operation": "watch", "filter": {"department": str(cast.flights.pk)}})
    place = made["Location"].removeprefix("/api/v1")
    assert json.loads(agent.post(f"{place}/cancel").content)["state"] == "cancelled"
    for path in (place, f"{place}/results"):
        is_problem(other.get(path), 404, "bulk_change_not_found")
    for path in (f"{place}/cancel", f"{place}/undo"):
        is_problem(other.post(path), 404, "bulk_change_not_found")
    assert json.loads(other.get("/bulk-changes").content)["items"] == []


def test_a_token_comes_near_nothing_that_its_member_or_another_token_did(
    cast: Cast, token_of: Callable[..., str]
) -> None:
    with tenancy.organization(cast.acme.pk):
        tickets = [factories.make_ticket(department=cast.flights) for _ in range(2)]
        new = NewBulk(Operation.NOTE, {"body": "For the team."}, [one.pk for one in tickets])
        made = [start_bulk(new, by=cast.agent.actor).pk]
    asked = {"operation": "note", "values": {"body": "Also."}, "tickets": [tickets[0].number]}
    made.append(json.loads(Program(token_of(cast.agent)).post("/bulk-changes", asked).content)["id"])
    work(cast)
    # It may change tickets, but neither read notes nor take back what needed more than it may.
    narrow = Program(token_of(cast.agent, scopes=[Permission.TICKET_VIEW, Permission.TICKET_UPDATE]))
    for change in made:
        for path in (f"/bulk-changes/{change}", f"/bulk-changes/{change}/results"):
            is_problem(narrow.get(path), 404, "bulk_change_not_found")
        for path in (f"/bulk-changes/{change}/cancel", f"/bulk-changes/{change}/undo"):
            is_problem(narrow.post(path), 404, "bulk_change_not_found")
    assert json.loads(narrow.get("/bulk-changes").content)["items"] == []
    with tenancy.organization(cast.acme.pk):
        assert [str(one.pk) for one in changes_of(cast.agent.actor)] == [str(one) for one in reversed(made)]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"operation": "watch"}, "invalid_bulk_change"),
        ({"operation": "watch", "tickets": [], "filter": {}}, "invalid_bulk_change"),
        ({"operation": "watch", "tickets": []}, "invalid_bulk_change"),
        ({"operation": "watch", "filter": {"nothing": "x"}}, "unknown_filter"),
        ({"operation": "watch", "filter": {"status": "x" * 50}}, "invalid_filter_value"),
        ({"operation": "explode", "tickets": ["A"]}, "invalid"),
        ({"operation": "priority", "values": {"priority": 7}, "tickets": ["A"]}, "invalid_bulk_change"),
        ({"operation": "reply", "values": {"body": "\0"}, "tickets": ["A"]}, "invalid_text"),
        ({"operation": "set_tags", "values": {"tags": [1]}, "tickets": ["A"]}, "invalid_bulk_change"),
    ],
)
def test_what_does_not_fit_is_told(cast: Cast, token_of: Callable[..., str], body: object, code: str) -> None:
    found = json.loads(Program(token_of(cast.agent)).post("/bulk-changes", body).content)
    assert (found["status"], found["code"]) == (422, code), found


def test_the_scopes_of_a_token_hold_for_each_ticket(cast: Cast, token_of: Callable[..., str]) -> None:
    program = Program(token_of(cast.agent, scopes=[Permission.TICKET_VIEW, Permission.TICKET_UPDATE]))
    body = {"operation": "assignee", "values": {"assignee": "me"}, "tickets": [cast.ticket.number]}
    is_problem(program.post("/bulk-changes", body), 403, "not_allowed")
    is_problem(Program(token_of(cast.viewer)).get("/bulk-changes"), 403, "not_allowed")
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.get(pk=cast.ticket.pk).assignee_id == cast.ticket.assignee_id
