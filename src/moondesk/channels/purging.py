"""Taking a deleted ticket away for good: messages, files, mails, and the words in the events that told of it."""

import datetime

from django.db import connection
from django.db.models import Q

from moondesk.channels.ledger.raws import drop_soon
from moondesk.channels.models import OutgoingMail, ReceivedMail
from moondesk.channels.rules import Reason
from moondesk.conversations.attachments import remove_all_of
from moondesk.conversations.queries import count_messages
from moondesk.events.actions import emit
from moondesk.events.queries import last_event
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor, system_actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.errors import TicketNotFound
from moondesk.tickets.events import TicketDeleted, TicketPurged
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import longest_deleted
from moondesk.tickets.rules import DELETED_DAYS


def purge_ticket(ticket: Ticket, *, by: Actor) -> None:
    """Take a deleted ticket away for good. What is left is that it was there, and who did what with it when.

    The log cannot be changed by the application, so a function of the database empties the words of these events
    (docs/decisions/deleting.md); it does so only for a ticket that is gone and whose purging was told of.
    """
    by.require(Permission.TICKET_PURGE)
    if ticket.deleted_at is None:
        raise TicketNotFound("Only a deleted ticket can be purged.")
    deleted = last_event(ticket.pk, TicketDeleted.name)
    told = TicketPurged(
        subject_id=ticket.pk,
        number=ticket.number,
        deleted_by=deleted.actor_label if deleted else "",
        deleted_at=ticket.deleted_at.isoformat(),
        messages=count_messages(ticket),
        files=remove_all_of(ticket),
    )
    hashes = list(ReceivedMail.objects.filter(ticket=ticket).values_list("content_hash", flat=True))
    # The same mail may have come twice; the second one is in no ticket and has all that was in it.
    twins = Q(reason=Reason.DUPLICATE, content_hash__in=hashes)
    found = ReceivedMail.objects.filter(Q(ticket=ticket) | twins)
    mails = ReceivedMail.objects.filter(pk__in=list(found.values_list("pk", flat=True)))
    drop_soon(mails.exclude(raw_key="").values_list("raw_key", flat=True))
    mails.delete()
    OutgoingMail.objects.filter(ticket=ticket).delete()
    subject_id = ticket.pk
    ticket.delete()
    emit(told, by=by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tickets_forget_words(%s)", [subject_id])


def purge_one() -> bool:
    """Purge the ticket that has been deleted longest, if its time is over; say whether there was one."""
    ticket = longest_deleted(now() - datetime.timedelta(days=DELETED_DAYS))
    if ticket is None:
        return False
    purge_ticket(ticket, by=system_actor(tenancy.current_organization_id()))
    return True
