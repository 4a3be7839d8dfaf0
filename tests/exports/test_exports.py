"""Tickets as files: what is in them, who gets them, and how long."""

import csv
import datetime
import io
import json
import os
import tempfile
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.utils import translation

from moondesk.exports import queries, sources
from moondesk.exports.actions import NewExport, cancel_export, note_fetched, start_export
from moondesk.exports.actions.asking import clean_up
from moondesk.exports.actions.writing import write_export
from moondesk.exports.errors import ExportNotFound, ExportNotReady, ExportOver, InvalidExport, TooManyExports
from moondesk.exports.models import TicketExport
from moondesk.exports.queries import get_export, next_of
from moondesk.exports.rules import MOST_WAITING, ExportFormat
from moondesk.exports.writers import CsvWriter
from moondesk.fields.rules import Kind
from moondesk.files import storage
from moondesk.files.errors import StorageUnavailable
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.models import Member, MemberDepartment
from moondesk.organizations.rights import actors_of
from moondesk.tickets import actions
from moondesk.tickets.documents import documents_among
from moondesk.tickets.list_query import InvalidList, ListQuery, Sort, parse_list_query
from moondesk.tickets.models import Ticket
from tests import factories
from tests.fields.making import make_field
from tests.harness.people import Cast, Person

EVIL = ["=1+1", "+1", "-2+3", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://evil.test")', "  =1"]


def start(
    who: Person, format_: ExportFormat = ExportFormat.CSV, query: ListQuery | None = None, **more: Any
) -> TicketExport:
    return start_export(NewExport(format_, query or ListQuery(), **more), by=who.actor)


def finish(export: TicketExport) -> TicketExport:
    write_export(export.organization_id, export.pk)
    export.refresh_from_db()
    return export


def content(export: TicketExport) -> bytes:
    with storage.fetch(export.key) as file:
        return file.read()


def table(export: TicketExport) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(export).decode("utf-8-sig"))))


def sheet(export: TicketExport, number: int = 1) -> list[list[Any]]:
    """Read a sheet of a workbook by its XML: what is in it, and no reading library's opinion of that."""
    with zipfile.ZipFile(io.BytesIO(content(export))) as book:
        root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    assert not list(root.iter(f"{space}f"))  # no formula anywhere
    return [["".join(cell.itertext()) for cell in row] for row in root.iter(f"{space}row")]


def tickets_in(cast: Cast, count: int) -> list[Ticket]:
    return [factories.make_ticket(department=cast.flights) for _ in range(count)]


def test_each_format_has_the_tickets_of_the_list_and_no_others(in_acme: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "BATCH", 2)
    many = [one.number for one in tickets_in(in_acme, 5)] + [in_acme.ticket.number]
    query = ListQuery(sort=Sort.NEWEST, department=(in_acme.flights.pk,))
    wanted = [f"TKT-{one}" for one in sorted(many, key=lambda one: Ticket.objects.get(number=one).pk, reverse=True)]
    for format_ in ExportFormat:
        export = finish(start(in_acme.agent, format_, query))
        assert (export.state, export.total, export.done, export.percent) == ("done", 6, 6, 100), export.problem
        assert export.size == len(content(export))
        if format_ is ExportFormat.JSON:
            found = [one["number"] for one in json.loads(content(export))]
        elif format_ is ExportFormat.CSV:
            found = [one["Number"] for one in table(export)]
        else:
            found = [row[0] for row in sheet(export)[1:]]
        assert found == wanted
    nobody = finish(start(in_acme.agent, ExportFormat.JSON, ListQuery(requester=(in_acme.agent.member.pk,))))
    assert (nobody.state, nobody.total, json.loads(content(nobody))) == ("done", 0, [])


@pytest.mark.parametrize("text", EVIL)
def test_no_text_is_a_formula(in_acme: Cast, text: str) -> None:
    Ticket.objects.filter(pk=in_acme.ticket.pk).update(subject=text)
    query = ListQuery(sort=Sort.NEWEST)
    [first, *_rest] = [one["Subject"] for one in table(finish(start(in_acme.agent, ExportFormat.CSV, query)))][-1:]
    assert first == f"'{text}"
    export = finish(start(in_acme.agent, ExportFormat.XLSX, query, columns=["subject"]))
    assert sheet(export)[-1] == [text.replace("\r", "_x000D_").replace("\t", "\t")]
    assert json.loads(content(finish(start(in_acme.agent, ExportFormat.JSON, query))))[-1]["subject"] == text


