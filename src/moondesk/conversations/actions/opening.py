"""Opening a ticket with its first message."""

from moondesk.conversations.actions.writing import check_body, write_customer_message
from moondesk.conversations.events import CustomerWrote
from moondesk.conversations.models import Message
from moondesk.events.actions import emit
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.actions import NewTicket, create_ticket
from moondesk.tickets.models import Ticket


def open_ticket(new: NewTicket, body: str, *, by: Actor) -> tuple[Ticket, Message]:
    """Open a ticket in the words of its requester, whoever types them in (I8)."""
    by.require(Permission.TICKET_CREATE)
    text = check_body(body)
    ticket = create_ticket(new, by=by)
    message = write_customer_message(ticket, new.requester, text, new.channel)
    emit(CustomerWrote(subject_id=ticket.pk, message=message.pk, first=True), by=by)
    return ticket, message
