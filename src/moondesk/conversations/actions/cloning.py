"""Cloning a ticket: another one that begins with the same request, without the conversation that followed."""

import uuid
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from moondesk.contacts.models import Contact
from moondesk.conversations.actions.counting import recount
from moondesk.conversations.actions.writing import customer_message
from moondesk.conversations.attachments import attach, copies_of_files
from moondesk.conversations.errors import CannotClone
from moondesk.conversations.models import Message
from moondesk.conversations.rules import AuthorKind
from moondesk.events.actions import emit, publish
from moondesk.events.errors import ChangedSince
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.actions import NewTicket, opening_of, place_ticket, ticket_like
from moondesk.tickets.actions.linking import relate_new, take_new_back
from moondesk.tickets.families import one_at_a_time
from moondesk.tickets.joined_events import CloneTakenBack, TicketCloned
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_for_change, lock_ticket
from moondesk.tickets.rules import Channel


@dataclass(frozen=True)
class Clone:
    """What the new ticket is called and who asks in it; what is left out is as in the old one."""

    subject: str = ""
    requester: Contact | None = None


def clone_ticket(number: str, clone: Clone, *, by: Actor, version: int | None = None) -> tuple[Ticket, Ticket]:
    """Open a new ticket like another, linked to it, with the same description; returns the old one and the new one.

    It has the old one's fields, tags, type, category, department and priority; work on it begins anew. Nobody gets a
    mail.
    """
    by.require(Permission.TICKET_UPDATE)
    by.require(Permission.TICKET_CREATE)
    one_at_a_time()
    ticket = get_for_change(by, number, version=version)
    first = _description(ticket)
    requester = clone.requester or ticket.requester
    new = place_ticket(_like(ticket, requester, clone.subject), by=by, messages=1)
    message = customer_message(new, requester, first.body, Channel(first.channel))
    message.created_at = new.last_message_at
    publish(*opening_of(new, by=by), message)
    attach(message, copies_of_files(first, by=by))
    relate_new(new, ticket, by=by)
    recount(ticket)
    for own, other, is_first in ((ticket, new, True), (new, ticket, False)):
        emit(TicketCloned(subject_id=own.pk, ticket=other.pk, message=message.pk, first=is_first), by=by)
    return ticket, new


def _description(ticket: Ticket) -> Message:
    """Return what the ticket began with. A ticket of which a split took that away has none to copy."""
    written = Message.objects.filter(ticket=ticket, author_kind=AuthorKind.CUSTOMER, deleted_at=None).order_by("id")
    found: Message | None = written.first()
    if found is None:
        raise CannotClone(_("The customer wrote nothing on this ticket that could be copied."))
    return found


def _like(ticket: Ticket, requester: Contact, subject: str) -> NewTicket:
    language = requester.language or ticket.language
    like = ticket_like(ticket, requester, subject)
    return replace(like, tags=tuple(ticket.tags), language=language, preset=ticket.field_values)


@undoes(TicketCloned)
def take_clone_back(event: Event, by: Actor) -> None:
    """Take the new ticket away, unless somebody went on with it."""
    by.require(Permission.TICKET_UPDATE)
    one_at_a_time()
    ends = (event.subject_id, uuid.UUID(event.data["ticket"]))
    old, new = (lock_ticket(pk) for pk in (ends if event.data["first"] else reversed(ends)))
    written = [str(pk) for pk in Message.objects.filter(ticket=new).values_list("pk", flat=True)]
    if written != [event.data["message"]] or new.merged_count or new.merged_into_id or new.deleted_at:
        raise ChangedSince(_("Somebody went on with the new ticket since."))
    take_new_back(new, old)
    recount(old)
    for own, other in ((old, new), (new, old)):
        emit(CloneTakenBack(subject_id=own.pk, ticket=other.pk), by=by)
