"""Two tabs of one agent at the same moment, in transactions of their own."""

import pytest

from moondesk.kit import tenancy
from moondesk.timekeeping.actions import Booking, start_timer, stop_timer
from moondesk.timekeeping.errors import TimerNotFound, TimerRunning
from moondesk.timekeeping.models import TimeEntry, Timer
from tests.harness.people import Cast, make_cast
from tests.tickets.test_at_once import at_once
from tests.timekeeping.making import make_timer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people() -> Cast:
    return make_cast()


def test_two_tabs_start_the_same_timer(people: Cast) -> None:
    def start() -> Timer:
        return start_timer(people.ticket, by=people.agent.actor)[0]

    results = at_once(people, start, start, start)
    assert sorted(type(one).__name__ for one in results) == ["Timer", "TimerRunning", "TimerRunning"], results
    assert any(isinstance(one, TimerRunning) for one in results)
    with tenancy.organization(people.acme.pk):
        assert Timer.objects.count() == 1


def test_two_tabs_start_timers_of_two_tickets(people: Cast) -> None:
    results = at_once(
        people,
        lambda: start_timer(people.ticket, by=people.owner.actor),
        lambda: start_timer(people.other_ticket, by=people.owner.actor),
    )
    with tenancy.organization(people.acme.pk):
        assert Timer.objects.count() == 2, results
        assert Timer.objects.filter(running_since=None).count() == 1
    assert sum(one[1] is not None for one in results) == 1, "the later one says which it paused"


def test_two_tabs_stop_the_same_timer(people: Cast) -> None:
    with tenancy.organization(people.acme.pk):
        timer = make_timer(people.ticket, by=people.agent.actor)

    def stop() -> TimeEntry:
        return stop_timer(timer.pk, Booking(), by=people.agent.actor)

    results = at_once(people, stop, stop)
    assert sum(isinstance(one, TimerNotFound) for one in results) == 1, results
    with tenancy.organization(people.acme.pk):
        assert TimeEntry.objects.count() == 1
