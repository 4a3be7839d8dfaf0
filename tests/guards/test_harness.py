"""The harness itself: tests run as the application, so that row level security is real in them."""

import pytest
from django.db import connection

from moondesk.kit.database import check_role
from moondesk.tickets.models import Ticket
from tests.harness.people import Cast


def test_tests_connect_as_the_application(db: None) -> None:
    check_role()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("moondesk_app",)


def test_the_cast_stands_in_two_organizations(in_acme: Cast) -> None:
    assert set(Ticket.objects.all()) == {in_acme.ticket, in_acme.other_ticket}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", [1, 2])
def test_the_database_is_empty_after_a_test_with_real_commits(superuser, _again: int) -> None:  # type: ignore[no-untyped-def]
    from tests.harness.people import make_cast

    assert superuser.execute("SELECT count(*) FROM tickets_ticket").fetchone() == (0,)
    make_cast()
    assert superuser.execute("SELECT count(*) FROM tickets_ticket").fetchone() == (3,)


def test_jobs_run_for_real(run_jobs, superuser) -> None:  # type: ignore[no-untyped-def]
    from tests.harness.people import make_cast

    make_cast()
    assert superuser.execute("SELECT count(*) > 0 FROM events_event WHERE dispatched_at IS NULL").fetchone() == (True,)
    run_jobs()
    assert superuser.execute("SELECT count(*) FROM events_event WHERE dispatched_at IS NULL").fetchone() == (0,)
    assert superuser.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'").fetchone() == (0,)
