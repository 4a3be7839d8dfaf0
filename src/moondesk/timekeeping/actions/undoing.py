"""How what happened to time is taken back: a stopped timer runs on as if it had never been stopped."""

import datetime
import uuid
from typing import Any

from django.utils.translation import gettext as _

from moondesk.events.actions import emit
from moondesk.events.errors import CannotUndo, ChangedSince
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Member
from moondesk.timekeeping.actions.entries import book, change_entry, delete_entry, not_allowed, values_of
from moondesk.timekeeping.actions.timers import take_member
from moondesk.timekeeping.events import (
    EntryAdded,
    EntryChanged,
    EntryDeleted,
    TimerDiscarded,
    TimerPaused,
    TimerStarted,
)
from moondesk.timekeeping.models import TimeEntry, Timer
from moondesk.timekeeping.permissions import may_change


def _entry(event: Event) -> TimeEntry:
    entries = TimeEntry.objects.select_related("member").select_for_update(of=("self",))
    entry = entries.filter(pk=event.data["entry"]).first()
    if entry is None:
        raise CannotUndo(_("This time entry is not there any more."))
    return entry


def _changed_since() -> ChangedSince:
    return ChangedSince(_("This was changed again since. Change it to what you want instead."))


@undoes(EntryAdded)
def take_entry_back(event: Event, by: Actor) -> None:
    """Delete an entry that was booked; a timer that was stopped for it goes on."""
    entry = _entry(event)
    if values_of(entry) != event.data["values"]:
        raise _changed_since()
    if event.data.get("timer"):
        _bring_back(event, by)
    delete_entry(entry, by=by)


@undoes(EntryChanged)
def set_entry_back(event: Event, by: Actor) -> None:
    """Give an entry the values that it had, unless they were changed again since."""
    entry, after = _entry(event), event.data["after"]
    now_values = values_of(entry)
    if any(now_values[name] != value for name, value in after.items()):
        raise _changed_since()
    before: dict[str, Any] = dict(event.data["before"])
    if "started_at" in before:
        before["started_at"] = datetime.datetime.fromisoformat(before["started_at"])
    change_entry(entry, before, by=by)


@undoes(EntryDeleted)
def bring_entry_back(event: Event, by: Actor) -> None:
    """Write a deleted entry again, under its own id."""
    data, values = event.data, dict(event.data["values"])
    member = Member.objects.filter(pk=data["member"]).first()
    if member is None:
        raise CannotUndo(_("What was there before does not exist any more."))
    if not may_change(by, member.pk):
        raise not_allowed(by)
    if TimeEntry.objects.filter(pk=data["entry"]).exists():
        raise _changed_since()
    values["started_at"] = datetime.datetime.fromisoformat(values["started_at"])
    entry = TimeEntry(id=uuid.UUID(data["entry"]), ticket_id=event.subject_id, member=member, version=2, **values)
    book(entry, by=by)


@undoes(TimerDiscarded)
def bring_timer_back(event: Event, by: Actor) -> None:
    """Let a discarded timer go on as if nothing had been."""
    _bring_back(event, by)


def _bring_back(event: Event, by: Actor) -> None:
    member = take_member(by)
    if str(member.pk) != event.data["member"]:
        raise not_allowed(by)
    kept = event.data["timer"]
    if Timer.objects.filter(member=member, ticket_id=event.subject_id).exists():
        raise CannotUndo(_("You have a new timer on this ticket already."))
    running = datetime.datetime.fromisoformat(kept["running_since"]) if kept["running_since"] else None
    timer = Timer(
        id=uuid.UUID(kept["id"]),
        member=member,
        ticket_id=event.subject_id,
        started_at=datetime.datetime.fromisoformat(kept["started_at"]),
        running_since=running,
        seconds=kept["seconds"],
    )
    if running and Timer.objects.filter(member=member, running_since__isnull=False).exists():
        # Another runs by now: what this one counted until it was stopped is kept, and it rests.
        timer.seconds, timer.running_since = timer.elapsed(event.created_at), None
    timer.save(force_insert=True)
    who: dict[str, Any] = {"subject_id": event.subject_id, "member": member.pk, "member_label": member.name}
    paused = timer.running_since is None
    told = TimerPaused(**who, timer=timer.pk, seconds=timer.seconds) if paused else TimerStarted(**who, timer=timer.pk)
    emit(told, by=by)
