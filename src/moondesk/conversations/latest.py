"""The last words of many conversations at once, for lists."""

import uuid
from collections.abc import Collection

from moondesk.conversations.models import Message
from moondesk.conversations.rules import MessageKind
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission


def latest_messages(actor: Actor, ticket_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Message]:
    """Return the last message of each ticket that the actor may see and that is still there.

    The tickets must have come through ``tickets.queries`` or ``tickets.lists``.
    """
    messages = Message.objects.filter(ticket_id__in=ticket_ids, deleted_at=None)
    if not actor.may(Permission.NOTE_VIEW):
        messages = messages.filter(kind=MessageKind.REPLY)
    if not actor.is_staff:
        messages = messages.filter(held_until=None)
    last = messages.order_by("ticket_id", "-id").distinct("ticket_id")
    return {message.ticket_id: message for message in last}
