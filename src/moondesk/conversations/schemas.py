"""The public shape of messages."""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from pydantic import Field

from moondesk.conversations.models import Draft, Message, MessageVersion
from moondesk.conversations.revisions import Voted
from moondesk.conversations.rules import AuthorKind, MessageChange, MessageKind, Vote
from moondesk.files.models import File
from moondesk.files.schemas import FileOut, PublicFileOut, file_out, public_file_out
from moondesk.tickets.rules import Channel
from moondesk.tickets.schemas import Shape


class AuthorOut(Shape):
    """Who wrote a message."""

    kind: AuthorKind
    id: uuid.UUID | None = Field(description="The member's or contact's id")
    name: str


class VotesOut(Shape):
    """How many voted on a message."""

    up: int
    down: int


class RecipientOut(Shape):
    """One who gets a reply by mail."""

    contact: uuid.UUID
    name: str


class MessageOut(Shape):
    """One message of a ticket. A deleted one keeps its place, without its text and files."""

    id: uuid.UUID
    kind: MessageKind = Field(description="`reply` is public, `note` is for colleagues only")
    author: AuthorOut
    channel: Channel
    body: str = Field(description="Markdown, as it was written")
    html: str = Field(description="The body as safe HTML")
    files: list[FileOut]
    created_at: datetime.datetime
    version: int = Field(description="How often it was edited, deleted or restored; say it when you edit")
    edited_at: datetime.datetime | None
    deleted_at: datetime.datetime | None
    deleted_by: str = Field(description="Who deleted it; empty for what is there")
    recipients: list[RecipientOut] | None = Field(description="Who a reply goes to; null: all who take part")
    reply_to: uuid.UUID | None = Field(description="The message that it answers")
    depth: int = Field(description="How deep it stands below others; deeper than 20 there is nothing")
    votes: VotesOut


class PublicAuthorOut(Shape):
    """Who wrote a message, as a customer may know it."""

    kind: AuthorKind
    name: str


class PublicMessageOut(Shape):
    """One message of the public thread."""

    id: uuid.UUID
    author: PublicAuthorOut
    body: str
    html: str
    files: list[PublicFileOut]
    created_at: datetime.datetime
    edited_at: datetime.datetime | None
    is_deleted: bool = Field(description="Whether it was deleted; then it has no text and no files")
    reply_to: uuid.UUID | None = Field(description="The message of this thread that it answers")
    vote: Vote | None = Field(description="How you voted on it")


def message_out(message: Message, files: Sequence[File] = ()) -> dict[str, Any]:
    """Return a message in the shape of ``MessageOut``."""
    author = message.author_member_id or message.author_contact_id
    return {
        "id": message.pk,
        "kind": message.kind,
        "author": {"kind": message.author_kind, "id": author, "name": message.author_name},
        "channel": message.channel,
        "body": message.body,
        "html": message.html,
        "files": [file_out(file) for file in files],
        "created_at": message.created_at,
        "version": message.version,
        "edited_at": message.edited_at,
        "deleted_at": message.deleted_at,
        "deleted_by": message.deleted_by,
        "recipients": message.recipients["to"] if message.recipients else None,
        "reply_to": message.reply_to_id,
        "depth": message.depth,
        "votes": {"up": message.votes_up, "down": message.votes_down},
    }


def public_message_out(
    message: Message, files: Sequence[File] = (), *, reply_to: uuid.UUID | None = None, vote: Vote | None = None
) -> dict[str, Any]:
    """Return a public reply in the shape of ``PublicMessageOut``; ``reply_to`` only if the reader reads that."""
    return {
        "id": message.pk,
        "author": {"kind": message.author_kind, "name": message.author_name},
        "body": message.body,
        "html": message.html,
        "files": [public_file_out(file) for file in files],
        "created_at": message.created_at,
        "edited_at": message.edited_at,
        "is_deleted": message.deleted_at is not None,
        "reply_to": reply_to,
        "vote": vote,
    }


class VersionOut(Shape):
    """One thing that was done to a message, and what it said before."""

    number: int = Field(description="The version of the message before it")
    change: MessageChange
    body: str = Field(description="Markdown, as it was before; empty before it was restored")
    by: str
    created_at: datetime.datetime


def version_out(version: MessageVersion) -> dict[str, Any]:
    """Return a version in the shape of ``VersionOut``."""
    return {
        "number": version.number,
        "change": version.change,
        "body": version.body,
        "by": version.name,
        "created_at": version.created_at,
    }


class VoteOut(Shape):
    """Who voted how on a message."""

    vote: Vote
    name: str
    is_customer: bool
    is_me: bool


def vote_out(voted: Voted) -> dict[str, Any]:
    """Return a vote in the shape of ``VoteOut``."""
    return {"vote": voted.vote, "name": voted.name, "is_customer": voted.is_customer, "is_me": voted.is_me}


class DraftOut(Shape):
    """What you are writing on a ticket."""

    kind: MessageKind
    body: str = Field(description="Markdown, as far as it is written")
    file_ids: list[uuid.UUID] = Field(description="Files that you uploaded and that wait to be sent with it")
    updated_at: datetime.datetime


def draft_out(draft: Draft, files: Sequence[File]) -> dict[str, Any]:
    """Return a draft in the shape of ``DraftOut``."""
    return {
        "kind": draft.kind,
        "body": draft.body,
        "file_ids": [file.pk for file in files],
        "updated_at": draft.updated_at,
    }
