"""The audit log as a file, through the API."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from moondesk.events.models import Event
from moondesk.exports.actions.writing import write_export
from moondesk.exports.models import TicketExport
from moondesk.kit import tenancy
from moondesk.organizations.actions import create_organization_token
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Permission
from tests import factories
from tests.api.conftest import Program, is_problem
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db
AT = "/audit/exports"


def work(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        for export in TicketExport.objects.filter(state="waiting").order_by("id"):
            write_export(cast.acme.pk, export.pk)


def place_of(made: Any) -> str:
    return str(made["Location"].removeprefix("/api/v1"))


def test_a_program_asks_follows_and_fetches_what_the_list_has(cast: Cast, token_of: Callable[..., str]) -> None:
    with tenancy.organization(cast.acme.pk):
        factories.make_department("Night")
    program = Program(token_of(cast.owner))
    made = program.post(AT, {"format": "json", "filter": {"what": "department", "since": "2026-01-01"}})
    assert made.status_code == 202
    place = place_of(made)
    is_problem(program.get(f"{place}/file"), 409, "export_not_ready")
    work(cast)
    found = json.loads(program.get(place).content)
    assert (found["state"], found["percent"], found["filter"]["what"]) == ("done", 100, "department")
    assert [one["id"] for one in json.loads(program.get(AT).content)["items"]] == [found["id"]]
    fetched = program.get(f"{place}/file")
    assert (fetched["Content-Type"], fetched["Cache-Control"]) == ("application/json", "private, no-store")
    assert fetched["Content-Disposition"].startswith('attachment; filename="audit-')
    entries = json.loads(b"".join(fetched.streaming_content))  # type: ignore[attr-defined]
    listed = json.loads(program.get("/audit?what=department").content)["items"]
    for one in entries + listed:
        one["at"] = one["at"].replace("Z", "+00:00")
    assert entries == listed != []
    assert found["total"] == found["done"] == len(entries)
    is_problem(program.post(f"{place}/cancel"), 409, "export_over")
    with tenancy.organization(cast.acme.pk):
        told = Event.objects.get(name="audit.exported")
    assert (told.door, told.data["entries"]) == ("api", len(entries))


def test_it_is_cancelled(cast: Cast, token_of: Callable[..., str]) -> None:
    program = Program(token_of(cast.owner))
    place = place_of(program.post(AT, {"format": "csv"}))
    assert json.loads(program.post(f"{place}/cancel").content)["state"] == "cancelled"
    work(cast)
    is_problem(program.get(f"{place}/file"), 409, "export_not_ready")


def test_nobody_else_comes_near_it(cast: Cast, token_of: Callable[..., str]) -> None:
    place = place_of(Program(token_of(cast.owner)).post(AT, {"format": "csv"}))
    work(cast)
    # Not a colleague who may read the log, not another tenant, and not another token of the same member.
    for other in (cast.administrator, cast.stranger, cast.owner):
        program = Program(token_of(other))
        for path in (place, f"{place}/file"):
            is_problem(program.get(path), 404, "export_not_found")
        is_problem(program.post(f"{place}/cancel"), 404, "export_not_found")
        assert json.loads(program.get(AT).content)["items"] == []
    tickets = Program(token_of(cast.owner))
    is_problem(tickets.get(place.removeprefix("/audit")), 404, "export_not_found")
    for low in (cast.agent, cast.viewer):
        is_problem(Program(token_of(low)).post(AT, {"format": "csv"}), 403, "not_allowed")
    narrow = Program(token_of(cast.owner, scopes=[Permission.TICKET_VIEW]))
    is_problem(narrow.post(AT, {"format": "csv"}), 403, "not_allowed")
    with tenancy.organization(cast.acme.pk):
        made = create_organization_token("Shop", by=cast.owner.actor, scopes=[Permission.AUDIT_VIEW])
    is_problem(Program(made.secret).post(AT, {"format": "csv"}), 403, "not_allowed")


def test_a_token_whose_member_may_not_read_the_log_any_more_gets_no_file(
    cast: Cast, token_of: Callable[..., str]
) -> None:
    program = Program(token_of(cast.administrator))
    place = place_of(program.post(AT, {"format": "csv"}))
    waiting = place_of(program.post(AT, {"format": "csv"}))
    with tenancy.organization(cast.acme.pk):
        first, second = TicketExport.objects.order_by("id")
        write_export(cast.acme.pk, first.pk)
        Member.objects.filter(pk=first.member_id).update(roles=["support_agent"])
        write_export(cast.acme.pk, second.pk)
        second.refresh_from_db()
    assert (second.state, second.key) == ("failed", "")
    is_problem(program.get(f"{place}/file"), 403, "not_allowed")
    is_problem(program.get(waiting), 403, "not_allowed")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "invalid"),
        ({"format": "pdf"}, "invalid"),
        ({"format": "csv", "filter": {"nothing": "x"}}, "unknown_field"),
        ({"format": "csv", "filter": {"q": "x" * 201}}, "invalid"),
        ({"format": "csv", "filter": {"since": "yesterday"}}, "invalid_audit_question"),
        ({"format": "csv", "columns": ["id"]}, "unknown_field"),
    ],
)
def test_what_does_not_fit_is_told(cast: Cast, token_of: Callable[..., str], body: object, code: str) -> None:
    found = json.loads(Program(token_of(cast.owner)).post(AT, body).content)
    assert (found["status"], found["code"]) == (422, code), found
