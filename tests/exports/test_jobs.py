"""Exports as the worker writes them, over many transactions."""

import json
from collections.abc import Callable

import pytest
from django.db import connection

from moondesk.exports.actions import NewExport, start_export, writing
from moondesk.exports.models import TicketExport
from moondesk.exports.rules import ExportFormat
from moondesk.files import storage
from moondesk.kit import tenancy
from moondesk.tickets.list_query import ListQuery
from tests import factories
from tests.harness.people import Cast


@pytest.mark.django_db(transaction=True)
def test_the_worker_writes_one_after_the_other_and_leaves_nothing_open(
    cast: Cast, run_jobs: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "BATCH", 2)
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
