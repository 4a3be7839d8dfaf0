"""Putting a message below the one that it answers (C2)."""

import uuid

from django.utils.translation import gettext as _

from moondesk.conversations.errors import InvalidAnswer
from moondesk.conversations.models import Message
from moondesk.conversations.queries import messages_for
from moondesk.conversations.rules import MessageKind, depth_below
from moondesk.kit import rows
from moondesk.organizations.actor import Actor
from moondesk.tickets.models import Ticket


def put_below(message: Message, ticket: Ticket, answered: uuid.UUID, *, by: Actor) -> Message:
    """Say of a new message which one of the ticket's conversation it answers.

    Below the deepest there is no deeper: such an answer stands beside what it answers. Raises ``InvalidAnswer`` for a
    message that the actor does not read on the ticket, and for a public reply to a note.
    """
    parent = messages_for(by, ticket).filter(pk=answered).exclude(pk=message.pk).first()
    if parent is None:
        raise _invalid(_("The message that this answers is not on this ticket."))
    if parent.kind == MessageKind.NOTE and message.kind != MessageKind.NOTE:
        raise _invalid(_("A note is answered by a note, which customers do not see. Write a note, or answer publicly."))
    message.reply_to, message.depth = parent, depth_below(parent.depth)
    message.save(update_fields=["reply_to", "depth"])
    return message


def note_quotes(message: Message) -> None:
    """Say of a new message that its mail quotes more, which whoever shows it offers to open."""
    message.quotes = True
    rows.update(message, "quotes")


def _invalid(text: str) -> InvalidAnswer:
    return InvalidAnswer(text, fields={"reply_to": text})
