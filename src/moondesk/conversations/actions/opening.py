"""Opening a ticket with its first message."""

from collections.abc import Callable, Sequence

from moondesk.conversations.actions.writing import check_body, customer_message
from moondesk.conversations.attachments import attach
from moondesk.conversations.events import CustomerWrote
from moondesk.conversations.models import Message
from moondesk.events.actions import draft, publish
from moondesk.files.models import File
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.actions import NewTicket, opening_of, place_ticket
from moondesk.tickets.models import Ticket


def open_ticket(
    new: NewTicket,
    body: str,
    *,
    by: Actor,
    files: Sequence[File] = (),
    words: Callable[[Ticket, str], str] | None = None,
    quiet: bool = False,
) -> tuple[Ticket, Message]:
    """Open a ticket in the words of its requester, whoever types them in (I8).

    ``words`` makes of the text what depends on the ticket, which has its number then. With ``quiet`` its requester
    gets no confirmation.
    """
    by.require(Permission.TICKET_CREATE)
    text = check_body(body, may_be_empty=bool(files))
    ticket = place_ticket(new, by=by, messages=1)
    if words is not None:
        text = check_body(words(ticket, text), may_be_empty=bool(files))
    # Drafted in the order in which things happen: ids grow with time, and timelines are read by id.
    requester, opened = opening_of(ticket, by=by, on_behalf=new.on_behalf)
    message = customer_message(ticket, new.requester, text, new.channel)
    message.created_at = ticket.last_message_at
    wrote = draft(CustomerWrote(subject_id=ticket.pk, message=message.pk, first=True, quiet=quiet), by=by)
    publish(requester, opened, message, wrote)
    attach(message, files)
    return ticket, message
