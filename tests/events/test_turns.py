"""Jobs that react to events at once: what several of them change, they change in one order."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import psycopg
import pytest
from django.db import connection
from structlog.testing import capture_logs

from moondesk.bulk.events import BulkUndoBegun
from moondesk.channels.reactions import confirm_to_customer, mail_moment, mail_status, mail_watchers
from moondesk.conversations.events import CustomerWrote, NoteAdded
from moondesk.events import dispatcher
from moondesk.events.actions import emit
from moondesk.events.models import Event
from moondesk.events.registry import after_commit, holds, reacts
from moondesk.kit import context, database, tenancy
from moondesk.limits.actions import Limit, count
from moondesk.notifications.reactions import mail_assignee, tell_assignee, tell_moment, tell_of_message
from moondesk.tickets.actions import change_priority
from moondesk.tickets.events import AssigneeChanged, PriorityChanged, ReminderDue, TicketWoken
from moondesk.tickets.rules import Priority
from tests import factories
from tests.harness.people import Cast, make_cast
from tests.harness.running import wait_until

MAILS = Limit("test-turns", 100, 3600)


@dataclass
class Counting:
    """A reaction that counts for whom each event names, and stops at the first until it is let go on."""

    key: str = ""
    seen: list[str] = field(default_factory=list)
    begun: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def counting() -> Iterator[Counting]:
    own = Counting()

    def whom(event: Event) -> str:
        return str(event.data.get("new", "all"))

    def counts(event: Event) -> None:
        count(MAILS, whom(event))
        own.seen.append(whom(event))
        if not own.begun.is_set():
            own.begun.set()
            own.go_on.wait(60)

    about = [PriorityChanged, BulkUndoBegun]
    reacts(about, of=lambda events: [whom(event) for event in events])(counts)
    own.key = f"{counts.__module__}.{counts.__qualname__}"
    yield own
    own.go_on.set()
    for one in about:
        del after_commit[one.name][own.key]
    del holds[own.key]


def changed(cast: Cast, *priorities: Priority) -> list[str]:
    """Change a new ticket for each priority, which says of whom something is counted for it; returns the events."""
    for one in priorities:
        change_priority(factories.make_ticket(), one, by=cast.agent.actor)
    events = Event.objects.filter(name=PriorityChanged.name).order_by("-id")[: len(priorities)]
    return [str(one.pk) for one in events][::-1]


def reacting(cast: Cast, key: str, events: list[str], *, again: bool = False) -> threading.Thread:
    """Begin what a job of these events does, or one that tries it again, on a connection of its own."""

    def do() -> None:
        try:
            with tenancy.organization(cast.acme.pk):
                if again:
                    dispatcher.react.function(event_ids=events, reaction=key)
                else:
                    dispatcher.react_to_each.function(wanted={key: events})
        finally:
            connection.close()

    thread = threading.Thread(target=do)
    thread.start()
    return thread


def waits_or_is_over(other: threading.Thread) -> bool:
    with psycopg.connect(database.dsn()) as own:
        found = own.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        ).fetchone()
    return bool(found and found[0]) or not other.is_alive()


@pytest.mark.parametrize("again", [False, True])
def test_two_jobs_that_count_for_the_same_people_in_another_order_take_turns(
    run_jobs: Callable[[], None], counting: Counting, *, again: bool
) -> None:
    cast = make_cast()
    run_jobs()
    with tenancy.organization(cast.acme.pk):
        first = changed(cast, Priority.LOW, Priority.URGENT)
    with tenancy.organization(cast.acme.pk):
        second = changed(cast, Priority.URGENT, Priority.LOW)
    with capture_logs() as logged:
        one = reacting(cast, counting.key, first)
        assert counting.begun.wait(60)
        other = reacting(cast, counting.key, second, again=again)
        wait_until(lambda: waits_or_is_over(other), "the other waits")
        counting.go_on.set()
        one.join()
        other.join()
    assert [line for line in logged if "failed" in line["event"]] == []
    assert counting.seen == ["low", "urgent", "urgent", "low"], "one job after the other"


def test_parts_of_one_change_of_many_tickets_wait_only_for_what_is_about_all_of_it(
    run_jobs: Callable[[], None], counting: Counting
) -> None:
    cast = make_cast()
    run_jobs()
    with tenancy.organization(cast.acme.pk):
        change = context.operation.get()
        assert change is not None
        first, second = changed(cast, Priority.LOW), changed(cast, Priority.URGENT)
    with tenancy.organization(cast.acme.pk):
        undo = emit(BulkUndoBegun(subject_id=change, operation="priority", tickets=2), by=cast.agent.actor)
    one = reacting(cast, counting.key, first)
    assert counting.begun.wait(60)
    other = reacting(cast, counting.key, second)
    other.join(60)
    assert counting.seen == ["low", "urgent"], "the other is through while the first goes on"
    whole = reacting(cast, counting.key, [str(undo.pk)])
    wait_until(lambda: waits_or_is_over(whole), "taking it back waits")
    assert counting.seen == ["low", "urgent"]
    counting.go_on.set()
    one.join()
    whole.join()
    assert counting.seen == ["low", "urgent", "all"]


def test_mails_that_go_by_themselves_name_those_by_whom_they_are_counted(in_acme: Cast) -> None:
    with_plus = factories.make_ticket(requester=factories.make_contact("carla+shop@customer.test"))
    events = [Event(name=CustomerWrote.name, subject_id=one.pk) for one in (with_plus, in_acme.ticket)]
    for reaction in (confirm_to_customer, mail_status):
        named = holds[f"{reaction.__module__}.{reaction.__qualname__}"](events)
        assert sorted(named) == ["carla@customer.test", "carla@customer.test"]


def test_members_are_named_who_are_told_of_a_moment_or_of_one_change_of_many_tickets(in_acme: Cast) -> None:
    agent, watcher, ticket = str(in_acme.agent.member.pk), in_acme.administrator.member.pk, in_acme.ticket
    ticket.watchers = [watcher]
    ticket.save()
    merged = factories.make_ticket()
    merged.merged_into = ticket
    merged.save()

    def named(reaction: Callable[[Event], None], *events: Event) -> set[str]:
        return set(holds[f"{reaction.__module__}.{reaction.__qualname__}"](events))

    due = Event(name=ReminderDue.name, subject_id=ticket.pk, data={"member": agent})
    woken = Event(name=TicketWoken.name, subject_id=ticket.pk, data={"member": agent, "why": "hand"})
    assigned = Event(name=AssigneeChanged.name, subject_id=ticket.pk, data={"old": str(watcher), "new": agent})
    note = Event(name=NoteAdded.name, subject_id=merged.pk)
    assert named(mail_moment, due) == named(tell_moment, due) == {agent}
    assert named(mail_moment, woken) == set(), "nobody is told whose ticket somebody woke by hand"
    assert named(mail_assignee, assigned) == named(tell_assignee, assigned) == {agent}
    assert named(mail_watchers, note) == named(tell_of_message, note) == {
        str(watcher), str(merged.pk), str(ticket.pk)
    }  # fmt: skip
