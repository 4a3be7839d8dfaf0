"""People of a directory who cannot be carried out yet: a worker comes back to them, and nobody else waits for it."""

import threading

import pytest
from django.db import connection

from moondesk.channels import actions as mails
from moondesk.directory import actions
from moondesk.directory.actions import applying
from moondesk.directory.reactions import begin_again
from moondesk.directory.rules import RuleKind
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.limits.actions import Limit
from moondesk.organizations.domains import note_proof
from moondesk.organizations.models import Invitation, Member
from moondesk.organizations.permissions import Role
from tests.directory.making import make_group, make_person, make_rule
from tests.directory.test_applying import by_directory  # noqa: F401 - a fixture
from tests.harness.people import Cast, make_cast
from tests.harness.running import wait_until

_WAITS = "directory.people_wait"


def invited() -> int:
    return Invitation.objects.filter(email__endswith="@elsewhere.test", revoked_at=None).count()


def scheduled() -> list[tuple[str, bool]]:
    """Return the jobs that go through the directory, each with whether it waits for its time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args ->> 'after', scheduled_at > now() + interval '50 minutes' FROM procrastinate_jobs "
            "WHERE task_name = 'moondesk.directory.jobs.apply_directory'"
        )
        return cursor.fetchall()


@pytest.mark.django_db
@pytest.mark.parametrize("most_here", [100, 3])
def test_who_is_not_invited_within_the_hour_is_later(
    by_directory: Cast,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    most_here: int,
) -> None:
    """Neither the request that brings so many nor the worker fails; what comes besides invitations is done."""
    monkeypatch.setattr(applying, "MOST_AT_ONCE", most_here)
    monkeypatch.setattr(mails, "INVITATIONS", Limit("invitations-for-a-test", 2, 3600))
    strangers = [make_person(f"p{number}@elsewhere.test") for number in range(5)]
    known = make_person("zoe@acme.test")
    make_group("Support", *strangers, known)
    if most_here == 3:
        for after in (None, strangers[2].pk, known.pk):
            applying.apply_part(after, leavers=False, unasked=True)
    assert invited() == 2
    assert Member.objects.filter(user__email="zoe@acme.test").exists()
    waits = Event.objects.get(name=_WAITS)
    assert 3000 < waits.data["seconds"] <= 3600
    before = len(scheduled())
    begin_again(waits)
    assert scheduled()[before:] == [("", True)]
    monkeypatch.setattr(mails, "INVITATIONS", Limit("invitations-of-the-next-hour", 60, 3600))
    monkeypatch.setattr(applying, "MOST_AT_ONCE", 100)
    applying.apply_part(None, leavers=False, unasked=True)
    assert invited() == 5
    assert Event.objects.filter(name=_WAITS).count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_loses_a_deadlock_is_carried_out_after_it() -> None:
    cast = make_cast()
    with tenancy.organization(cast.acme.pk):
        note_proof("acme.test", by=cast.owner.actor)
        make_rule(kind=RuleKind.EVERYONE)
        person = make_person("paula@acme.test")
        actions.switch(on=True, by=cast.owner.actor)
        paula = Member.objects.filter(user__email="paula@acme.test")
        assert paula.update(roles=[Role.VIEWER]) == 1
    begins, failed = threading.Event(), []

    def meanwhile() -> None:
        """Lock the member, and then wait for what the other has."""
        try:
            begins.wait(60)
            with tenancy.organization(cast.acme.pk):
                list(paula.select_for_update(of=("self",)))
                hold_the_other()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=meanwhile)
    thread.start()
    with tenancy.organization(cast.acme.pk):
        hold_the_other()
        begins.set()
        # Who waited longer than the deadlock timeout has looked already: the one who comes then finds it, and loses.
        wait_until(somebody_waited_long, "Waiting for this transaction")
        assert applying.apply_part(None, leavers=False, unasked=True) == person.pk
        assert paula.get().roles == [Role.VIEWER]
        waits = Event.objects.get(name=_WAITS)
        assert waits.data["seconds"] <= 60
    thread.join(60)
    assert not failed
    with tenancy.organization(cast.acme.pk):
        applying.apply_part(None, leavers=False, unasked=True)
        assert paula.get().roles == [Role.SUPPORT_AGENT]
        assert Event.objects.filter(name=_WAITS).count() == 1


def hold_the_other() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(20261122)")


def somebody_waited_long() -> bool:
    """Say whether a connection waits for what this transaction has, for longer than deadlocks are looked for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid)) "
            "AND clock_timestamp() - waitstart > current_setting('deadlock_timeout')::interval * 1.5)"
        )
        return bool(cursor.fetchone()[0])
