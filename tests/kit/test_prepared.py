"""Prepared statements: planned once for each connection, fenced each time."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moondesk.kit import prepared, tenancy
from moondesk.organizations.entrance import by_slug
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


PLANNED_ONCE = "SELECT count(*) FROM tickets_ticket WHERE number <> %s AND version >= 0"


def _plans() -> Any:
    """Return how often that was run by a plan for any values, and by one for those it was given."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(generic_plans), sum(custom_plans) FROM pg_prepared_statements WHERE statement LIKE %s",
            ["%number <> $1 AND version%"],
        )
        return cursor.fetchone()


@pytest.mark.django_db(transaction=True)
def test_whoever_comes_in_by_a_door_has_a_statement_planned_once(cast: Cast) -> None:
    with by_slug("acme", cast.people["owner"].user):
        for _time in range(4):
            prepared.rows(PLANNED_ONCE, ["-"])
        assert _plans() == (4, 0)
        prepared.weighed(PLANNED_ONCE, ["-"])
        assert _plans() == (4, 1)


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_given_back_is_the_next_to_be_taken() -> None:
    connection.close()
    pool: Any = connection.pool
    connections = [pool.getconn() for _one in range(2)]
    for one in connections:
        pool.putconn(one)
    taken = pool.getconn()
    pool.putconn(taken)
    assert taken is connections[-1]