def test_columns_are_in_the_words_the_zone_and_the_kinds_of_the_reader(in_acme: Cast) -> None:
    make_field(Kind.NUMBER, key="seats", label="Seats")
    make_field(Kind.DATE, key="travel_date", label="Travel date")
    actions.change_fields(in_acme.ticket, {"seats": -3, "travel_date": "2026-12-03"}, by=in_acme.agent.actor)
    opened = datetime.datetime(2026, 7, 1, 22, 30, tzinfo=datetime.UTC)
    Ticket.objects.filter(pk=in_acme.ticket.pk).update(created_at=opened)
    columns = ["created_at", "priority", "field.seats", "field.travel_date"]
    with translation.override("es"):
        export = start(in_acme.agent, columns=columns, time_zone="Europe/Madrid")
    head, row = content(finish(export)).decode("utf-8-sig").splitlines()
    assert head == "Abierto,Prioridad,Seats,Travel date"
    assert row == "2026-07-02 00:30,Media,-3,2026-12-03"
    with pytest.raises(InvalidExport):
        start(in_acme.agent, columns=["number", "field.nothing"])
    with pytest.raises(InvalidExport):
        start(in_acme.agent, time_zone="Mars/Olympus")
    with pytest.raises(InvalidList):
        start(in_acme.agent, query=parse_list_query({"field.nothing": ["x"]}))


def test_a_list_ordered_by_a_field_is_written_in_that_order(in_acme: Cast) -> None:
    make_field(Kind.NUMBER, key="seats", label="Seats")
    one, two = tickets_in(in_acme, 2)
    for ticket, seats in ((one, 2), (two, 1)):
        actions.change_fields(ticket, {"seats": seats}, by=in_acme.agent.actor)
    export = finish(start(in_acme.agent, query=parse_list_query({"sort": ["field.seats"]}), columns=["number"]))
    assert [row["Number"] for row in table(export)] == [f"TKT-{n.number}" for n in (two, one, in_acme.ticket)]


