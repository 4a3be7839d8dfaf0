"""Row security through a pooler that gives everybody the same one connection, transaction by transaction."""

import threading
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from moondesk.kit import tenancy
from moondesk.tickets.models import Ticket
from tests.guards.test_row_security import *  # noqa: F403 - all of its tests again, through the pooler
from tests.harness.people import Cast, make_cast
from tests.harness.pooler import address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("through_pooler")]


@pytest.fixture
def committed(transactional_db: None, through_pooler: None) -> Cast:
    return make_cast()


def _subjects(organization: Any) -> set[str]:
    with tenancy.organization(organization.pk):
        return set(Ticket.objects.values_list("subject", flat=True))


def _left_over() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('moondesk.organization', true), '')")
        return str(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_two_organizations_in_turn_with_errors_and_cancels_between(committed: Cast, pooler: int) -> None:
    acme, globex = _subjects(committed.acme), _subjects(committed.globex)
    assert acme
    assert globex
    assert not acme & globex
    with psycopg.connect(address(pooler), autocommit=True) as stranger:
        for _round in range(5):
            with pytest.raises(ZeroDivisionError), tenancy.organization(committed.acme.pk):
                raise ZeroDivisionError
            assert stranger.execute("SELECT count(*) FROM tickets_ticket").fetchone() == (0,)
            with pytest.raises(Exception, match="division by zero"), tenancy.organization(committed.acme.pk):
                _run("SELECT 1 / 0")
            assert (_subjects(committed.globex), _left_over()) == (globex, "")
            with pytest.raises(Exception, match="statement timeout"), tenancy.organization(committed.acme.pk):
                _run("SET LOCAL statement_timeout = 1; SELECT pg_sleep(5)")
            assert (_subjects(committed.acme), _left_over()) == (acme, "")
            assert stranger.execute("SELECT count(*) FROM tickets_ticket").fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
def test_whoever_vanishes_inside_of_an_organization_leaves_nothing(committed: Cast, pooler: int) -> None:
    gone = psycopg.connect(address(pooler))
    gone.execute("SELECT set_config('moondesk.organization', %s, true)", [str(committed.acme.pk)])
    assert gone.execute("SELECT count(*) FROM tickets_ticket").fetchone() == (2,)
    gone.close()
    with psycopg.connect(address(pooler), autocommit=True) as next_one:
        assert next_one.execute("SELECT count(*) FROM tickets_ticket").fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_see_their_own(committed: Cast) -> None:
    """More threads than connections, each for one organization, as the web's are."""
    expected = {one.pk: _subjects(one) for one in (committed.acme, committed.globex)}
    settings, wrong = connection.settings_dict, []

    def ask(number: int) -> None:
        connection.settings_dict = settings
        organization = (committed.acme, committed.globex)[number % 2]
        try:
            seen = [_subjects(organization) for _round in range(15)]
            wrong.extend(one for one in seen if one != expected[organization.pk])
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def _run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for one in statement.split("; "):
            cursor.execute(one)
