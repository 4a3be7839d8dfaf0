"""What can happen in a conversation."""

import uuid
from dataclasses import dataclass

from moondesk.events.registry import DomainEvent, event


@dataclass(frozen=True, kw_only=True)
class MessageEvent(DomainEvent):
    """Base: a message was added to the ticket ``subject_id``."""

    name = "message.base"

    message: uuid.UUID


@event
@dataclass(frozen=True, kw_only=True)
class CustomerWrote(MessageEvent):
    """A customer wrote on a ticket, also the first message of a ticket a customer opened."""

    name = "message.from_customer"

    first: bool = False


@event
@dataclass(frozen=True, kw_only=True)
class ReplySent(MessageEvent):
    """Somebody of the organization answered publicly."""

    name = "message.reply_sent"


@event
@dataclass(frozen=True, kw_only=True)
class NoteAdded(MessageEvent):
    """An internal note was added."""

    name = "message.note_added"


MESSAGE_EVENTS: tuple[type[DomainEvent], ...] = (CustomerWrote, ReplySent, NoteAdded)
