"""The log and its delivery: told in the change's own transaction, handed on at least once, never changed."""

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from moondesk.events import dispatcher
from moondesk.events.actions import MAX_DEPTH, ChainTooLong, emit
from moondesk.events.doer import Cause
from moondesk.events.models import Event
from moondesk.events.registry import after_commit, at_once, event_types, reacts
from moondesk.kit import context, tenancy
from moondesk.kit.ids import new_id
from moondesk.organizations.actor import Door, system_actor
from moondesk.tickets.actions import change_priority
from moondesk.tickets.events import PriorityChanged
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Priority
from tests import factories
from tests.harness.events import last_told
from tests.harness.people import Cast, make_cast


@contextlib.contextmanager
def reaction(function: Callable[[Event], None], *, in_transaction: bool = False) -> Iterator[None]:
    """Register a reaction for the length of a test."""
    name = PriorityChanged.name
    before, before_at_once = dict(after_commit.get(name, {})), list(at_once.get(name, []))
    reacts([PriorityChanged], in_transaction=in_transaction)(function)
    try:
        yield
    finally:
        after_commit[name], at_once[name] = before, before_at_once


def change(cast: Cast, priority: Priority = Priority.URGENT) -> Ticket:
    with tenancy.organization(cast.acme.pk):
        ticket = Ticket.objects.get(pk=cast.ticket.pk)
        change_priority(ticket, priority, by=cast.agent.actor)
    return ticket


def test_an_event_is_written_with_its_change_or_not_at_all(in_acme: Cast) -> None:
    before = Event.objects.count()
    with contextlib.suppress(RuntimeError), transaction.atomic():
        change_priority(Ticket.objects.get(pk=in_acme.ticket.pk), Priority.HIGH, by=in_acme.agent.actor)
        raise RuntimeError
    assert Event.objects.count() == before
    assert Ticket.objects.get(pk=in_acme.ticket.pk).priority == Priority.MEDIUM


@pytest.mark.django_db(transaction=True)
def test_emitting_needs_a_transaction() -> None:
    organization = factories.make_organization("acme")
    token = context.organization_id.set(organization.pk)
    try:
        with pytest.raises(RuntimeError, match="transaction"):
            emit(PriorityChanged(subject_id=new_id(), old="a", new="b"), by=system_actor(organization.pk))
    finally:
        context.organization_id.reset(token)


def test_what_happened_cannot_be_changed(in_acme: Cast) -> None:
    change_priority(Ticket.objects.get(pk=in_acme.ticket.pk), Priority.HIGH, by=in_acme.agent.actor)
    event = last_told(in_acme.ticket)
    for column, value in (
        ("name", "'x'"), ("data", "'{}'"), ("actor_label", "'Somebody else'"), ("actor_id", "NULL"),
        ("created_at", "now()"),
        ("subject_id", "gen_random_uuid()"), ("door", "'api'"), ("depth", "9"), ("caused_by", "gen_random_uuid()"),
    ):  # fmt: skip
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE events_event SET {column} = {value} WHERE id = %s", [event.pk])
    Event.objects.filter(pk=event.pk).update(dispatched_at=event.created_at)
    assert Event.objects.get(pk=event.pk).dispatched_at == event.created_at


def test_an_event_knows_who_how_and_why(in_acme: Cast) -> None:
    cause = Cause(new_id(), 2)
    by = system_actor(in_acme.acme.pk, door=Door.MAIL, cause=cause)
    event = emit(PriorityChanged(subject_id=in_acme.ticket.pk, old="low", new="high"), by=by)
    event.refresh_from_db()
    assert (event.actor_kind, event.actor_label, event.door) == ("system", "Moondesk", "mail")
    assert (event.caused_by, event.depth) == (cause.event_id, 3)
    assert event.data == {"old": "low", "new": "high", "old_label": "", "new_label": ""}


def test_a_chain_of_events_ends(in_acme: Cast) -> None:
    with pytest.raises(ChainTooLong):
        emit(
            PriorityChanged(subject_id=in_acme.ticket.pk, old="a", new="b"),
            by=system_actor(in_acme.acme.pk, cause=Cause(new_id(), MAX_DEPTH)),
        )


def test_names_are_public_and_taken_once() -> None:
    assert len({cls.name for cls in event_types.values()}) == len(event_types)
    for name, cls in event_types.items():
        assert name.count(".") == 1, name
        assert (cls.__doc__ or "").strip(), name
        assert len(name) <= Event._meta.get_field("name").max_length


def test_a_reaction_in_the_transaction_can_stop_the_change(in_acme: Cast) -> None:
    def refuse(event: Event) -> None:
        raise RuntimeError("no")

    ticket = Ticket.objects.get(pk=in_acme.ticket.pk)
    with reaction(refuse, in_transaction=True), pytest.raises(RuntimeError), transaction.atomic():
        change_priority(ticket, Priority.HIGH, by=in_acme.agent.actor)
    assert Ticket.objects.get(pk=in_acme.ticket.pk).priority == Priority.MEDIUM


def test_a_reaction_runs_after_the_commit_in_the_organization_of_the_event(run_jobs: Callable[[], None]) -> None:
    cast, seen = make_cast(), []

    def remember(event: Event) -> None:
        seen.append((event.name, tenancy.current_organization_id(), Ticket.objects.count()))

    with reaction(remember):
        change(cast)
        assert seen == []
        run_jobs()
        assert seen == [("ticket.priority_changed", cast.acme.pk, 2)]
        run_jobs()
        assert len(seen) == 1


