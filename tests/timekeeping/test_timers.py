"""Timers: one runs, the rest wait, nothing is booked that nobody asked for, and all of it can be taken back."""

import datetime
import uuid
from typing import Any

import pytest
import time_machine

from moondesk.events.errors import CannotUndo, ChangedSince
from moondesk.events.models import Event
from moondesk.events.undo import revert_event
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.tickets.models import Ticket
from moondesk.timekeeping.actions import (
    Booking,
    NewEntry,
    add_entry,
    change_entry,
    delete_entry,
    discard_timer,
    pause_timer,
    start_timer,
    stop_timer,
)
from moondesk.timekeeping.errors import (
    InvalidTime,
    TimerForgotten,
    TimerNotFound,
    TimerPaused,
    TimerRunning,
    TooManyTimers,
)
from moondesk.timekeeping.models import TimeEntry, Timer
from moondesk.timekeeping.queries import own_timers
from moondesk.timekeeping.rules import MOST_TIMERS
from tests import factories
from tests.harness.events import told
from tests.harness.people import Cast
from tests.timekeeping.making import make_time_entry, make_timer

START = datetime.datetime(2026, 11, 2, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def last(name: str) -> Event:
    return Event.objects.filter(name=name).latest("id")


def test_a_timer_counts_rests_goes_on_and_is_booked(in_acme: Cast, clock: Any) -> None:
    ana = in_acme.agent.actor
    timer, paused = start_timer(in_acme.ticket, by=ana)
    assert paused is None
    clock.shift(datetime.timedelta(minutes=10))
    pause_timer(timer.pk, by=ana)
    clock.shift(datetime.timedelta(hours=3))
    assert own_timers(ana)[0].elapsed(now()) == 600
    again, _paused = start_timer(in_acme.ticket, by=ana)
    assert again.pk == timer.pk
    clock.shift(datetime.timedelta(minutes=5, seconds=31))
    entry = stop_timer(timer.pk, Booking(note="Called the airline"), by=ana)
    assert (entry.minutes, entry.started_at, entry.note, entry.from_timer) == (16, START, "Called the airline", True)
    assert own_timers(ana) == []
    assert told(in_acme.ticket)[-4:] == [
        "time.timer_started", "time.timer_paused", "time.timer_started", "time.entry_added",
    ]  # fmt: skip


def test_starting_twice_is_an_error_that_says_since_when(in_acme: Cast, clock: Any) -> None:
    timer, _paused = start_timer(in_acme.ticket, by=in_acme.agent.actor)
    with pytest.raises(TimerRunning) as caught:
        start_timer(in_acme.ticket, by=in_acme.agent.actor)
    assert caught.value.extra == {"timer": str(timer.pk), "running_since": START.isoformat()}
    assert Timer.objects.count() == 1


def test_starting_another_pauses_the_first(in_acme: Cast, clock: Any) -> None:
    ana = in_acme.owner.actor
    first, _none = start_timer(in_acme.ticket, by=ana)
    clock.shift(datetime.timedelta(minutes=4))
    second, paused = start_timer(in_acme.other_ticket, by=ana)
    assert paused is not None
    assert paused.pk == first.pk
    assert [(one.id, one.elapsed(now())) for one in own_timers(ana)] == [(second.pk, 0), (first.pk, 240)]
    assert told(in_acme.ticket)[-2:] == ["time.timer_started", "time.timer_paused"]


def test_pausing_twice_and_stopping_twice_are_errors(in_acme: Cast) -> None:
    ana = in_acme.agent.actor
    timer, _paused = start_timer(in_acme.ticket, by=ana)
    pause_timer(timer.pk, by=ana)
    with pytest.raises(TimerPaused):
        pause_timer(timer.pk, by=ana)
    stop_timer(timer.pk, Booking(), by=ana)
    with pytest.raises(TimerNotFound):
        stop_timer(timer.pk, Booking(), by=ana)
    assert TimeEntry.objects.count() == 1


def test_nobody_touches_the_timer_of_another(in_acme: Cast) -> None:
    timer = make_timer(in_acme.ticket, by=in_acme.agent.actor)
    for act in (pause_timer, discard_timer):
        with pytest.raises(TimerNotFound):
            act(timer.pk, by=in_acme.owner.actor)
    for nobody in (in_acme.viewer.actor, in_acme.customer.actor, factories.moondesk()):
        with pytest.raises(NotAllowed):
            start_timer(in_acme.ticket, by=nobody)
        assert own_timers(nobody) == []


def test_a_forgotten_timer_books_nothing_by_itself(in_acme: Cast, clock: Any) -> None:
    ana = in_acme.agent.actor
    timer, _paused = start_timer(in_acme.ticket, by=ana)
    clock.shift(datetime.timedelta(hours=14))
    with pytest.raises(TimerForgotten) as caught:
        stop_timer(timer.pk, Booking(), by=ana)
    assert caught.value.extra["minutes"] == 14 * 60
    assert not TimeEntry.objects.exists()
    assert stop_timer(timer.pk, Booking(minutes=45), by=ana).minutes == 45


def test_there_are_only_so_many_timers(in_acme: Cast) -> None:
    for _number in range(MOST_TIMERS):
        make_timer(by=in_acme.owner.actor)
    with pytest.raises(TooManyTimers):
        start_timer(in_acme.ticket, by=in_acme.owner.actor)


def test_a_stop_is_undone_as_if_it_had_never_been(in_acme: Cast, clock: Any) -> None:
    ana = in_acme.agent.actor
    timer, _paused = start_timer(in_acme.ticket, by=ana)
    clock.shift(datetime.timedelta(minutes=10))
    stop_timer(timer.pk, Booking(), by=ana)
    clock.shift(datetime.timedelta(seconds=20))
    revert_event(in_acme.ticket.pk, last("time.entry_added").pk, by=ana)
    [back] = own_timers(ana)
    assert (back.id, back.started_at, back.elapsed(now())) == (timer.pk, START, 620)
    assert not TimeEntry.objects.exists()


def test_a_discarded_timer_comes_back(in_acme: Cast, clock: Any) -> None:
    ana = in_acme.owner.actor
    timer, _paused = start_timer(in_acme.ticket, by=ana)
    clock.shift(datetime.timedelta(minutes=10))
    discard_timer(timer.pk, by=ana)
    clock.shift(datetime.timedelta(minutes=1))
    start_timer(in_acme.other_ticket, by=ana)
    revert_event(in_acme.ticket.pk, last("time.timer_discarded").pk, by=ana)
    back = next(one for one in own_timers(ana) if one.id == timer.pk)
    assert (back.running_since, back.counted) == (None, 600), "another runs: it rests with what it counted"


def test_a_timer_does_not_come_back_beside_a_new_one_or_for_another(in_acme: Cast) -> None:
    ana = in_acme.agent.actor
    timer, _paused = start_timer(in_acme.ticket, by=ana)
    discard_timer(timer.pk, by=ana)
    event = last("time.timer_discarded").pk
    with pytest.raises(NotAllowed):
        revert_event(in_acme.ticket.pk, event, by=in_acme.owner.actor)
    start_timer(in_acme.ticket, by=ana)
    with pytest.raises(CannotUndo):
        revert_event(in_acme.ticket.pk, event, by=ana)


def test_entries_change_with_history_and_come_back(in_acme: Cast) -> None:
    ana, began = in_acme.agent.actor, now() - datetime.timedelta(hours=2)
    entry = add_entry(in_acme.ticket, NewEntry(minutes=25, started_at=began, note=" a\nb "), by=ana)
    assert (entry.note, entry.billable) == ("a b", True)
    change_entry(entry, {"minutes": 40, "note": "a b"}, by=ana)
    told = last("time.entry_changed")
    assert (told.data["before"], told.data["after"]) == ({"minutes": 25}, {"minutes": 40})
    assert entry.version == 2
    change_entry(entry, {"minutes": 40}, by=ana)
    assert entry.version == 2, "what stays the same is no change"
    with pytest.raises(ChangedSince):
        revert_event(in_acme.ticket.pk, last("time.entry_added").pk, by=ana)
    revert_event(in_acme.ticket.pk, told.pk, by=ana)
    assert TimeEntry.objects.get().minutes == 25
    delete_entry(TimeEntry.objects.get(), by=ana)
    revert_event(in_acme.ticket.pk, last("time.entry_deleted").pk, by=ana)
    back = TimeEntry.objects.get()
    assert (back.pk, back.minutes, back.note, back.started_at) == (entry.pk, 25, "a b", entry.started_at)


def test_whose_time_may_be_changed(in_acme: Cast) -> None:
    entry = add_entry(in_acme.ticket, NewEntry(minutes=25), by=in_acme.agent.actor)
    with pytest.raises(NotAllowed):
        change_entry(entry, {"minutes": 1}, by=in_acme.other_agent.actor)
    with pytest.raises(NotAllowed):
        add_entry(in_acme.ticket, NewEntry(minutes=5, member=in_acme.owner.member), by=in_acme.agent.actor)
    with pytest.raises(NotAllowed):
        delete_entry(entry, by=in_acme.viewer.actor)
    change_entry(entry, {"billable": False}, by=in_acme.administrator.actor)
    theirs = add_entry(in_acme.ticket, NewEntry(minutes=5, member=in_acme.agent.member), by=in_acme.owner.actor)
    assert theirs.member_id == in_acme.agent.actor.member_id
    with pytest.raises(InvalidTime):
        add_entry(in_acme.ticket, NewEntry(minutes=5, member=in_acme.viewer.member), by=in_acme.owner.actor)


def test_time_that_is_still_to_come_is_not_booked(in_acme: Cast) -> None:
    by, began = in_acme.agent.actor, now() - datetime.timedelta(minutes=30)
    with pytest.raises(InvalidTime) as caught:
        add_entry(in_acme.ticket, NewEntry(minutes=60, started_at=began), by=by)
    assert set(caught.value.fields) == {"minutes"}
    entry = add_entry(in_acme.ticket, NewEntry(minutes=30, started_at=began), by=by)
    with pytest.raises(InvalidTime):
        change_entry(entry, {"started_at": began + datetime.timedelta(minutes=20)}, by=by)
    entry.refresh_from_db()
    change_entry(entry, {"minutes": 45}, by=by)  # It ended when it ended, so it began earlier.
    assert (entry.minutes, entry.started_at) == (45, began - datetime.timedelta(minutes=15))
    revert_event(in_acme.ticket.pk, last("time.entry_changed").pk, by=by)
    entry.refresh_from_db()
    assert (entry.minutes, entry.started_at) == (30, began)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"minutes": 0}, "minutes"),
        ({"minutes": -5}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"minutes": 2**40}, "minutes"),
        ({"minutes": 5, "note": "x" * 501}, "note"),
        ({"minutes": 5, "started_at": datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC)}, "started_at"),
        ({"minutes": 5, "started_at": datetime.datetime(1, 1, 1, tzinfo=datetime.UTC)}, "started_at"),
    ],
)
def test_what_does_not_fit_is_said(in_acme: Cast, fields: dict[str, Any], wrong: str) -> None:
    with pytest.raises(InvalidTime) as caught:
        add_entry(in_acme.ticket, NewEntry(**fields), by=in_acme.agent.actor)
    assert set(caught.value.fields) == {wrong}
    assert not TimeEntry.objects.exists()


def test_time_makes_no_new_version_of_the_ticket(in_acme: Cast) -> None:
    before = in_acme.ticket.version
    make_time_entry(in_acme.ticket, by=in_acme.agent.actor)
    in_acme.ticket.refresh_from_db()
    assert in_acme.ticket.version == before
    assert uuid.UUID(last("time.entry_added").data["entry"]) == TimeEntry.objects.get().pk


def test_a_timer_does_not_tell_of_a_ticket_that_went_out_of_sight(in_acme: Cast) -> None:
    start_timer(in_acme.ticket, by=in_acme.agent.actor)
    assert [one.subject for one in own_timers(in_acme.agent.actor)] == [in_acme.ticket.subject]
    Ticket.objects.filter(pk=in_acme.ticket.pk).update(department=in_acme.hotels, assignee=None, subject="A secret")
    (timer,) = own_timers(in_acme.agent.actor)
    assert (timer.subject, timer.number) == ("", in_acme.ticket.number)
    Ticket.objects.filter(pk=in_acme.ticket.pk).update(department=in_acme.flights, deleted_at=now())
    assert [one.subject for one in own_timers(in_acme.agent.actor)] == [""]
