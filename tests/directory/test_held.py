"""Many leavers wait for somebody to confirm them, whatever else the directory does meanwhile."""

import threading
import time
from typing import Any

import pytest
from django.db import connection

from moondesk.directory import actions
from moondesk.directory.actions import applying
from moondesk.directory.jobs import apply_directory
from moondesk.directory.models import DirectoryGroup, DirectoryPerson
from moondesk.directory.rules import RuleKind, Source
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.organizations.domains import note_proof
from moondesk.organizations.models import Member
from tests.directory.making import make_group, make_person, make_rule
from tests.directory.test_applying import by_directory  # noqa: F401 - a fixture
from tests.harness.people import Cast, make_cast


def _crowd(letter: str, many: int = 8) -> list[DirectoryPerson]:
    return [make_person(f"{letter}{n}@acme.test") for n in range(many)]


def _empty(group: DirectoryGroup, cast: Cast) -> None:
    actions.write_group(group, actions.Group(group.name, "", {}), source=Source.SCIM, by=cast.owner.actor)


def _here(letter: str) -> int:
    return Member.objects.filter(user__email__regex=rf"^{letter}\d@", is_active=True).count()


def _work(after: Any = None, parts: int = 100) -> Any:
    """Do what the last event has a worker do, in so many parts at most."""
    begun = Event.objects.filter(name="directory.applying_begun").latest("id").data
    for _part in range(parts):
        after = applying.apply_part(after, leavers=begun["leavers"], unasked=begun["unasked"])
        if after is None:
            break
    return after


@pytest.mark.django_db
def test_a_large_change_takes_nobody_along_who_is_held(
    by_directory: Cast,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast = by_directory
    support = make_group("Support", *_crowd("a"))
    make_rule(kind=RuleKind.GROUP, value="Others")
    leavers = make_group("Others", *_crowd("b", 3))
    _empty(support, cast)
    assert _here("a") == 8
    monkeypatch.setattr(applying, "MOST_AT_ONCE", 3)
    newcomers = {one.pk: "" for one in _crowd("c")}
    changed = actions.Group("Others", "", newcomers)
    actions.write_group(leavers, changed, source=Source.SCIM, by=cast.owner.actor)
    assert (_here("b"), _here("c")) == (0, 0), "few leave at once, as they were counted; the rest is a worker's"
    _work()
    assert (_here("a"), _here("c")) == (8, 8)
    apply_directory.function("", leavers=True, unasked=True)
    assert applying.apply_part(None, leavers=True, unasked=True) is not None
    assert _here("a") == 8, "nor by a job that was queued before"
    actions.switch(on=True, by=cast.owner.actor, however_many=True)
    _work()
    assert (_here("a"), _here("c")) == (0, 8)


@pytest.mark.django_db
def test_who_is_held_while_a_worker_lets_others_go_is_asked_about(
    by_directory: Cast,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast = by_directory
    support = make_group("Support", *_crowd("a"))
    make_rule(kind=RuleKind.GROUP, value="Others")
    others = make_group("Others", *_crowd("b"))
    _empty(support, cast)
    monkeypatch.setattr(applying, "MOST_AT_ONCE", 3)
    actions.switch(on=True, by=cast.owner.actor, however_many=True)
    after = _work(parts=1)
    assert _here("a") == 5
    _empty(others, cast)
    _work(after)
    assert _here("b") == 8


@pytest.mark.django_db(transaction=True)
def test_who_leaves_at_the_same_moment_is_counted_together() -> None:
    cast = make_cast()
    with tenancy.organization(cast.acme.pk):
        note_proof("acme.test", by=cast.owner.actor)
        make_rule(kind=RuleKind.EVERYONE)
        first, second = _crowd("a", 4), _crowd("b", 4)
        actions.switch(on=True, by=cast.owner.actor)
        assert (_here("a"), _here("b")) == (4, 4)
    gone, done = threading.Event(), threading.Event()
    failed: list[Exception] = []

    def leave(people: list[DirectoryPerson]) -> None:
        ids = [one.pk for one in people]
        locked = list(DirectoryPerson.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("id"))
        for one in locked:
            one.document = {**one.document, "active": False}
        applying.apply_to(locked, by=cast.owner.actor)

    def meanwhile() -> None:
        try:
            gone.wait(60)
            with tenancy.organization(cast.acme.pk):
                leave(second)
        except Exception as error:
            failed.append(error)
        finally:
            done.set()
            connection.close()

    thread = threading.Thread(target=meanwhile)
    thread.start()
    with tenancy.organization(cast.acme.pk):
        leave(first)
        gone.set()
        while not done.is_set() and not _somebody_waits():
            time.sleep(0.01)
    thread.join(60)
    assert not failed
    with tenancy.organization(cast.acme.pk):
        assert (_here("a"), _here("b")) == (0, 4)


def _somebody_waits() -> bool:
    """Say whether a connection waits for what this transaction has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid)))")
        return bool(cursor.fetchone()[0])
