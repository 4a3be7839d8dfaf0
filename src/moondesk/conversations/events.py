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
    """Somebody of the organization answered publicly; a ``held`` answer goes out when ``ReplyReleased`` tells of it."""

    name = "message.reply_sent"

    held: bool = False


@event
@dataclass(frozen=True, kw_only=True)
class ReplyReleased(MessageEvent):
    """A reply that was held for its undo time is out: customers see it now."""

    name = "message.reply_released"


@event
@dataclass(frozen=True, kw_only=True)
class ReplyTakenBack(MessageEvent):
    """A reply was undone before it went out. No customer has seen it."""

    name = "message.reply_taken_back"


@event
@dataclass(frozen=True, kw_only=True)
class NoteAdded(MessageEvent):
    """An internal note was added."""

    name = "message.note_added"


MESSAGE_EVENTS: tuple[type[DomainEvent], ...] = (
    CustomerWrote,
    ReplySent,
    ReplyReleased,
    ReplyTakenBack,
    NoteAdded,
)
