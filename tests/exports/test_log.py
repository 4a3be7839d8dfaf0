"""The audit log as a file: what is in it, and who gets it by then."""

import csv
import io
import json
import zipfile
from typing import Any

import pytest

from moondesk.audit.queries import Question, read_question
from moondesk.events.models import Event
from moondesk.exports import sources
from moondesk.exports.actions import cancel_export, note_fetched, start_audit_export, start_export
from moondesk.exports.actions.asking import NewExport
from moondesk.exports.actions.writing import write_export
from moondesk.exports.columns import LOG_COLUMNS, log_columns
from moondesk.exports.errors import ExportNotFound, ExportNotReady, TooManyExports
from moondesk.exports.models import TicketExport
from moondesk.exports.queries import exports_of, get_export
from moondesk.exports.rules import MOST_WAITING, Content, ExportFormat
from moondesk.exports.writers import CsvWriter
from moondesk.files import storage
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.models import Member
from moondesk.organizations.rights import actors_of
from moondesk.tickets.list_query import ListQuery
from tests import factories
from tests.harness.people import Cast, Person


def start(who: Person, format_: ExportFormat = ExportFormat.JSON, question: Question | None = None) -> TicketExport:
    return start_audit_export(format_, question or Question(), by=who.actor)


def finish(export: TicketExport) -> TicketExport:
    write_export(export.organization_id, export.pk)
    export.refresh_from_db()
    return export


def content(export: TicketExport) -> bytes:
    with storage.fetch(export.key) as file:
        return file.read()


def as_of_now(who: Person) -> Any:
    assert who.member is not None
    return actors_of([who.member.pk])[who.member.pk]


def test_the_cells_of_an_entry_are_texts() -> None:
    entry = {"name": "member.changed", "before": {"roles": "ñandú"}, "about": {}, "address": None, "reason": ""}
    assert [one.read(entry) for one in log_columns(entry)] == ["member.changed", '{"roles": "ñandú"}', "", "", ""]


@pytest.mark.parametrize("format_", list(ExportFormat))
def test_each_format_has_what_was_looked_for_and_runs_nothing(in_acme: Cast, format_: ExportFormat) -> None:
    factories.make_department("Night desk")
    said = {"subject_id": in_acme.acme.pk, "actor_kind": "unknown", "door": "account", "client": "+1"}
    evil = Event.objects.create(name="session.refused", actor_label="=1+1", **said)
    export = finish(start(in_acme.owner, format_, read_question({"what": "session"})))
    assert (export.state, export.total, export.done) == ("done", 1, 1), export.problem
    assert export.name == f"audit-{export.created_at:%Y-%m-%d}.{format_}"
    if format_ is ExportFormat.JSON:
        [one] = json.loads(content(export))
        assert (one["id"], one["actor"]) == (str(evil.pk), "=1+1")
    elif format_ is ExportFormat.CSV:
        [row] = csv.DictReader(io.StringIO(content(export).decode("utf-8-sig")))
        assert tuple(row) == LOG_COLUMNS
        assert (row["id"], row["actor"], row["client"]) == (str(evil.pk), "'=1+1", "'+1")
    else:
        with zipfile.ZipFile(io.BytesIO(content(export))) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert str(evil.pk) in sheet
        assert "<f>" not in sheet


def test_nothing_that_comes_later_or_does_not_fit_is_in_it(in_acme: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "BATCH", 2)
    names = [f"Ward {number}" for number in range(5)]
    for name in names:
        factories.make_department(name)
    add = sources.document_of

    def somebody_works_meanwhile(event: Event) -> dict[str, Any]:
        factories.make_department(f"Later {event.pk}")
        return add(event)

    monkeypatch.setattr(sources, "document_of", somebody_works_meanwhile)
    export = finish(start(in_acme.owner, question=Question(what="department", q="ward")))
    found = [one["about"]["label"] for one in json.loads(content(export))]
    assert (found, export.total) == (names[::-1], 5)
    nobody = finish(start(in_acme.owner, question=Question(what="department", q="nowhere")))
    assert (nobody.state, nobody.total, json.loads(content(nobody))) == ("done", 0, [])


def test_only_who_may_read_the_log_begins_one(in_acme: Cast) -> None:
    for who in (in_acme.agent, in_acme.viewer, in_acme.customer):
        with pytest.raises(NotAllowed):
            start(who)
    with pytest.raises(NotAllowed, match="Only members"):
        start_audit_export(ExportFormat.CSV, Question(), by=factories.moondesk())
    assert not TicketExport.objects.exists()


def test_nobody_else_fetches_it_and_nobody_without_the_right(in_acme: Cast) -> None:
    export = finish(start(in_acme.administrator))
    for other in (in_acme.owner, in_acme.agent):
        with pytest.raises(ExportNotFound):
            get_export(other.actor, export.pk, Content.AUDIT)
    # The doors of tickets do not know it, and the other way round.
    with pytest.raises(ExportNotFound):
        get_export(in_acme.administrator.actor, export.pk)
    tickets = start_export(NewExport(ExportFormat.JSON, ListQuery()), by=in_acme.administrator.actor)
    assert list(exports_of(in_acme.administrator.actor, Content.AUDIT)) == [export]
    assert list(exports_of(in_acme.administrator.actor)) == [tickets]

    note_fetched(export, by=in_acme.administrator.actor)
    [told] = Event.objects.filter(name="audit.exported")
    assert (told.data["entries"], told.data["format"], told.actor_id) == (
        export.done,
        "json",
        in_acme.administrator.actor.member_id,
    )
    assert not Event.objects.filter(name="export.fetched").exists()
    Member.objects.filter(pk=in_acme.administrator.actor.member_id).update(roles=["support_agent"])
    with pytest.raises(NotAllowed):
        note_fetched(export, by=as_of_now(in_acme.administrator))
    Member.objects.filter(pk=in_acme.administrator.actor.member_id).update(roles=["administrator"])
    TicketExport.objects.filter(pk=export.pk).update(expires_at=export.created_at)
    export.refresh_from_db()
    with pytest.raises(ExportNotReady):
        note_fetched(export, by=in_acme.administrator.actor)
    assert Event.objects.filter(name="audit.exported").count() == 1


def test_who_loses_the_right_while_it_is_written_leaves_no_file(in_acme: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "BATCH", 1)
    export = start(in_acme.administrator, ExportFormat.CSV)
    add = CsvWriter.add

    def is_demoted(writer: CsvWriter, documents: Any) -> None:
        add(writer, documents)
        Member.objects.filter(pk=in_acme.administrator.actor.member_id).update(roles=["support_agent"])

    monkeypatch.setattr(CsvWriter, "add", is_demoted)
    finish(export)
    assert (export.state, export.key, export.done, bool(export.problem)) == ("failed", "", 1, True)
    finished = Event.objects.get(name="export.finished")
    assert (finished.data["state"], finished.data["tickets"], finished.data["entries"]) == ("failed", None, 1)


def test_it_waits_its_turn_and_is_cancelled_like_any_other(in_acme: Cast) -> None:
    waiting = [start(in_acme.owner) for _ in range(MOST_WAITING)]
    with pytest.raises(TooManyExports):
        start(in_acme.owner)
    locked = get_export(in_acme.owner.actor, waiting[0].pk, Content.AUDIT, lock=True)
    cancel_export(locked, by=in_acme.owner.actor)
    assert (finish(waiting[0]).state, finish(waiting[1]).state) == ("cancelled", "done")
