"""Writing on a ticket: replies, notes, and what a customer's reply does to it."""

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from moondesk.contacts.models import Contact
from moondesk.conversations.actions.counting import note_on_survivor
from moondesk.conversations.actions.writing import (
    check_body,
    draft_staff_message,
    tell_staff_message,
    write_customer_message,
)
from moondesk.conversations.attachments import attach
from moondesk.conversations.events import CustomerWrote, NoteAdded, ReplySent
from moondesk.conversations.models import Message
from moondesk.conversations.rules import MessageKind
from moondesk.events.actions import emit
from moondesk.events.doer import Cause
from moondesk.events.models import Event
from moondesk.files.models import File
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.actor import Actor, system_actor
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import reopen_days_of
from moondesk.tickets.actions import NewTicket, create_ticket, move_to_stage
from moondesk.tickets.actions.snoozing import wake_ticket
from moondesk.tickets.families import follow_up_for_change
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import lock_ticket
from moondesk.tickets.rules import (
    Channel,
    OnCustomerReply,
    Stage,
    TicketType,
    on_customer_reply,
    stage_after_reopening,
)
from moondesk.tickets.snoozes import Why

AT_ONCE = datetime.timedelta()


def reply_to_customer(
    ticket: Ticket,
    body: str,
    *,
    by: Actor,
    channel: Channel = Channel.WEB,
    hold: datetime.timedelta = AT_ONCE,
    files: Sequence[File] = (),
) -> Message:
    """Answer publicly in the organization's name; the participants get it by mail.

    With ``hold`` it goes out only after that time, and can be undone until then (docs/decisions/undo.md). ``files``
    come from ``files.actions.take_uploads``.
    """
    by.require(Permission.TICKET_REPLY)
    if not by.is_staff:
        raise NotAllowed(_("Only the organization's own people answer in its name."))
    until = now() + hold if hold else None
    text = check_body(body, may_be_empty=bool(files))
    drafted = draft_staff_message(ticket, MessageKind.REPLY, text, channel, by=by, held_until=until)
    sent = ReplySent(subject_id=ticket.pk, message=drafted.message.pk, held=until is not None)
    return tell_staff_message(ticket, drafted, sent, by=by, files=files)


def add_note(
    ticket: Ticket, body: str, *, by: Actor, channel: Channel = Channel.WEB, files: Sequence[File] = ()
) -> Message:
    """Add a note for colleagues only."""
    by.require(Permission.NOTE_CREATE)
    text = check_body(body, may_be_empty=bool(files))
    drafted = draft_staff_message(ticket, MessageKind.NOTE, text, channel, by=by)
    added = NoteAdded(subject_id=ticket.pk, message=drafted.message.pk)
    return tell_staff_message(ticket, drafted, added, by=by, files=files)


def reply_as_customer(
    ticket: Ticket, contact: Contact, body: str, *, by: Actor, channel: Channel, files: Sequence[File] = ()
) -> tuple[Ticket, Message]:
    """Add what a customer answered. It wakes or reopens the ticket, or starts a follow-up of one closed long ago (T6).

    On a merged ticket the answer stays where it was addressed, and wakes or reopens the one where that goes on.
    Returns the ticket that the message is on, which is the follow-up if there is one.
    """
    by.require(Permission.TICKET_REPLY)
    text = check_body(body, may_be_empty=bool(files))
    ticket, survivor, effect = _where(ticket, contact)
    if effect is OnCustomerReply.FOLLOW_UP:
        ticket = survivor = _follow_up(ticket, contact, channel, by=by)
    message = write_customer_message(ticket, contact, text, channel)
    attach(message, files)
    if survivor.pk != ticket.pk:
        note_on_survivor(survivor, message)
    wrote = emit(
        CustomerWrote(subject_id=ticket.pk, message=message.pk, first=effect is OnCustomerReply.FOLLOW_UP), by=by
    )
    if survivor.snoozed_at is not None:
        waker = system_actor(ticket.organization_id, door=by.door, cause=_cause(wrote))
        wake_ticket(survivor, by=waker, why=Why.REPLY)
    if effect in (OnCustomerReply.WAKE, OnCustomerReply.REOPEN):
        moondesk = system_actor(ticket.organization_id, door=by.door, cause=_cause(wrote))
        move_to_stage(survivor, stage_after_reopening(survivor.assignee_id is not None), by=moondesk)
    return ticket, message


def _cause(event: Event) -> Cause:
    return Cause(event.pk, event.depth)


def _where(ticket: Ticket, contact: Contact) -> tuple[Ticket, Ticket, OnCustomerReply]:
    """Return the ticket that an answer belongs on and the one where that goes on, locked, and what it does there.

    One who answers a ticket closed long ago once more goes on with the follow-up that there is by then.
    """
    while True:
        survivor = lock_ticket(ticket.merged_into_id) if ticket.merged_into_id else ticket
        days = reopen_days_of(survivor.department_id)
        effect = on_customer_reply(Stage(survivor.stage), survivor.done_at, now(), days)
        later = follow_up_for_change(ticket, contact) if effect is OnCustomerReply.FOLLOW_UP else None
        if later is None:
            return ticket, survivor, effect
        ticket = later


def _follow_up(closed: Ticket, contact: Contact, channel: Channel, *, by: Actor) -> Ticket:
    new = NewTicket(
        subject=closed.subject,
        requester=contact,
        channel=channel,
        type=TicketType(closed.type),
        category=closed.category,
        department=closed.department,
        language=closed.language,
        follows=closed.pk,
    )
    return create_ticket(new, by=by)
