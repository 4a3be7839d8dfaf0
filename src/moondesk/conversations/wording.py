"""Reading messages for the words by which their tickets are found."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from moondesk.conversations.models import Attachment, Message
from moondesk.conversations.rules import MessageKind


@dataclass
class Said:
    """What one message says, and whether customers may read it by now."""

    ticket_id: uuid.UUID
    is_public: bool
    body: str
    files: list[str] = field(default_factory=list)


def said_in(tickets: Collection[uuid.UUID]) -> list[Said]:
    """Return the messages of tickets, the latest first, in two statements."""
    rows = Message.objects.filter(ticket_id__in=tickets).order_by("-id")
    found: dict[uuid.UUID, Said] = {}
    for pk, ticket, kind, held, body in rows.values_list("pk", "ticket_id", "kind", "held_until", "body"):
        # What was not sent yet may still be taken back.
        found[pk] = Said(ticket, kind == MessageKind.REPLY and held is None, body)
    files = Attachment.objects.filter(message__ticket_id__in=tickets).order_by("message_id", "position", "id")
    for message, name in files.values_list("message_id", "current__name"):
        if message in found:
            found[message].files.append(name)
    return list(found.values())
