"""The public shape of messages."""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from pydantic import Field

from moondesk.conversations.models import Draft, Message
from moondesk.conversations.rules import AuthorKind, MessageKind
from moondesk.files.models import File
from moondesk.files.schemas import FileOut, PublicFileOut, file_out, public_file_out
from moondesk.tickets.rules import Channel
from moondesk.tickets.schemas import Shape


class AuthorOut(Shape):
    """Who wrote a message."""

    kind: AuthorKind
    id: uuid.UUID | None = Field(description="The member's or contact's id")
    name: str


class MessageOut(Shape):
    """One message of a ticket."""

    id: uuid.UUID
    kind: MessageKind = Field(description="`reply` is public, `note` is for colleagues only")
    author: AuthorOut
    channel: Channel
    body: str = Field(description="Markdown, as it was written")
    html: str = Field(description="The body as safe HTML")
    files: list[FileOut]
    created_at: datetime.datetime


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
    }


def public_message_out(message: Message, files: Sequence[File] = ()) -> dict[str, Any]:
    """Return a public reply in the shape of ``PublicMessageOut``."""
    return {
        "id": message.pk,
        "author": {"kind": message.author_kind, "name": message.author_name},
        "body": message.body,
        "html": message.html,
        "files": [public_file_out(file) for file in files],
        "created_at": message.created_at,
    }


class DraftOut(Shape):
    """What you are writing on a ticket."""

    kind: MessageKind
    body: str = Field(description="Markdown, as far as it is written")
    updated_at: datetime.datetime


def draft_out(draft: Draft) -> dict[str, Any]:
    """Return a draft in the shape of ``DraftOut``."""
    return {"kind": draft.kind, "body": draft.body, "updated_at": draft.updated_at}
