"""That members were named in a message, and whom of the organization an event tells something of their own."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from moondesk.conversations.events import MessageEvent
from moondesk.events.models import Event
from moondesk.events.registry import DomainEvent, event
from moondesk.tickets.events import ReminderDue, TicketWoken
from moondesk.tickets.snoozes import Why


@dataclass(frozen=True, kw_only=True)
class MentionEvent(MessageEvent):
    """Base: ``members`` were named in a message who were not before; ``labels`` are the names as they were written."""

    name = "message.mention_event"

    members: tuple[uuid.UUID, ...]
    labels: tuple[str, ...]


@event
@dataclass(frozen=True, kw_only=True)
class Mentioned(MentionEvent):
    """Members were named in a public reply."""

    name = "message.mentioned"


@event
@dataclass(frozen=True, kw_only=True)
class NoteMentioned(MentionEvent):
    """Members were named in an internal note."""

    name = "message.note_mentioned"


MENTION_EVENTS: tuple[type[DomainEvent], ...] = (Mentioned, NoteMentioned)


def told_members(name: str, data: Mapping[str, Any]) -> list[str]:
    """Return the members whom an event tells something: they are named, a reminder is due, a snooze is over."""
    if name in (Mentioned.name, NoteMentioned.name):
        return list(data.get("members", ()))
    if name == ReminderDue.name or (name == TicketWoken.name and data.get("why") != Why.HAND):
        return [data["member"]] if data.get("member") else []
    return []


def all_told(events: Sequence[Event]) -> list[str]:
    """Return the members whom one of the events tells something."""
    return [member for one in events for member in told_members(one.name, one.data)]
