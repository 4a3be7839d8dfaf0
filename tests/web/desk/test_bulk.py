"""Changing and exporting many tickets at the desk: by page and by script."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.db.models import F
from django.test import Client

from moondesk.bulk.actions.working import Step, work_batch
from moondesk.bulk.models import BulkChange
from moondesk.conversations.models import Message
from moondesk.exports.actions.writing import write_export
from moondesk.exports.models import TicketExport
from moondesk.fields.rules import Kind
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.organizations.models import Organization
from moondesk.tickets.models import Status, Ticket
from tests import factories
from tests.fields.making import make_field
from tests.harness.people import Cast, Person

PANEL = {"HX-Request": "true", "Moondesk-Panel": "1"}


def work(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        for change in BulkChange.objects.filter(state="waiting"):
            while work_batch(change.pk) is Step.MORE:
                pass
        for export in TicketExport.objects.filter(state="waiting"):
            write_export(cast.acme.pk, export.pk)


def test_any_field_is_set_for_all_that_a_list_has(cast: Cast, client_of: Callable[[Person], Client]) -> None:
    with tenancy.organization(cast.acme.pk):
        make_field(Kind.NUMBER, key="seats", label="Seats")
    client, asked = client_of(cast.agent), f"?view=all&department={cast.flights.pk}"
    assert (
        'data-ask="/acme/desk/bulk/ask/field/seats' in client.get(f"/acme/desk/bulk/ask/field{asked}").content.decode()
    )
    assert 'name="fields.seats"' in client.get(f"/acme/desk/bulk/ask/field/seats{asked}").content.decode()
    assert client.get(f"/acme/desk/bulk/ask/field/nothing{asked}").status_code == 404
    posted = {"do": "field", "all": "1", "field": "seats", "fields.seats": "3"}
    assert client.post(f"/acme/desk/bulk{asked}", posted | {"fields.seats": "three"}, headers=PANEL).status_code == 422
    panel = client.post(f"/acme/desk/bulk{asked}", posted, headers=PANEL).content.decode()
    assert "data-active" in panel
    work(cast)
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.get(pk=cast.ticket.pk).field_values == {"seats": 3}
        change = BulkChange.objects.get()
    page = client.get(f"/acme/desk/bulk/{change.pk}").content.decode()
    assert f'href="/acme/desk/tickets/{cast.ticket.number}">{cast.ticket.subject}</a>' in page
    assert f"/acme/desk/bulk/{change.pk}/undo" in page
    assert client_of(cast.owner).get(f"/acme/desk/bulk/{change.pk}").status_code == 404
    with tenancy.organization(cast.acme.pk):
        Ticket.objects.filter(pk=cast.ticket.pk).update(subject="Said later, and deleted", deleted_at=now())
    assert "Said later" not in client.get(f"/acme/desk/bulk/{change.pk}").content.decode()


def test_a_status_that_needs_a_note_asks_for_it_first(cast: Cast, client_of: Callable[[Person], Client]) -> None:
    with tenancy.organization(cast.acme.pk):
        Status.objects.filter(key="pending").update(needs_note=True)
        Organization.objects.update(config_version=F("config_version") + 1)
    client, asked = client_of(cast.agent), f"?view=all&department={cast.flights.pk}"
    bar = client.get(f"/acme/desk/bulk/bar{asked}").content.decode()
    assert 'data-ask="/acme/desk/bulk/ask/status/pending' in bar
    assert 'name="status" value="pending"' not in bar
    dialog = client.get(f"/acme/desk/bulk/ask/status/pending{asked}").content.decode()
    assert 'name="note"' in dialog
    assert client.get(f"/acme/desk/bulk/ask/status/nothing{asked}").status_code == 404
    posted = {"do": "status", "all": "1", "status": "pending", "note": "They know why."}
    client.post(f"/acme/desk/bulk{asked}", posted, headers=PANEL)
    work(cast)
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.get(pk=cast.ticket.pk).status.key == "pending"
        assert Message.objects.filter(ticket=cast.ticket, body="They know why.").exists()


@pytest.mark.parametrize("script", [False, True])
def test_a_list_is_exported_with_its_columns(cast: Cast, client_of: Callable[[Person], Client], script: bool) -> None:
    with tenancy.organization(cast.acme.pk):
        make_field(Kind.TEXT, key="seat", label="Seat")
    client, asked = client_of(cast.agent), f"?view=all&columns=seat&department={cast.flights.pk}"
    assert 'name="format"' in client.get(f"/acme/desk/exports/ask{asked}").content.decode()
    headers = PANEL if script else {}
    answer = client.post(f"/acme/desk/exports{asked}", {"format": "csv", "columns": "list"}, headers=headers)
    assert answer.status_code == (200 if script else 302)
    with tenancy.organization(cast.acme.pk):
        place = f"/acme/desk/exports/{TicketExport.objects.get().pk}"
    assert "data-active" in client.get(f"{place}/panel").content.decode()
    assert client.get(f"{place}/file").status_code == 409
    work(cast)
    assert f"{place}/file" in client.get("/acme/desk/exports").content.decode()
    assert f"{place}/file" in client.get(f"{place}/panel").content.decode()
    file = client.get(f"{place}/file")
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[0] == "Status,Priority,Number,Subject,Customer,Department,Assignee,Seat,Updated,Due"
    assert [line.split(",")[2] for line in lines[1:]] == [f"TKT-{cast.ticket.number}"]
    for other in (cast.owner, cast.viewer):
        for path in ("panel", "file"):
            assert client_of(other).get(f"{place}/{path}").status_code == 404
    assert client.post(f"{place}/cancellation").status_code == 409
    assert client.post(f"/acme/desk/exports{asked}", {"format": "pdf"}, headers=headers).status_code == 422


def test_chosen_tickets_are_exported(cast: Cast, client_of: Callable[[Person], Client]) -> None:
    client = client_of(cast.agent)
    with tenancy.organization(cast.acme.pk):
        factories.make_ticket(department=cast.flights)
    bar = client.get("/acme/desk/bulk/bar?view=all&sort=due_at").content.decode()
    (address,) = re.findall(r'data-ask="([^"]*exports/ask[^"]*)"', bar)
    dialog = client.get(unescape(address)).content.decode()
    assert 'name="chosen" value="1"' in dialog
    assert "data-how-many" in dialog
    posted = {"format": "json", "columns": "all", "chosen": "1", "ids": str(cast.ticket.pk)}
    assert client.post("/acme/desk/exports?view=all&sort=due_at", posted).status_code == 302
    with tenancy.organization(cast.acme.pk):
        export = TicketExport.objects.get()
        write_export(cast.acme.pk, export.pk)
        export.refresh_from_db()
        assert (export.chosen, export.done, export.question["sort"]) == ([cast.ticket.pk], 1, "due_at")
    for wrong in ("", "x", str(cast.foreign_ticket.pk)):
        assert client.post("/acme/desk/exports?view=all", posted | {"ids": wrong}).status_code == 422
    everything = {"format": "json", "chosen": "1", "all": "1"}
    client.post("/acme/desk/exports?view=all", everything)
    with tenancy.organization(cast.acme.pk):
        assert TicketExport.objects.latest("id").chosen is None
