"""Who gets the replies besides the requester: contacts that are kept in copy (T16)."""

import uuid

from django.utils.translation import gettext as _

from moondesk.contacts.models import Contact
from moondesk.contacts.queries import find_contact
from moondesk.events.actions import emit
from moondesk.events.errors import CannotUndo
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.errors import CannotTakePart, InvalidTicket
from moondesk.tickets.models import Participant, Ticket
from moondesk.tickets.participant_events import ParticipantAdded, ParticipantRemoved
from moondesk.tickets.queries import lock_ticket
from moondesk.tickets.rules import MOST_IN_COPY


def keep_in_copy(ticket: Ticket, contact: Contact, *, by: Actor) -> None:
    """Send a contact every reply from now on, and let them read the public part; once, however often it is asked."""
    _check_may(by)
    _let_take_part(ticket, contact, by=by, once=False)


def give_one_reply(ticket: Ticket, contact: Contact, *, by: Actor) -> None:
    """Let a contact take part without getting every reply: they get those that are meant for them, and may answer."""
    _check_may(by)
    _let_take_part(ticket, contact, by=by, once=True)


def _let_take_part(ticket: Ticket, contact: Contact, *, by: Actor, once: bool) -> None:
    if not contact.email:
        text = _("%(name)s has no mail address.") % {"name": contact.shown_name}
        raise InvalidTicket(text, fields={"email": text})
    taking_part = Participant.objects.filter(ticket=ticket)
    known = taking_part.filter(contact=contact).first()
    if known is not None and (known.in_copy or once):
        return
    if known is None and taking_part.count() > MOST_IN_COPY:
        raise CannotTakePart(_("At most %(most)d people can be kept in copy.") % {"most": MOST_IN_COPY})
    if known is None:
        Participant.objects.create(ticket=ticket, contact=contact, in_copy=not once)
    else:
        taking_part.filter(pk=known.pk).update(in_copy=True)
    _renew(ticket)
    _tell_added(ticket, contact, once=once, known=known is not None, by=by)


def _tell_added(ticket: Ticket, contact: Contact, *, once: bool, known: bool, by: Actor) -> None:
    name = contact.shown_name
    emit(ParticipantAdded(subject_id=ticket.pk, contact=contact.pk, label=name, once=once, known=known), by=by)


def remove_from_copy(ticket: Ticket, contact_id: uuid.UUID, *, by: Actor) -> None:
    """Send a contact nothing more; their links to the ticket stop working. The requester always stays."""
    _check_may(by)
    found = Participant.objects.filter(ticket=ticket, contact_id=contact_id).select_related("contact").first()
    if found is None:
        return
    if found.is_requester:
        raise CannotTakePart(_("Replies always go to the one who asked."))
    name, once = found.contact.shown_name, not found.in_copy
    found.delete()
    _renew(ticket)
    emit(ParticipantRemoved(subject_id=ticket.pk, contact=contact_id, label=name, once=once), by=by)


def leave_ticket(ticket: Ticket, contact_id: uuid.UUID, *, by: Actor) -> None:
    """Let one who is kept in copy get nothing more, as they wish; nobody else may say so for them."""
    if by.contact_id != contact_id:
        raise NotAllowed(_("Only oneself can leave a ticket."))
    rows = Participant.objects.filter(ticket=ticket, contact_id=contact_id, is_requester=False)
    found = rows.select_related("contact").first()
    if found is None:
        return
    name, once = found.contact.shown_name, not found.in_copy
    found.delete()
    _renew(ticket)
    emit(ParticipantRemoved(subject_id=ticket.pk, contact=contact_id, label=name, once=once), by=by)


def _leave_single_replies(ticket: Ticket, contact: Contact, *, by: Actor) -> None:
    """Keep one who got single replies before in copy no more; their link to the ticket stays."""
    _check_may(by)
    kept = Participant.objects.filter(ticket=ticket, contact=contact, in_copy=True, is_requester=False)
    if kept.update(in_copy=False):
        _renew(ticket)
        _tell_added(ticket, contact, once=True, known=True, by=by)


@undoes(ParticipantAdded)
def take_out_again(event: Event, by: Actor) -> None:
    """Remove who was added; who took part before gets what they got then."""
    ticket = lock_ticket(event.subject_id)
    if not event.data.get("known"):
        remove_from_copy(ticket, uuid.UUID(event.data["contact"]), by=by)
        return
    before = keep_in_copy if event.data.get("once") else _leave_single_replies
    before(ticket, _contact_of(event), by=by)


@undoes(ParticipantRemoved)
def put_in_again(event: Event, by: Actor) -> None:
    """Let who was removed take part as before; they get a new link with the next reply."""
    before = give_one_reply if event.data.get("once") else keep_in_copy
    before(lock_ticket(event.subject_id), _contact_of(event), by=by)


def _contact_of(event: Event) -> Contact:
    contact = find_contact(uuid.UUID(event.data["contact"]))
    if contact is None:
        raise CannotUndo(_("What was there before does not exist any more."))
    return contact


def _check_may(by: Actor) -> None:
    by.require(Permission.TICKET_REPLY)
    if not by.is_staff:
        raise NotAllowed(_("Only the organization's own people decide who gets the replies."))


def _renew(ticket: Ticket) -> None:
    ticket.version += 1
    ticket.updated_at = now()
    ticket.save(update_fields=["version", "updated_at"])
