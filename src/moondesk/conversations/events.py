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


@event
@dataclass(frozen=True, kw_only=True)
class NoteTakenBack(MessageEvent):
    """A note was undone by its writer right after it was added."""

    name = "message.note_taken_back"


@dataclass(frozen=True, kw_only=True)
class FileEvent(MessageEvent):
    """Base: something became of a file on a message. ``change`` is examined (checked and drawn) or version."""

    file: uuid.UUID
    change: str
    label: str


@event
@dataclass(frozen=True, kw_only=True)
class FilesChanged(FileEvent):
    """A file of a public message was checked and drawn, or got a newer version."""

    name = "message.files_changed"


@event
@dataclass(frozen=True, kw_only=True)
class NoteFilesChanged(FileEvent):
    """A file of an internal note was checked and drawn, or got a newer version."""

    name = "message.note_files_changed"


FILE_EVENTS: tuple[type[DomainEvent], ...] = (FilesChanged, NoteFilesChanged)


MESSAGE_EVENTS: tuple[type[DomainEvent], ...] = (
    CustomerWrote,
    ReplySent,
    ReplyReleased,
    ReplyTakenBack,
    NoteAdded,
    NoteTakenBack,
)
