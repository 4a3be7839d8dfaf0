"""The public shape of time."""

import datetime
import uuid
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from moondesk.timekeeping.analytics import Metrics, seconds_of
from moondesk.timekeeping.models import TimeEntry
from moondesk.timekeeping.queries import OwnTimer
from moondesk.timekeeping.totals import GroupSums, Sums


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NamedOut(_Shape):
    """Somebody or something by its id and its name."""

    id: uuid.UUID
    name: str


class TimeTicketOut(_Shape):
    """The ticket that was worked on."""

    number: str = Field(examples=["TKT-7K3M9Q"])
    subject: str


class TimeEntryOut(_Shape):
    """One stretch of work."""

    id: uuid.UUID
    ticket: TimeTicketOut
    member: NamedOut
    contact: NamedOut = Field(description="The ticket's requester")
    company: NamedOut | None
    department: NamedOut | None
    started_at: datetime.datetime
    minutes: int
    billable: bool
    note: str
    from_timer: bool
    version: int
    created_at: datetime.datetime
    updated_at: datetime.datetime


class TimerOut(_Shape):
    """One of your timers."""

    id: uuid.UUID
    ticket: TimeTicketOut
    started_at: datetime.datetime
    running_since: datetime.datetime | None = Field(description="null while it is paused")
    seconds: int = Field(description="What it has counted up to now")


class TimerStartedOut(TimerOut):
    """The timer that runs now, and the one that was paused for it."""

    paused: uuid.UUID | None


class TimeSumsOut(_Shape):
    """What time comes to."""

    minutes: int
    billable_minutes: int
    entries: int


class TimeGroupOut(TimeSumsOut):
    """What the time of one group comes to."""

    key: str | None = Field(description="An id, or the first day of the period; null for no company or department")
    label: str
    number: str | None = Field(default=None, description="The number of a ticket")


class MessageCountsOut(_Shape):
    """How many messages a ticket has."""

    from_customer: int
    replies: int
    notes: int | None = Field(description="null for those who may not know of notes")


class TicketMetricsOut(_Shape):
    """One ticket in numbers. Lengths are seconds of elapsed time."""

    age: int = Field(description="Since it was opened, until it was done")
    first_response: int | None = Field(description="From the opening to the first answer; null until there is one")
    waiting_on_us: int
    waiting_on_customer: int
    waiting_on_others: int
    messages: MessageCountsOut
    reopenings: int


def entry_out(entry: TimeEntry, prefix: str) -> dict[str, Any]:
    """Return an entry, read by ``queries.with_people``, in the shape of ``TimeEntryOut``."""
    ticket, names = entry.ticket, ("started_at", "minutes", "billable", "note", "from_timer", "version")
    requester, department = ticket.requester, ticket.department
    company = requester.company
    return {
        "id": entry.pk,
        "ticket": {"number": f"{prefix}-{ticket.number}", "subject": ticket.subject},
        "member": {"id": entry.member_id, "name": entry.member.name},
        "contact": {"id": requester.pk, "name": requester.shown_name},
        "company": {"id": company.pk, "name": company.name} if company else None,
        "department": {"id": department.pk, "name": department.name} if department else None,
        **{name: getattr(entry, name) for name in names},
        "created_at": entry.created_at,
        "updated_at": entry.updated_at,
    }


def timer_out(timer: OwnTimer, prefix: str, moment: datetime.datetime) -> dict[str, Any]:
    """Return a timer in the shape of ``TimerOut``."""
    return {
        "id": timer.id,
        "ticket": {"number": f"{prefix}-{timer.number}", "subject": timer.subject},
        "started_at": timer.started_at,
        "running_since": timer.running_since,
        "seconds": timer.elapsed(moment),
    }


def sums_out(sums: Sums) -> dict[str, Any]:
    """Return sums in the shape of ``TimeSumsOut``."""
    return {"minutes": sums.minutes, "billable_minutes": sums.billable_minutes, "entries": sums.entries}


def group_out(group: GroupSums, prefix: str) -> dict[str, Any]:
    """Return the sums of a group in the shape of ``TimeGroupOut``."""
    return sums_out(group) | {
        "key": str(group.key) if group.is_something else None,
        "label": group.label,
        "number": f"{prefix}-{group.number}" if group.number else None,
    }


def metrics_out(metrics: Metrics) -> dict[str, Any]:
    """Return the numbers of a ticket in the shape of ``TicketMetricsOut``."""
    lengths = ("age", "first_response", "waiting_on_us", "waiting_on_customer", "waiting_on_others")
    counts = ("from_customer", "replies", "notes")
    return {
        **{name: seconds_of(getattr(metrics, name)) for name in lengths},
        "messages": {name: getattr(metrics, name) for name in counts},
        "reopenings": metrics.reopenings,
    }
