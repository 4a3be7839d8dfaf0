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
    """A customer wrote on a ticket, also the first message of a ticket a customer opened.

    ``quiet``: who wrote it down for them wants no confirmation to go out.
    """

    name = "message.from_customer"

    first: bool = False
    quiet: bool = False


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
class RevisionEvent(MessageEvent):
    """Base: a message was edited, deleted or restored. ``version`` is its version before; no event has its words.

    What is done to a ``held`` reply customers see by no door.
    """

    version: int
    held: bool = False


@event
@dataclass(frozen=True, kw_only=True)
class MessageEdited(RevisionEvent):
    """A public message was edited."""

    name = "message.edited"


@event
@dataclass(frozen=True, kw_only=True)
class MessageDeleted(RevisionEvent):
    """A public message was deleted; its place stays."""

    name = "message.deleted"


@event
@dataclass(frozen=True, kw_only=True)
class MessageRestored(RevisionEvent):
    """A deleted public message was brought back."""

    name = "message.restored"


@event
@dataclass(frozen=True, kw_only=True)
class NoteEdited(RevisionEvent):
    """A note was edited."""

    name = "message.note_edited"


@event
@dataclass(frozen=True, kw_only=True)
class NoteDeleted(RevisionEvent):
    """A note was deleted; its place stays."""

    name = "message.note_deleted"


@event
@dataclass(frozen=True, kw_only=True)
class NoteRestored(RevisionEvent):
    """A deleted note was brought back."""

    name = "message.note_restored"


@dataclass(frozen=True, kw_only=True)
class VoteEvent(MessageEvent):
    """Base: somebody voted on a message, or took their vote back: ``old`` and ``new`` are up, down or empty."""

    old: str
    new: str


@event
@dataclass(frozen=True, kw_only=True)
class MessageVoted(VoteEvent):
    """Somebody voted on a public message."""

    name = "message.voted"


@event
@dataclass(frozen=True, kw_only=True)
class NoteVoted(VoteEvent):
    """Somebody voted on a note."""

    name = "message.note_voted"


REVISIONS: tuple[type[DomainEvent], ...] = (MessageEdited, MessageDeleted, MessageRestored)
NOTE_REVISIONS: tuple[type[DomainEvent], ...] = (NoteEdited, NoteDeleted, NoteRestored)


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
    *REVISIONS,
    *NOTE_REVISIONS,
    MessageVoted,
    NoteVoted,
)
