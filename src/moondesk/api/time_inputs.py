"""What may be sent about time, and how time is asked for."""

import datetime
import uuid
from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints

from moondesk.api.errors import InvalidParameter
from moondesk.api.inputs import Input, Me
from moondesk.organizations.actor import Actor
from moondesk.tickets.errors import TicketNotFound
from moondesk.tickets.queries import get_visible
from moondesk.timekeeping.queries import EntryFilter
from moondesk.timekeeping.rules import MOST_MINUTES, NOTE_LENGTH
from moondesk.timekeeping.totals import Group

type Number = Annotated[str, StringConstraints(min_length=1, max_length=40)]
type Note = Annotated[str, StringConstraints(max_length=NOTE_LENGTH)]
type Minutes = Annotated[int, Field(ge=1, le=MOST_MINUTES)]


class TimerIn(Input):
    """What to start a timer on."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"ticket": "TKT-7K3M9Q"}]})

    ticket: Number


class StopIn(Input):
    """What goes with stopping a timer."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"note": "Called the airline"}]})

    minutes: Minutes | None = Field(default=None, description="What the timer counted if left out")
    billable: bool = True
    note: Note = ""


class TimeEntryIn(Input):
    """Time to book."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"ticket": "TKT-7K3M9Q", "minutes": 25, "note": "Called the airline"}]},
    )

    ticket: Number
    minutes: Minutes
    started_at: AwareDatetime | None = Field(default=None, description="So that it ended just now if left out")
    billable: bool = True
    note: Note = ""
    member: uuid.UUID | Me = Field(default="me", description="Whose time it is; others' needs a permission")


class TimeEntryPatch(Input):
    """Changes of a time entry; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"minutes": 40, "billable": False}]})

    minutes: Minutes = 1
    started_at: AwareDatetime = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    billable: bool = True
    note: Note = ""


_ID = {"type": "string", "format": "uuid"}
_MOMENT = {"type": "string", "format": "date-time"}
_YES_NO = {"type": "string", "enum": ["true", "false"]}
TIME_FILTERS: dict[str, tuple[dict[str, Any], str]] = {
    "ticket": ({"type": "string", "maxLength": 40}, "The number of a ticket"),
    "member": ({"anyOf": [{"type": "string", "enum": ["me"]}, _ID]}, "Whose time: a member's id, or `me`"),
    "contact": (_ID, "The requester of the ticket"),
    "company": (_ID, "The company of the requester"),
    "department": (_ID, "The department of the ticket, with all that are below it"),
    "billable": (_YES_NO, "Only billable time, or only other time"),
    "from": (_MOMENT, "Started then or later"),
    "to": (_MOMENT, "Started before then"),
}
GROUP_FILTERS: dict[str, tuple[dict[str, Any], str]] = {
    "group": ({"type": "string", "enum": [one.value for one in Group], "default": "agent"}, "By what to sum up"),
    "zone": ({"type": "string", "maxLength": 60, "default": "UTC"}, "The time zone of days, weeks and months"),
    "limit": ({"type": "integer", "minimum": 1, "maximum": 100, "default": 25}, "How many"),
    "cursor": ({"type": "string"}, "`next` of the page before"),
}
CSV_FILTERS: dict[str, tuple[dict[str, Any], str]] = {
    "zone": GROUP_FILTERS["zone"],
    "bom": (_YES_NO | {"default": "false"}, "Whether the mark that Excel needs stands before the table"),
}

TIME_PARAMETERS = {
    "list_time_entries": TIME_FILTERS,
    "export_time_entries": TIME_FILTERS | CSV_FILTERS,
    "get_time_sums": TIME_FILTERS,
    "list_time_groups": TIME_FILTERS | GROUP_FILTERS,
}
"""Query parameters, by operation."""


def refuse(name: str, text: str) -> InvalidParameter:
    """Return the error for a parameter that does not fit."""
    return InvalidParameter(text, fields={name: text})


def flag(request: HttpRequest, name: str) -> bool | None:
    """Return what a parameter says, or None without it."""
    value = request.GET.get(name, "")
    if value not in ("", "true", "false"):
        raise refuse(name, "Say true or false.")
    return value == "true" if value else None


def wanted_time(request: HttpRequest, actor: Actor) -> EntryFilter:
    """Return which time the parameters ask for. Raises ``InvalidParameter``."""
    number = request.GET.get("ticket", "")
    me = request.GET.get("member") == "me"
    return EntryFilter(
        ticket=_ticket(actor, number) if number else None,
        member=actor.member_id if me else _read(request, "member", uuid.UUID, "Give an id, or me."),
        contact=_read(request, "contact", uuid.UUID, "Give an id."),
        company=_read(request, "company", uuid.UUID, "Give an id."),
        department=_read(request, "department", uuid.UUID, "Give an id."),
        billable=flag(request, "billable"),
        start=_read(request, "from", _moment, "Give a time with its zone, like 2026-11-20T08:00:00Z."),
        end=_read(request, "to", _moment, "Give a time with its zone, like 2026-11-20T08:00:00Z."),
    )


def _ticket(actor: Actor, number: str) -> uuid.UUID:
    try:
        return get_visible(actor, number).pk
    except TicketNotFound as error:
        raise refuse("ticket", error.message) from None


def _read[T](request: HttpRequest, name: str, read: Callable[[str], T], text: str) -> T | None:
    given = request.GET.get(name, "")
    try:
        return read(given) if given else None
    except (ValueError, OverflowError):
        raise refuse(name, text) from None


def _moment(text: str) -> datetime.datetime:
    moment = datetime.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.astimezone(datetime.UTC)
