"""The cast when all that followed from making it is done: told, indexed, and nothing of it in the outbox.

A test of mail or in a browser begins there. Doing it for each of them took longer than most of what they test.
"""

from typing import Any

import pytest

from moondesk.channels.models import OutgoingMail
from moondesk.kit import tenancy
from moondesk.limits.models import Window
from tests.harness import database, laying, running
from tests.harness.people import Cast, make_cast_by_actions


def make_settled_cast() -> Cast:
    """Return the cast, fresh, laid out from the copy that was made after the jobs had run."""
    return laying.lay_out(make_settled_cast_by_jobs)


def make_settled_cast_by_jobs() -> Cast:
    """Make all of them, do what follows, and forget the mails about it."""
    cast = make_cast_by_actions()
    running.run_until_quiet()
    for organization in (cast.acme, cast.globex):
        with tenancy.organization(organization.pk):
            OutgoingMail.objects.all().delete()
    Window.objects.all().delete()
    with database.as_superuser() as connection:
        connection.execute("DELETE FROM procrastinate_periodic_defers; DELETE FROM procrastinate_jobs")
    return cast


@pytest.fixture(scope="session")
def settled(django_db_setup: None, django_db_blocker: Any) -> None:
    """The copy of the settled cast, made before any desk runs that would do its jobs."""
    with django_db_blocker.unblock():
        laying.keep(make_settled_cast_by_jobs)
