"""Reading messages for the words by which their tickets are found."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import QuerySet

from moondesk.conversations.models import Attachment, Message
from moondesk.conversations.rules import MessageKind
from moondesk.kit.compiled import compiled


@dataclass
class Said:
    """What one message says, and whether customers may read it by now."""

    ticket_id: uuid.UUID
    is_public: bool
    body: str
    files: list[str] = field(default_factory=list)


def said_in(tickets: Collection[uuid.UUID]) -> list[Said]:
    """Return the messages of tickets, the latest first, in two statements."""
    ids = list(tickets)
    found: dict[uuid.UUID, Said] = {}
    for one in _messages(ids):
        # What was not sent yet may still be taken back.
        found[one.pk] = Said(one.ticket_id, one.kind == MessageKind.REPLY and one.held_until is None, one.body)
    for file in _files(ids):
        if file.message_id in found:
            found[file.message_id].files.append(file.current.name)
    return list(found.values())


@compiled
def _messages(tickets: list[uuid.UUID]) -> QuerySet[Message]:
    said = Message.objects.filter(ticket__pk__any_of=tickets).order_by("-id")
    return said.only("pk", "ticket_id", "kind", "held_until", "body")


@compiled
def _files(tickets: list[uuid.UUID]) -> QuerySet[Attachment]:
    files = Attachment.objects.filter(message__ticket__pk__any_of=tickets).select_related("current")
    return files.only("message_id", "position", "current__name").order_by("message_id", "position", "id")
