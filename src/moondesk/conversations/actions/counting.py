"""Writing down on a ticket what its messages, and those of the tickets that go on in it, say."""

import datetime

from moondesk.conversations.models import Message
from moondesk.conversations.rules import AuthorKind, MessageKind
from moondesk.kit import rows
from moondesk.tickets.actions import message_counted, recount_messages
from moondesk.tickets.families import family_ids
from moondesk.tickets.models import Ticket


def recount(ticket: Ticket, *, responses: bool = False) -> None:
    """Count the messages anew, and who wrote last; with ``responses`` also when the ticket was first answered."""
    messages = Message.objects.filter(ticket_id__in=family_ids(ticket))
    last = messages.filter(kind=MessageKind.REPLY).order_by("-created_at", "-id").first()
    recount_messages(
        ticket,
        count=messages.count(),
        last_at=last.created_at if last else ticket.created_at,
        last_by_customer=last is None or last.author_kind == AuthorKind.CUSTOMER,
        first_response_at=_first_response(ticket) if responses else ticket.first_response_at,
    )


def _first_response(ticket: Ticket) -> datetime.datetime | None:
    answers = Message.objects.filter(ticket=ticket, kind=MessageKind.REPLY).exclude(author_kind=AuthorKind.CUSTOMER)
    return answers.order_by("created_at").values_list("created_at", flat=True).first()


def note_on_survivor(survivor: Ticket, message: Message) -> None:
    """Write down on a ticket that a customer wrote on one that goes on in it."""
    rows.write(message_counted(survivor, at=message.created_at, by_customer=True, public=True))
