"""Archiving and deleting tickets, and the way back. What is deleted goes for good later: ``channels.purging``."""

from django.utils.translation import gettext as _

from moondesk.events.actions import emit
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets import events
from moondesk.tickets.errors import HasMerged, NotClosed, TicketNotFound
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Stage


def _save(ticket: Ticket, field: str) -> None:
    ticket.version += 1
    ticket.updated_at = now()
    ticket.save(update_fields=[field, "version", "updated_at"])


def archive_ticket(ticket: Ticket, *, by: Actor) -> None:
    """Take a closed ticket out of the lists; searching still finds it. Raises ``NotClosed`` for any other."""
    by.require(Permission.TICKET_ARCHIVE)
    if ticket.archived_at is not None:
        return
    if ticket.stage != Stage.CLOSED:
        raise NotClosed(_("Only closed tickets can be archived."))
    ticket.archived_at = now()
    _save(ticket, "archived_at")
    emit(events.TicketArchived(subject_id=ticket.pk), by=by)


def unarchive_ticket(ticket: Ticket, *, by: Actor) -> None:
    """Put an archived ticket back into the lists."""
    by.require(Permission.TICKET_ARCHIVE)
    if ticket.archived_at is None:
        return
    ticket.archived_at = None
    _save(ticket, "archived_at")
    emit(events.TicketUnarchived(subject_id=ticket.pk), by=by)


def delete_ticket(ticket: Ticket, *, by: Actor) -> None:
    """Delete a ticket: nobody finds it, its links lead nowhere, no mail of it leaves, until somebody restores it.

    Raises ``HasMerged`` while others go on in it: what their customers answer would be in no list.
    """
    by.require(Permission.TICKET_DELETE)
    if ticket.deleted_at is not None:
        return
    if ticket.merged_count:
        raise HasMerged(_("Unmerge first the tickets that were merged into this one. Then it can be deleted."))
    ticket.deleted_at = now()
    _save(ticket, "deleted_at")
    emit(events.TicketDeleted(subject_id=ticket.pk, number=ticket.number), by=by)


def restore_ticket(ticket: Ticket, *, by: Actor) -> None:
    """Bring a deleted ticket back as it was."""
    by.require(Permission.TICKET_DELETE)
    if ticket.deleted_at is None:
        return
    ticket.deleted_at = None
    _save(ticket, "deleted_at")
    emit(events.TicketRestored(subject_id=ticket.pk, number=ticket.number), by=by)


_BACK = {
    events.TicketArchived.name: unarchive_ticket,
    events.TicketUnarchived.name: archive_ticket,
    events.TicketDeleted.name: restore_ticket,
    events.TicketRestored.name: delete_ticket,
}


@undoes(events.TicketArchived, events.TicketUnarchived, events.TicketDeleted, events.TicketRestored)
def take_back(event: Event, by: Actor) -> None:
    """Do the opposite."""
    ticket = Ticket.objects.select_for_update(of=("self",)).filter(pk=event.subject_id).first()
    if ticket is None:
        raise TicketNotFound(_("There is no such ticket."))
    _BACK[event.name](ticket, by=by)
