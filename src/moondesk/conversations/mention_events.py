"""That members were named in a message."""

import uuid
from dataclasses import dataclass

from moondesk.conversations.events import MessageEvent
from moondesk.events.registry import DomainEvent, event


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
