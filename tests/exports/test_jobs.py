"""Exports as the worker writes them, over many transactions."""

import json
from collections.abc import Callable

import pytest
from django.db import connection

from moondesk.audit.queries import Question
from moondesk.events.models import Event
from moondesk.events.rules import is_audited
from moondesk.exports import sources
from moondesk.exports.actions import NewExport, start_audit_export, start_export
from moondesk.exports.models import TicketExport
from moondesk.exports.rules import ExportFormat
from moondesk.files import storage
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.tickets.list_query import ListQuery
from tests import factories
from tests.harness.people import Cast


@pytest.mark.django_db(transaction=True)
def test_the_worker_writes_one_after_the_other_and_leaves_nothing_open(
    cast: Cast, run_jobs: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "BATCH", 2)
    with tenancy.organization(cast.acme.pk):
        numbers = {factories.make_ticket(department=cast.flights).number for _ in range(4)}
        question = ListQuery(department=(cast.flights.pk,))
        for _again in range(2):
            start_export(NewExport(ExportFormat.JSON, question), by=cast.agent.actor)
    run_jobs()
    with tenancy.organization(cast.acme.pk):
        exports = list(TicketExport.objects.all())
        assert [(one.state, one.total, one.done) for one in exports] == [("done", 5, 5)] * 2
        for export in exports:
            with storage.fetch(export.key) as file:
                assert {one["number"][4:] for one in json.load(file)} == numbers | {cast.ticket.number}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors WHERE is_holdable")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
def test_the_worker_writes_the_audit_log_in_many_batches_each_entry_once(
    cast: Cast, run_jobs: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "BATCH", 3)
    moment = now()
    said = {"subject_id": cast.acme.pk, "actor_kind": "member", "actor_label": "Adam", "door": "desk"}
    said |= {"created_at": moment, "dispatched_at": moment}
    with tenancy.organization(cast.globex.pk):
        Event.objects.create(name="field.changed", **said)
    with tenancy.organization(cast.acme.pk):
        # Eight of one moment, as what is done at once is: the id decides among them, across batches.
        for name in ["field.changed"] * 8 + ["ticket.opened"]:
            Event.objects.create(name=name, **said)
        start_audit_export(ExportFormat.JSON, Question(), by=cast.owner.actor)
        known = Event.objects.order_by("-created_at", "-pk").values_list("pk", "name")
        wanted = [str(pk) for pk, name in known if is_audited(name)]
        assert len(wanted) < len(known)
    run_jobs()
    with tenancy.organization(cast.acme.pk):
        export = TicketExport.objects.get()
        assert (export.state, export.total, export.done) == ("done", len(wanted), len(wanted)), export.problem
        with storage.fetch(export.key) as file:
            assert [one["id"] for one in json.load(file)] == wanted
