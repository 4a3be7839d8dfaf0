"""Jobs that react to events at once: what several of them change, they change in one order."""

import threading
from collections.abc import Callable, Sequence

import psycopg
import pytest
from django.db import connection
from structlog.testing import capture_logs

from moondesk.channels.reactions import confirm_to_customer, mail_status
from moondesk.conversations.events import CustomerWrote
from moondesk.events import dispatcher
from moondesk.events.models import Event
from moondesk.events.registry import after_commit, holds, reacts
from moondesk.kit import database, tenancy
from moondesk.limits.actions import Limit, count
from moondesk.tickets.actions import change_priority
from moondesk.tickets.events import PriorityChanged
from moondesk.tickets.rules import Priority
from tests import factories
from tests.harness.people import Cast, make_cast
from tests.harness.running import wait_until

pytestmark = pytest.mark.xdist_group("events")
MAILS = Limit("test-turns", 100, 3600)


def changed(cast: Cast, *priorities: Priority) -> list[Event]:
    """Change a new ticket for each priority, which says of whom something is counted for it."""
    for one in priorities:
        change_priority(factories.make_ticket(), one, by=cast.agent.actor)
    return list(Event.objects.filter(name=PriorityChanged.name).order_by("-id")[: len(priorities)])[::-1]


def react(cast: Cast, key: str, events: list[Event]) -> None:
    """Do what a job of these events does, on a connection of its own."""
    try:
        with tenancy.organization(cast.acme.pk):
            dispatcher.react_to_each.function(wanted={key: [str(one.pk) for one in events]})
    finally:
        connection.close()


def waits_or_is_over(other: threading.Thread) -> bool:
    with psycopg.connect(database.dsn()) as own:
        found = own.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        ).fetchone()
    return bool(found and found[0]) or not other.is_alive()


def test_two_jobs_that_count_for_the_same_people_in_another_order_take_turns(run_jobs: Callable[[], None]) -> None:
    cast = make_cast()
    run_jobs()
    seen: list[str] = []
    begun, go_on = threading.Event(), threading.Event()

    def of(events: Sequence[Event]) -> list[str]:
        return [event.data["new"] for event in events]

    def counts(event: Event) -> None:
        count(MAILS, event.data["new"])
        seen.append(event.data["new"])
        if not begun.is_set():
            begun.set()
            go_on.wait(60)

    reacts([PriorityChanged], of=of)(counts)
    key = f"{counts.__module__}.{counts.__qualname__}"
    try:
        with tenancy.organization(cast.acme.pk):
            first = changed(cast, Priority.LOW, Priority.URGENT)
        with tenancy.organization(cast.acme.pk):
            second = changed(cast, Priority.URGENT, Priority.LOW)
        one, other = (threading.Thread(target=react, args=(cast, key, some)) for some in (first, second))
        with capture_logs() as logged:
            one.start()
            assert begun.wait(60)
            other.start()
            wait_until(lambda: waits_or_is_over(other), "the other waits")
            go_on.set()
            one.join()
            other.join()
    finally:
        del after_commit[PriorityChanged.name][key], holds[key]
    assert [line for line in logged if "failed" in line["event"]] == []
    assert seen == ["low", "urgent", "urgent", "low"], "one job after the other"


def test_mails_that_go_by_themselves_name_those_by_whom_they_are_counted(in_acme: Cast) -> None:
    with_plus = factories.make_ticket(requester=factories.make_contact("carla+shop@customer.test"))
    events = [Event(name=CustomerWrote.name, subject_id=one.pk) for one in (with_plus, in_acme.ticket)]
    for reaction in (confirm_to_customer, mail_status):
        named = holds[f"{reaction.__module__}.{reaction.__qualname__}"](events)
        assert sorted(named) == ["carla@customer.test", "carla@customer.test"]
