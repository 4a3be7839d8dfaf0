"""What can happen to a ticket. Names are public and for ever."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from moondesk.events.registry import DomainEvent, event
from moondesk.tickets.attention_events import ATTENTION_EVENTS
from moondesk.tickets.joined_events import JOINED_EVENTS
from moondesk.tickets.participant_events import ParticipantAdded, ParticipantRemoved


@event
@dataclass(frozen=True, kw_only=True)
class TicketOpened(DomainEvent):
    """A ticket was opened; ``fields`` has the values of custom fields that it was opened with.

    ``on_behalf_of`` is the name of the customer for whom somebody of the organization opened it.
    """

    name = "ticket.opened"

    number: str
    channel: str
    follows: uuid.UUID | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    on_behalf_of: str = ""


@event
@dataclass(frozen=True, kw_only=True)
class TicketArchived(DomainEvent):
    """A closed ticket was taken out of the lists. Searching still finds it."""

    name = "ticket.archived"


@event
@dataclass(frozen=True, kw_only=True)
class TicketUnarchived(DomainEvent):
    """An archived ticket is in the lists again."""

    name = "ticket.unarchived"


@event
@dataclass(frozen=True, kw_only=True)
class TicketSnoozed(DomainEvent):
    """A ticket was put aside ``until`` a moment, or without one until its customer writes.

    ``old_snooze``: since when and until when it had been put aside before, and by whom.
    """

    name = "ticket.snoozed"

    until: str | None
    old_snooze: tuple[str | None, ...] = ()


@event
@dataclass(frozen=True, kw_only=True)
class TicketWoken(DomainEvent):
    """A snoozed ticket is back. ``why``: time, reply or hand; ``until`` is what ``member`` had snoozed it to."""

    name = "ticket.woken"

    why: str
    until: str | None
    member: uuid.UUID | None = None


@event
@dataclass(frozen=True, kw_only=True)
class ReminderSet(DomainEvent):
    """A member wants to be reminded of a ticket. Why is theirs alone: it stands in the reminder only."""

    name = "ticket.reminder_set"

    reminder: uuid.UUID
    at: str


@event
@dataclass(frozen=True, kw_only=True)
class ReminderDropped(DomainEvent):
    """A member took a reminder back."""

    name = "ticket.reminder_dropped"

    reminder: uuid.UUID


@event
@dataclass(frozen=True, kw_only=True)
class ReminderDue(DomainEvent):
    """The moment of a reminder has come; ``member`` is whom it is for, ``label`` their name."""

    name = "ticket.reminder_due"

    reminder: uuid.UUID
    member: uuid.UUID
    label: str


@event
@dataclass(frozen=True, kw_only=True)
class TicketDeleted(DomainEvent):
    """A ticket was deleted. It can be restored until it is purged."""

    name = "ticket.deleted"

    number: str


@event
@dataclass(frozen=True, kw_only=True)
class TicketRestored(DomainEvent):
    """A deleted ticket is back."""

    name = "ticket.restored"

    number: str


@event
@dataclass(frozen=True, kw_only=True)
class TicketPurged(DomainEvent):
    """A deleted ticket is gone for good, with its messages, files and mails; earlier events keep no words of it."""

    name = "ticket.purged"

    number: str
    deleted_by: str
    deleted_at: str
    messages: int
    files: int


@dataclass(frozen=True, kw_only=True)
class FieldChanged(DomainEvent):
    """Base: one field of a ticket went from one value to another. Labels are kept as they read at the time."""

    name = "ticket.field_changed"

    old: str | None
    new: str | None
    old_label: str = ""
    new_label: str = ""


@event
@dataclass(frozen=True, kw_only=True)
class StatusChanged(FieldChanged):
    """The status changed; ``old_stage`` and ``new_stage`` say what that means. ``quiet``: nobody is told by mail.

    ``old_resolved_at`` and the like: when it had been done before. ``old_snooze``: since, until, by whom.
    """

    name = "ticket.status_changed"

    old_stage: str
    new_stage: str
    quiet: bool = False
    old_resolved_at: str | None = None
    old_closed_at: str | None = None
    old_close_warned_at: str | None = None
    old_archived_at: str | None = None
    old_snooze: tuple[str | None, ...] = ()


@event
@dataclass(frozen=True, kw_only=True)
class PriorityChanged(FieldChanged):
    """The priority changed."""

    name = "ticket.priority_changed"


@event
@dataclass(frozen=True, kw_only=True)
class ScheduleChanged(FieldChanged):
    """When work begins or is due changed; ``old`` and ``new`` are two moments with a slash, nothing for an open one."""

    name = "ticket.schedule_changed"


@event
@dataclass(frozen=True, kw_only=True)
class AssigneeChanged(FieldChanged):
    """The ticket was assigned, handed on, or given back; ``old_assigned_at`` is since when the one before had it."""

    name = "ticket.assignee_changed"

    old_assigned_at: str | None = None


@event
@dataclass(frozen=True, kw_only=True)
class DepartmentChanged(FieldChanged):
    """The ticket moved to another department."""

    name = "ticket.department_changed"


@event
@dataclass(frozen=True, kw_only=True)
class CategoryChanged(FieldChanged):
    """The category changed."""

    name = "ticket.category_changed"


@event
@dataclass(frozen=True, kw_only=True)
class TypeChanged(FieldChanged):
    """The type changed."""

    name = "ticket.type_changed"


@event
@dataclass(frozen=True, kw_only=True)
class SubjectChanged(FieldChanged):
    """The subject changed."""

    name = "ticket.subject_changed"


@event
@dataclass(frozen=True, kw_only=True)
class TagsChanged(FieldChanged):
    """The tags changed; the values are the tags, joined by commas."""

    name = "ticket.tags_changed"


@event
@dataclass(frozen=True, kw_only=True)
class CustomFieldChanged(DomainEvent):
    """A custom field of a ticket got another value, or none (null). Labels are kept as they read at the time."""

    name = "ticket.custom_field_changed"

    field: str
    field_label: str = ""
    old: Any = None
    new: Any = None
    old_label: str = ""
    new_label: str = ""


@event
@dataclass(frozen=True, kw_only=True)
class ClosingSoon(DomainEvent):
    """A resolved ticket is about to be closed, unless its customer answers."""

    name = "ticket.closing_soon"

    closes_at: str


@event
@dataclass(frozen=True, kw_only=True)
class WorkflowChanged(DomainEvent):
    """Statuses, moves or times of an organization changed: the fields that did, as they were and as they are.

    ``move`` is the moving of a retired status' tickets to another; ``undoes`` the change that this one takes back.
    """

    name = "workflow.changed"

    before: dict[str, Any]
    after: dict[str, Any]
    move: uuid.UUID | None = None
    undoes: uuid.UUID | None = None


TICKET_EVENTS: tuple[type[DomainEvent], ...] = (
    TicketOpened,
    StatusChanged,
    PriorityChanged,
    AssigneeChanged,
    DepartmentChanged,
    CategoryChanged,
    TypeChanged,
    SubjectChanged,
    TagsChanged,
    ParticipantAdded,
    ParticipantRemoved,
    CustomFieldChanged,
    *ATTENTION_EVENTS,
    *JOINED_EVENTS,
)
