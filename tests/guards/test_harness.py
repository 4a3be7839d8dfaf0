"""The harness itself: tests run as the application, so that row level security is real in them."""

import pytest
from django.db import connection

from moondesk.kit.database import check_role
from moondesk.tickets.models import Ticket
from tests.harness.cluster import ROOT
from tests.harness.people import Cast
from tests.harness.scheduling import TOGETHER, scope_of


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


def test_what_stands_together_goes_to_one_worker() -> None:
    assert [place for place in TOGETHER if not (ROOT / place).exists()] == []
    assert scope_of("tests/ops/test_up.py::test_a") == scope_of("tests/ops/test_outage.py::test_b")
    assert scope_of("tests/kit/test_ids.py::test_a") != scope_of("tests/kit/test_ids.py::test_b")
