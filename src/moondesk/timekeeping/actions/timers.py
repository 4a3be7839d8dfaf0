"""Timers: at most one of a member runs. Every verb first takes the member, so that two tabs go one after the other."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from moondesk.events.actions import emit
from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Member
from moondesk.tickets.models import Ticket
from moondesk.timekeeping.actions.entries import book, not_allowed, tidy_note
from moondesk.timekeeping.errors import TimerForgotten, TimerPaused, TimerRunning, TooManyTimers
from moondesk.timekeeping.events import TimerDiscarded, TimerStarted
from moondesk.timekeeping.events import TimerPaused as PausedEvent
from moondesk.timekeeping.models import TimeEntry, Timer
from moondesk.timekeeping.permissions import may_track, own_id
from moondesk.timekeeping.queries import get_timer_for_change
from moondesk.timekeeping.rules import MOST_TIMERS, is_forgotten, minutes_of


@dataclass(frozen=True)
class Booking:
    """What is booked when a timer stops. Without ``minutes`` it is what the timer counted."""

    minutes: int | None = None
    billable: bool = True
    note: str = ""


def take_member(by: Actor) -> Member:
    """Return the member whose time it is, taken until the transaction ends. Raises ``NotAllowed``.

    A weaker lock than usual, so that nobody waits who only refers to the member.
    """
    if not may_track(by):
        raise not_allowed(by)
    return Member.objects.select_for_update(no_key=True).get(pk=own_id(by))


def start_timer(ticket: Ticket, *, by: Actor) -> tuple[Timer, Timer | None]:
    """Start the actor's timer on a ticket, or let it go on; returns it, and the one that was paused for it.

    Raises ``TimerRunning`` if it runs already, ``TooManyTimers`` when too many wait.
    """
    member = take_member(by)
    timers = {timer.ticket_id: timer for timer in Timer.objects.filter(member=member).select_related("ticket")}
    timer, moment = timers.get(ticket.pk), now()
    if timer is not None and timer.running_since is not None:
        raise TimerRunning(
            _("Your timer on this ticket is running already."),
            extra={"timer": str(timer.pk), "running_since": timer.running_since.isoformat()},
        )
    if timer is None and len(timers) >= MOST_TIMERS:
        raise TooManyTimers(_("Stop some of your paused timers first."), extra={"limit": MOST_TIMERS})
    other = next((one for one in timers.values() if one.running_since is not None), None)
    if other is not None:
        _pause(other, member, by=by)
    if timer is None:
        timer = Timer.objects.create(member=member, ticket=ticket, started_at=moment, running_since=moment)
    else:
        timer.running_since = moment
        timer.save(update_fields=["running_since"])
    told = TimerStarted(subject_id=ticket.pk, member=member.pk, member_label=member.name, timer=timer.pk)
    emit(told, by=by)
    return timer, other


def pause_timer(timer_id: Any, *, by: Actor) -> Timer:
    """Pause a timer of the actor. Raises ``TimerNotFound``, or ``TimerPaused`` if it does not run."""
    member = take_member(by)
    timer = get_timer_for_change(by, timer_id)
    if timer.running_since is None:
        raise TimerPaused(_("Your timer is paused already."), extra={"timer": str(timer.pk)})
    _pause(timer, member, by=by)
    return timer


def pause_timers_of(member: Member, *, by: Actor) -> None:
    """Pause what runs of a member who goes; what was counted waits for them, or for somebody to ask them."""
    for timer in Timer.objects.select_for_update(of=("self",)).filter(member=member, running_since__isnull=False):
        _pause(timer, member, by=by)


def _pause(timer: Timer, member: Member, *, by: Actor) -> None:
    timer.seconds, timer.running_since = timer.elapsed(), None
    timer.save(update_fields=["seconds", "running_since"])
    emit(
        PausedEvent(
            subject_id=timer.ticket_id,
            member=member.pk,
            member_label=member.name,
            timer=timer.pk,
            seconds=timer.seconds,
        ),
        by=by,
    )


def stop_timer(timer_id: Any, booking: Booking, *, by: Actor) -> TimeEntry:
    """Stop a timer of the actor and book what it counted, or as many minutes as ``booking`` says.

    Raises ``TimerForgotten`` when it counted so long that somebody must say how much of it was work.
    """
    member = take_member(by)
    timer = get_timer_for_change(by, timer_id)
    seconds = timer.elapsed()
    if booking.minutes is None and is_forgotten(seconds):
        text = _("This timer ran very long. Say how much of it was work.")
        raise TimerForgotten(text, extra={"timer": str(timer.pk), "minutes": minutes_of(seconds)})
    entry = TimeEntry(
        ticket_id=timer.ticket_id,
        member=member,
        started_at=timer.started_at,
        minutes=minutes_of(seconds) if booking.minutes is None else booking.minutes,
        billable=booking.billable,
        note=tidy_note(booking.note),
        from_timer=True,
    )
    book(entry, by=by, timer=state_of(timer))
    timer.delete()
    return entry


def discard_timer(timer_id: Any, *, by: Actor) -> Timer:
    """Throw a timer of the actor away. Its event keeps what it was, so that it can come back."""
    member = take_member(by)
    timer = get_timer_for_change(by, timer_id)
    told = TimerDiscarded(subject_id=timer.ticket_id, member=member.pk, member_label=member.name, timer=state_of(timer))
    timer.delete()
    emit(told, by=by)
    return timer


def state_of(timer: Timer) -> dict[str, Any]:
    """Return a timer as events keep it."""
    running = timer.running_since
    return {
        "id": str(timer.pk),
        "started_at": timer.started_at.isoformat(),
        "running_since": running.isoformat() if running else None,
        "seconds": timer.seconds,
    }