def test_a_crash_between_dispatch_and_commit_loses_nothing(run_jobs: Callable[[], None], superuser: Any) -> None:
    """At least once: what was enqueued before the crash is undone with the mark, and done anew."""
    cast, seen = make_cast(), []
    run_jobs()

    def crash(events: Sequence[Event]) -> None:
        raise RuntimeError("the process died here")

    with reaction(lambda event: seen.append(event.pk)):
        change(cast)
        dispatcher.announcers.append(crash)
        try:
            with pytest.raises(RuntimeError, match="died here"):
                dispatcher.dispatch()
        finally:
            dispatcher.announcers.remove(crash)
        waiting = superuser.execute("SELECT count(*) FROM events_event WHERE dispatched_at IS NULL").fetchone()
        queued = superuser.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'").fetchone()
        assert (waiting, queued) == ((1,), (0,))
        run_jobs()
    assert len(seen) == 1


def test_one_failing_reaction_stops_no_other(run_jobs: Callable[[], None], superuser: Any) -> None:
    cast, seen = make_cast(), []

    def fails(event: Event) -> None:
        raise RuntimeError("cannot")

    with reaction(fails), reaction(lambda event: seen.append(event.pk)):
        change(cast)
        run_jobs()
    assert len(seen) == 1
    again = superuser.execute(
        "SELECT attempts BETWEEN 1 AND 2 FROM procrastinate_jobs WHERE attempts > 0 AND status = 'todo'"
    ).fetchall()
    assert again == [(True,)]  # a slow machine has tried it a second time


def test_events_of_a_moment_share_a_job_and_a_failing_one_does_not_take_the_others_along(
    run_jobs: Callable[[], None], superuser: Any
) -> None:
    cast, seen = make_cast(), []
    run_jobs()

    def at_low(event: Event) -> None:
        Ticket.objects.filter(pk=event.subject_id).update(subject=f"seen {len(seen)}")
        if event.data["new"] == "low":
            raise RuntimeError("cannot")
        seen.append(event.pk)

    with reaction(at_low):
        for priority in (Priority.HIGH, Priority.LOW, Priority.URGENT):
            change(cast, priority)
        dispatcher.dispatch()
        queued = superuser.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'").fetchone()
        assert queued == (1,)
        run_jobs()
    assert len(set(seen)) == 2
    assert seen[-2:] == sorted(seen[-2:])
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.get(pk=cast.ticket.pk).subject == "seen 2"
    left = superuser.execute(
        "SELECT jsonb_array_length(args -> 'event_ids'), attempts, priority FROM procrastinate_jobs "
        "WHERE status = 'todo'"
    ).fetchall()
    assert left == [(1, 1, -1)]


def test_a_job_takes_no_more_events_than_it_may(run_jobs: Callable[[], None], superuser: Any) -> None:
    cast, seen = make_cast(), []
    run_jobs()
    with reaction(lambda event: seen.append(event.pk)):
        for number in range(dispatcher.TOGETHER + 1):
            change(cast, [Priority.HIGH, Priority.LOW][number % 2])
        dispatcher.dispatch()
        sizes = superuser.execute(
            "SELECT jsonb_array_length(wanted.ids) FROM procrastinate_jobs j, jsonb_each(j.args -> 'wanted') "
            "AS wanted(reaction, ids) WHERE j.status = 'todo' ORDER BY j.id"
        ).fetchall()
        assert sizes == [(dispatcher.TOGETHER,), (1,)]
        run_jobs()
    assert len(set(seen)) == len(seen) == dispatcher.TOGETHER + 1


def test_two_dispatchers_hand_on_each_event_once(run_jobs: Callable[[], None], superuser: Any) -> None:
    cast, seen = make_cast(), []
    with reaction(lambda event: seen.append(event.pk)):
        for number in range(30):
            change(cast, [Priority.HIGH, Priority.LOW][number % 2])
        errors: list[BaseException] = []

        def work() -> None:
            try:
                dispatcher.dispatch()
            except BaseException as error:
                errors.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        run_jobs()
    assert len(seen) == len(set(seen)) == 30


def test_organizations_do_not_wait_for_each_other(run_jobs: Callable[[], None], superuser: Any) -> None:
    """A row of one organization that somebody holds does not keep the others' events back."""
    cast = make_cast()
    with psycopg.connect(superuser.info.dsn) as holder:
        holder.execute("SELECT 1 FROM events_event WHERE organization_id = %s FOR UPDATE", [cast.acme.pk])
        dispatcher.dispatch()
        left = superuser.execute(
            "SELECT DISTINCT organization_id FROM events_event WHERE dispatched_at IS NULL"
        ).fetchall()
        assert left == [(cast.acme.pk,)]
    dispatcher.dispatch()


def test_an_event_costs_no_job_where_its_own_data_says_that_nothing_follows(
    run_jobs: Callable[[], None], superuser: Any
) -> None:
    cast, seen = make_cast(), []
    run_jobs()

    def to_high(event: Event) -> bool:
        return bool(event.data["new"] == "high")

    name, before = PriorityChanged.name, dict(after_commit.get(PriorityChanged.name, {}))

    def remember(event: Event) -> None:
        seen.append(event)

    reacts([PriorityChanged], when=to_high)(remember)
    try:
        change(cast, Priority.LOW)
        dispatcher.dispatch()
        assert superuser.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'").fetchone() == (0,)
        change(cast, Priority.HIGH)
        change(cast, Priority.LOW)
        run_jobs()
    finally:
        after_commit[name] = before
    assert [event.data["new"] for event in seen] == ["high"]
