"""Booking time, and changing what was booked."""

import datetime
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from moondesk.events.actions import draft as draft_event
from moondesk.events.actions import publish
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Permission, held_by
from moondesk.tickets.models import Ticket
from moondesk.timekeeping.errors import InvalidTime
from moondesk.timekeeping.events import EntryAdded, EntryChanged, EntryDeleted
from moondesk.timekeeping.models import TimeEntry
from moondesk.timekeeping.permissions import may_change, own_id
from moondesk.timekeeping.rules import MOST_MINUTES, NOTE_LENGTH, is_still_to_come, minutes_problem, start_problem

FIELDS = ("started_at", "minutes", "billable", "note")


@dataclass(frozen=True)
class NewEntry:
    """Time to be booked. Without ``started_at`` it ended just now; without ``member`` it is the actor's own."""

    minutes: int
    started_at: datetime.datetime | None = None
    billable: bool = True
    note: str = ""
    member: Member | None = None


def values_of(entry: TimeEntry) -> dict[str, Any]:
    """Return the fields of an entry as events keep them."""
    return {
        "started_at": entry.started_at.isoformat(),
        "minutes": entry.minutes,
        "billable": entry.billable,
        "note": entry.note,
        "from_timer": entry.from_timer,
    }


def add_entry(ticket: Ticket, new: NewEntry, *, by: Actor) -> TimeEntry:
    """Book time of the actor or, with the permission, of another member. Raises ``InvalidTime``."""
    member = new.member or Member.objects.filter(pk=own_id(by)).first()
    if member is None or not may_change(by, member.pk):
        raise not_allowed(by)
    if not member.is_active or Permission.TIME_TRACK not in held_by(member):
        text = _("%(name)s keeps no time.") % {"name": member.name}
        raise InvalidTime(text, fields={"member": text})
    started_at = new.started_at or now() - datetime.timedelta(minutes=max(0, min(new.minutes, MOST_MINUTES)))
    entry = TimeEntry(
        ticket=ticket,
        member=member,
        started_at=started_at,
        minutes=new.minutes,
        billable=new.billable,
        note=tidy_note(new.note),
    )
    _check(entry.minutes, entry.started_at, is_typed=True)
    return book(entry, by=by)


def book(entry: TimeEntry, *, by: Actor, timer: dict[str, Any] | None = None) -> TimeEntry:
    """Write a new entry and tell of it. Raises ``InvalidTime``."""
    _check(entry.minutes, entry.started_at)
    told = EntryAdded(
        subject_id=entry.ticket_id,
        member=entry.member_id,
        member_label=entry.member.name,
        entry=entry.pk,
        values=values_of(entry),
        timer=timer,
    )
    publish(entry, draft_event(told, by=by))
    return entry


def change_entry(entry: TimeEntry, changes: Mapping[str, Any], *, by: Actor) -> None:
    """Change fields of an entry; what stays the same is no change. Raises ``InvalidTime`` or ``NotAllowed``."""
    if not may_change(by, entry.member_id):
        raise not_allowed(by)
    wanted = {name: value for name, value in changes.items() if name in FIELDS}
    if "note" in wanted:
        wanted["note"] = tidy_note(wanted["note"])
    changed = [name for name in FIELDS if name in wanted and wanted[name] != getattr(entry, name)]
    if not changed:
        return
    if "minutes" in changed and "started_at" not in changed:
        _begin_earlier(entry, wanted, changed)
    moved = bool({"minutes", "started_at"}.intersection(changed))
    _check(wanted.get("minutes", entry.minutes), wanted.get("started_at", entry.started_at), is_typed=moved)
    old = values_of(entry)
    for name in changed:
        setattr(entry, name, wanted[name])
    entry.version += 1
    entry.updated_at = now()
    entry.save(update_fields=[*changed, "version", "updated_at"])
    new = values_of(entry)
    told = EntryChanged(
        subject_id=entry.ticket_id,
        member=entry.member_id,
        member_label=entry.member.name,
        entry=entry.pk,
        before={name: old[name] for name in changed},
        after={name: new[name] for name in changed},
    )
    publish(draft_event(told, by=by))


def _begin_earlier(entry: TimeEntry, wanted: dict[str, Any], changed: list[str]) -> None:
    """Of time that took longer than was said nothing lies ahead: it ended when it ended, and began earlier."""
    minutes = wanted["minutes"]
    if minutes_problem(minutes) is None and is_still_to_come(entry.started_at, minutes, now()):
        wanted["started_at"] = entry.started_at - datetime.timedelta(minutes=minutes - entry.minutes)
        changed.append("started_at")


def delete_entry(entry: TimeEntry, *, by: Actor) -> None:
    """Delete an entry; its event keeps what it was, so that it can come back."""
    if not may_change(by, entry.member_id):
        raise not_allowed(by)
    told = EntryDeleted(
        subject_id=entry.ticket_id,
        member=entry.member_id,
        member_label=entry.member.name,
        entry=entry.pk,
        values=values_of(entry),
    )
    entry.delete()
    publish(draft_event(told, by=by))


def not_allowed(by: Actor) -> NotAllowed:
    """Return the error for one who may not change this time."""
    wanted = Permission.TIME_MANAGE if by.may(Permission.TIME_TRACK) else Permission.TIME_TRACK
    text = _("You may change your own time only.") if by.may(Permission.TIME_TRACK) else _("You keep no time here.")
    return NotAllowed(text, extra={"permission": wanted.value})


def tidy_note(text: str) -> str:
    """Return a note as one line that can be shown. Raises ``InvalidTime`` if it is too long."""
    visible = "".join(" " if unicodedata.category(char) in ("Cc", "Cs") else char for char in text)
    note = " ".join(visible.split())
    if len(note) > NOTE_LENGTH:
        problem = _("Keep this under %(most)s characters.") % {"most": NOTE_LENGTH + 1}
        raise InvalidTime(problem, fields={"note": problem})
    return note


def _check(minutes: int, started_at: datetime.datetime, *, is_typed: bool = False) -> None:
    """Raise ``InvalidTime`` for what does not fit. What a timer measured may be rounded up beyond this moment."""
    errors: dict[str, str] = {}
    problem = minutes_problem(minutes)
    if problem:
        errors["minutes"] = _("Book at least a minute, and at most a day (24 hours).")
    problem = start_problem(started_at, now())
    if problem:
        errors["started_at"] = (
            _("Time can be booked once it has begun.") if problem == "future" else _("This is too long ago.")
        )
    if is_typed and not errors and is_still_to_come(started_at, minutes, now()):
        errors["minutes"] = _("This would end later than now. Let it begin earlier, or book less.")
    if errors:
        raise InvalidTime(next(iter(errors.values())), fields=errors)
