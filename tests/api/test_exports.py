"""Exports through the API."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from moondesk.exports.actions.writing import write_export
from moondesk.exports.models import TicketExport
from moondesk.kit import tenancy
from moondesk.organizations.models import MemberDepartment
from moondesk.organizations.permissions import Permission
from tests import factories
from tests.api.conftest import Program, is_problem
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


def work(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        for export in TicketExport.objects.filter(state="waiting").order_by("id"):
            write_export(cast.acme.pk, export.pk)


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_a_program_asks_follows_and_fetches(cast: Cast, token_of: Callable[..., str]) -> None:
    with tenancy.organization(cast.acme.pk):
        numbers = {factories.make_ticket(department=cast.flights).number for _ in range(3)} | {cast.ticket.number}
    program = Program(token_of(cast.agent))
    made = program.post("/exports", {"format": "json", "filter": {"department": str(cast.flights.pk)}})
    assert made.status_code == 202
    place = made["Location"].removeprefix("/api/v1")
    is_problem(program.get(f"{place}/file"), 409, "export_not_ready")
    work(cast)
    found = json.loads(program.get(place).content)
    assert (found["state"], found["total"], found["done"], found["percent"]) == ("done", 4, 4, 100)
    fetched = program.get(f"{place}/file")
    assert (fetched["Content-Type"], fetched["Cache-Control"]) == ("application/json", "private, no-store")
    assert fetched["Content-Disposition"].startswith('attachment; filename="tickets-')
    assert (fetched["X-Content-Type-Options"], "sandbox" in fetched["Content-Security-Policy"]) == ("nosniff", True)
    tickets = json.loads(body_of(fetched))
    assert {one["number"] for one in tickets} == {f"TKT-{one}" for one in numbers}
    # The same shape as the API's own, to the last key.
    [one] = [one for one in tickets if one["number"] == f"TKT-{cast.ticket.number}"]
    shown = json.loads(program.get(f"/tickets/{cast.ticket.number}").content)
    assert one == {name: value for name, value in shown.items() if name != "next_statuses"}
    is_problem(program.post(f"{place}/cancel"), 409, "export_over")


def test_nobody_else_comes_near_it(cast: Cast, token_of: Callable[..., str]) -> None:
    mine = Program(token_of(cast.agent))
    place = mine.post("/exports", {"format": "csv"})["Location"].removeprefix("/api/v1")
    work(cast)
    # Not a colleague, not the owner, not another tenant, and not another token of the same member.
    for other in (cast.owner, cast.other_agent, cast.viewer, cast.stranger, cast.agent):
        program = Program(token_of(other))
        for path in (place, f"{place}/file"):
            is_problem(program.get(path), 404, "export_not_found")
        is_problem(program.post(f"{place}/cancel"), 404, "export_not_found")
        assert json.loads(program.get("/exports").content)["items"] == []
    narrow = Program(token_of(cast.agent, scopes=[Permission.NOTE_VIEW]))
    is_problem(narrow.post("/exports", {"format": "csv"}), 403, "not_allowed")


def test_a_token_whose_member_lost_a_department_gets_no_file_from_before(
    cast: Cast, token_of: Callable[..., str], client_of: Callable[..., Client]
) -> None:
    program = Program(token_of(cast.agent))
    made = program.post("/exports", {"format": "csv"})
    work(cast)
    place = made["Location"].removeprefix("/api/v1")
    desk = f"/acme/desk/exports/{json.loads(made.content)['id']}/file"
    assert body_of(program.get(f"{place}/file")) == body_of(client_of(cast.agent).get(desk)) != b""
    with tenancy.organization(cast.acme.pk):
        MemberDepartment.objects.filter(member=cast.agent.member).delete()
    is_problem(program.get(f"{place}/file"), 409, "export_not_ready")
    assert client_of(cast.agent).get(desk).status_code == 409


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "invalid"),
        ({"format": "pdf"}, "invalid"),
        ({"format": "csv", "filter": {"nothing": "x"}}, "unknown_filter"),
        ({"format": "csv", "filter": {"sort": "color"}}, "invalid_filter_value"),
        ({"format": "csv", "filter": {"field.nothing": "x"}}, "unknown_filter"),
        ({"format": "csv", "columns": ["password"]}, "invalid_export"),
        ({"format": "csv", "columns": ["number"] * 121}, "invalid"),
        ({"format": "csv", "time_zone": "Mars"}, "invalid_export"),
    ],
)
def test_what_does_not_fit_is_told(cast: Cast, token_of: Callable[..., str], body: object, code: str) -> None:
    found = json.loads(Program(token_of(cast.agent)).post("/exports", body).content)
    assert (found["status"], found["code"]) == (422, code), found


def test_chosen_tickets_are_named_by_their_numbers(cast: Cast, token_of: Callable[..., str]) -> None:
    program = Program(token_of(cast.agent))
    made = program.post("/exports", {"format": "json", "tickets": [cast.ticket.number]})
    assert json.loads(made.content)["chosen"] == 1
    work(cast)
    found = json.loads(body_of(program.get(made["Location"].removeprefix("/api/v1") + "/file")))
    assert [one["number"][-6:] for one in found] == [cast.ticket.number]
    is_problem(program.post("/exports", {"format": "json", "tickets": ["TKT-ZZZZZZ"]}), 422, "invalid_export")
    is_problem(program.post("/exports", {"format": "json", "tickets": []}), 422, "invalid_export")
    both = {"format": "json", "tickets": [cast.ticket.number], "filter": {"stage": "open"}}
    is_problem(program.post("/exports", both), 422, "invalid_export")
    foreign = {"format": "json", "tickets": [cast.foreign_ticket.number]}
    is_problem(program.post("/exports", foreign), 422, "invalid_export")
