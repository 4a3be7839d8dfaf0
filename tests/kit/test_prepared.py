"""Prepared statements: planned once for each connection, fenced each time."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moondesk.kit import prepared, tenancy
from tests.harness.people import Cast

TICKETS = "SELECT organization_id FROM tickets_ticket WHERE number <> %s"


def _asked(organization_id: uuid.UUID) -> set[Any]:
    with tenancy.organization(organization_id):
        return {row[0] for row in prepared.rows(TICKETS, ["-"])}


def _prepared() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["%number <> $1%"])
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_one_plan_serves_every_organization_and_shows_each_only_its_own(cast: Cast) -> None:
    acme, globex = cast.ticket.organization_id, cast.foreign_ticket.organization_id
    for _time in range(10):
        assert _asked(acme) == {acme}
        assert _asked(globex) == {globex}
    assert _prepared() == 1
    assert prepared.rows(TICKETS, ["-"]) == []


def test_it_counts_as_a_query_and_gives_one_row_or_none(in_acme: Cast) -> None:
    with CaptureQueriesContext(connection) as seen:
        assert prepared.row("SELECT %s + 1", [1]) == (2,)
        assert prepared.row("SELECT 1 WHERE %s", [False]) is None
    assert len(seen) == 2