def test_it_has_what_the_asker_sees_while_it_is_written(in_acme: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert f"TKT-{in_acme.other_ticket.number}" not in content(finish(start(in_acme.agent, ExportFormat.JSON))).decode()
    monkeypatch.setattr(sources, "BATCH", 1)
    tickets_in(in_acme, 3)
    export, seen = start(in_acme.agent, ExportFormat.JSON), []

    def moves_away(actor: Any, ids: Any) -> list[str]:
        seen.append(ids)
        if len(seen) == 2:
            MemberDepartment.objects.filter(member=in_acme.agent.member).delete()
        return documents_among(actor, ids)

    monkeypatch.setattr(f"{sources.__name__}.documents_among", moves_away)
    finish(export)
    # Half of it was read with other rights: nobody gets that file.
    assert (export.state, export.key, bool(export.problem)) == ("failed", "", True)


def test_only_the_asker_fetches_it_as_long_as_their_rights_and_its_time_last(in_acme: Cast) -> None:
    export = finish(start(in_acme.agent))
    note_fetched(export, by=in_acme.agent.actor)
    for other in (in_acme.owner, in_acme.other_agent, in_acme.viewer):
        with pytest.raises(ExportNotFound):
            get_export(other.actor, export.pk)
    member = in_acme.agent.member
    assert member is not None
    Member.objects.filter(pk=member.pk).update(roles=["viewer"])
    with pytest.raises(ExportNotReady):
        note_fetched(export, by=actors_of([member.pk])[member.pk])
    TicketExport.objects.filter(pk=export.pk).update(expires_at=export.created_at)
    export.refresh_from_db()
    with pytest.raises(ExportNotReady):
        note_fetched(export, by=in_acme.agent.actor)
    assert clean_up() is True
    assert clean_up() is False
    export.refresh_from_db()
    assert (export.state, export.key) == ("expired", "")


def test_files_that_are_asked_for_again_and_again_fill_no_disk(
    in_acme: Cast, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(queries, "MOST_READY", 2)
    first, second = finish(start(in_acme.agent)), finish(start(in_acme.agent))
    others = finish(start(in_acme.owner))
    with django_capture_on_commit_callbacks(execute=True):
        start(in_acme.agent)
    key = first.key
    for export in (first, second, others):
        export.refresh_from_db()
    assert [one.state for one in (first, second, others)] == ["expired", "done", "done"]
    assert content(second)
    with pytest.raises(StorageUnavailable):
        storage.fetch(key)


def test_what_a_killed_worker_left_on_the_disk_goes(
    in_acme: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    lost, at_work, others = (tmp_path / name for name in ("moondesk-export-a", "moondesk-export-b", "something"))
    for folder in (lost, at_work, others):
        folder.mkdir()
        (folder / "tickets.csv").write_text("TKT-1")
    for folder in (lost, others):
        os.utime(folder, (0, 0))
    assert finish(start(in_acme.agent)).state == "done"
    assert sorted(tmp_path.iterdir()) == [at_work, others]


def test_it_is_cancelled_between_two_batches_and_waits_its_turn(in_acme: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = [start(in_acme.agent) for _ in range(MOST_WAITING)]
    with pytest.raises(TooManyExports):
        start(in_acme.agent)
    assert finish(waiting[1]).state == "waiting"

    def is_cancelled(*_given: Any) -> None:
        cancel_export(get_export(in_acme.agent.actor, waiting[0].pk, lock=True), by=in_acme.agent.actor)

    monkeypatch.setattr(CsvWriter, "add", is_cancelled)
    finish(waiting[0])
    monkeypatch.undo()
    assert (waiting[0].state, waiting[0].key) == ("cancelled", "")
    with pytest.raises(ExportOver):
        cancel_export(waiting[0], by=in_acme.agent.actor)
    assert next_of(waiting[0].pk) == waiting[1].pk
    assert finish(waiting[1]).state == "done"


def test_who_lost_the_right_and_what_breaks_leave_no_file(in_acme: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotAllowed):
        start(in_acme.customer)
    export = start(in_acme.agent)

    def breaks(*_given: Any) -> list[str]:
        raise RuntimeError("boom")

    monkeypatch.setattr(f"{sources.__name__}.documents_among", breaks)
    for _try in range(3):
        with pytest.raises(RuntimeError):
            finish(export)
    assert finish(export).state == "failed"
    lost = start(in_acme.agent)
    Member.objects.filter(name=in_acme.agent.actor.label).update(is_active=False)
    assert (finish(lost).state, bool(lost.problem)) == ("failed", True)


def test_only_the_chosen_tickets_are_taken_along_in_the_order_of_the_list(in_acme: Cast) -> None:
    one, two, other, gone = tickets_in(in_acme, 4)
    hidden = factories.make_ticket(department=in_acme.hotels)
    query = ListQuery(sort=Sort.OLDEST, tag=("never",))
    chosen = [two.pk, one.pk, two.pk, hidden.pk, gone.pk, in_acme.foreign_ticket.pk]
    export = start(in_acme.agent, ExportFormat.JSON, query, tickets=chosen)
    Ticket.objects.filter(pk=gone.pk).update(deleted_at=gone.created_at)
    finish(export)
    assert [row["number"][4:] for row in json.loads(content(export))] == [one.number, two.number]
    assert (export.total, export.done) == (2, 2)
    by_number = finish(start(in_acme.agent, ExportFormat.JSON, tickets=[other.number.lower()]))
    assert [row["number"][4:] for row in json.loads(content(by_number))] == [other.number]
    bad: list[list[Any]] = [[], [hidden.pk], [hidden.number], [one.number, "x"], [one.pk] * 2001]
    for wrong in bad:
        with pytest.raises(InvalidExport) as caught:
            start(in_acme.agent, tickets=wrong)
        assert list(caught.value.fields) == ["tickets"]
