"""What can happen to time. The subject is the ticket that was worked on."""

import uuid
from dataclasses import dataclass
from typing import Any

from moondesk.events.registry import DomainEvent, event


@dataclass(frozen=True, kw_only=True)
class TimeEvent(DomainEvent):
    """Base: something became of the time of a member; ``member_label`` is their name at the time."""

    name = "time.base"

    member: uuid.UUID
    member_label: str


@event
@dataclass(frozen=True, kw_only=True)
class TimerStarted(TimeEvent):
    """A timer began to run, or went on after a pause."""

    name = "time.timer_started"

    timer: uuid.UUID


@event
@dataclass(frozen=True, kw_only=True)
class TimerPaused(TimeEvent):
    """A timer was paused, by its member or because they started another; it had counted ``seconds``."""

    name = "time.timer_paused"

    timer: uuid.UUID
    seconds: int


@event
@dataclass(frozen=True, kw_only=True)
class TimerDiscarded(TimeEvent):
    """A timer was thrown away without booking anything; ``timer`` is what it was."""

    name = "time.timer_discarded"

    timer: dict[str, Any]


@event
@dataclass(frozen=True, kw_only=True)
class EntryAdded(TimeEvent):
    """Time was booked; ``timer`` is the timer that was stopped for it, if one was."""

    name = "time.entry_added"

    entry: uuid.UUID
    values: dict[str, Any]
    timer: dict[str, Any] | None = None


@event
@dataclass(frozen=True, kw_only=True)
class EntryChanged(TimeEvent):
    """A time entry was changed: the fields that were, as they were and as they are."""

    name = "time.entry_changed"

    entry: uuid.UUID
    before: dict[str, Any]
    after: dict[str, Any]


@event
@dataclass(frozen=True, kw_only=True)
class EntryDeleted(TimeEvent):
    """A time entry was deleted; ``values`` is what it was."""

    name = "time.entry_deleted"

    entry: uuid.UUID
    values: dict[str, Any]


TIME_EVENTS: tuple[type[DomainEvent], ...] = (
    TimerStarted,
    TimerPaused,
    TimerDiscarded,
    EntryAdded,
    EntryChanged,
    EntryDeleted,
)
ENTRY_EVENTS = (EntryAdded.name, EntryChanged.name, EntryDeleted.name)
