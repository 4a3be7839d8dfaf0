"""Snoozing a ticket until a moment or the customer's next reply, and reminders. Each comes back exactly once."""

import datetime
import uuid
from collections.abc import Sequence

from django.utils.translation import gettext as _

from moondesk.events.actions import emit
from moondesk.events.errors import CannotUndo, ChangedSince
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.actor import Actor, system_actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets import events
from moondesk.tickets.errors import InvalidTicket, NotActive, ReminderNotFound, TooManyReminders
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import lock_ticket
from moondesk.tickets.reminder_models import Reminder
from moondesk.tickets.rules import ACTIVE_STAGES
from moondesk.tickets.snoozes import Why, moment_problem

NOTE_LENGTH = 200
MOST_REMINDERS = 20
"""How many a member may have to come on one ticket."""


def check_moment(moment: datetime.datetime, field: str) -> None:
    """Raise ``InvalidTicket`` beside the field for a moment that is over, or years away."""
    texts = {"past": _("Choose a moment to come."), "too_far": _("Choose a moment within two years.")}
    problem = moment_problem(moment, now())
    if problem is not None:
        raise InvalidTicket(texts[problem], fields={field: texts[problem]})


def snooze_ticket(ticket: Ticket, until: datetime.datetime | None, *, by: Actor) -> None:
    """Put a ticket aside until a moment, or with none until its customer writes, which always brings it back."""
    by.require(Permission.TICKET_UPDATE)
    if ticket.stage not in ACTIVE_STAGES:
        raise NotActive(_("A ticket that is done cannot be snoozed."))
    if until is not None:
        check_moment(until, "until")
    if ticket.snoozed_at is not None and ticket.snoozed_until == until:
        return
    before = snooze_of(ticket)
    _write(ticket, now(), until, by.member_id)
    moment = until.isoformat() if until else None
    emit(events.TicketSnoozed(subject_id=ticket.pk, until=moment, old_snooze=before), by=by)


def wake_ticket(ticket: Ticket, *, by: Actor, why: Why = Why.HAND) -> None:
    """Bring a snoozed ticket back; asks for the permission only if a person does it."""
    if why is Why.HAND:
        by.require(Permission.TICKET_UPDATE)
    if ticket.snoozed_at is None:
        return
    until, member = ticket.snoozed_until, ticket.snoozed_by
    _write(ticket, None, None, None)
    moment = until.isoformat() if until else None
    emit(events.TicketWoken(subject_id=ticket.pk, why=why.value, until=moment, member=member), by=by)


def _write(
    ticket: Ticket, snoozed_at: datetime.datetime | None, until: datetime.datetime | None, by: uuid.UUID | None
) -> None:
    ticket.snoozed_at, ticket.snoozed_until, ticket.snoozed_by = snoozed_at, until, by
    ticket.version, ticket.updated_at = ticket.version + 1, now()
    ticket.save(update_fields=["snoozed_at", "snoozed_until", "snoozed_by", "version", "updated_at"])


def snooze_of(ticket: Ticket) -> tuple[str | None, ...]:
    """Return since when and until when a ticket is put aside, and by whom, for the log; nothing for one that is not."""
    if ticket.snoozed_at is None:
        return ()
    until, member = ticket.snoozed_until, ticket.snoozed_by
    return ticket.snoozed_at.isoformat(), until.isoformat() if until else None, str(member) if member else None


def snooze_as_before(ticket: Ticket, snooze: Sequence[str | None], *, by: Actor) -> bool:
    """Bring a snooze back that an undone change had ended or replaced, if it would still run; say whether it did."""
    since, until, member = snooze or (None, None, None)
    ends = datetime.datetime.fromisoformat(until) if until else None
    if since is None or ticket.stage not in ACTIVE_STAGES or (ends and ends <= now()):
        return False
    before = snooze_of(ticket)
    _write(ticket, datetime.datetime.fromisoformat(since), ends, uuid.UUID(member) if member else None)
    emit(events.TicketSnoozed(subject_id=ticket.pk, until=until, old_snooze=before), by=by)
    return True


def wake_if_due(ticket_id: uuid.UUID) -> bool:
    """Wake a ticket whose time is over; say whether it was this call that did. A second one finds nothing to do."""
    due = Ticket.objects.filter(pk=ticket_id, snoozed_until__lte=now(), deleted_at=None)
    ticket = due.select_for_update(of=("self",)).first()
    if ticket is None:
        return False
    wake_ticket(ticket, by=system_actor(ticket.organization_id), why=Why.TIME)
    return True


def set_reminder(ticket: Ticket, at: datetime.datetime, note: str = "", *, by: Actor) -> Reminder:
    """Remind the actor of a ticket that is locked.

    Raises ``InvalidTicket`` for a moment or note that does not fit, and ``TooManyReminders``.
    """
    by.require(Permission.TICKET_UPDATE)
    if by.member_id is None:
        raise NotAllowed(_("Only members are reminded."))
    check_moment(at, "at")
    text = " ".join(note.split())
    if len(text) > NOTE_LENGTH or "\0" in text:
        long = _("Keep the note under %(most)s characters.") % {"most": NOTE_LENGTH + 1}
        raise InvalidTicket(long, fields={"note": long})
    if Reminder.objects.filter(ticket=ticket, member_id=by.member_id, told_at=None).count() >= MOST_REMINDERS:
        many = _("You have %(most)s reminders for this ticket. Take one back first.") % {"most": MOST_REMINDERS}
        raise TooManyReminders(many, fields={"at": many})
    reminder = Reminder(ticket=ticket, member_id=by.member_id, at=at, note=text)
    reminder.save()
    emit(events.ReminderSet(subject_id=ticket.pk, reminder=reminder.pk, at=at.isoformat()), by=by)
    return reminder


def drop_reminder(reminder: Reminder, *, by: Actor) -> None:
    """Take one's own reminder back before it tells of itself."""
    if reminder.member_id != by.member_id:
        raise NotAllowed(_("Only their owner takes reminders back."))
    ticket_id, pk = reminder.ticket_id, reminder.pk
    reminder.delete()
    emit(events.ReminderDropped(subject_id=ticket_id, reminder=pk), by=by)


def tell_if_due(reminder_id: uuid.UUID) -> bool:
    """Tell of a reminder whose moment has come, once; say whether this call did."""
    due = Reminder.objects.filter(pk=reminder_id, told_at=None, at__lte=now(), ticket__deleted_at=None)
    reminder = due.select_related("member").select_for_update(of=("self",)).first()
    if reminder is None:
        return False
    reminder.told_at = now()
    reminder.save(update_fields=["told_at"])
    told = events.ReminderDue(
        subject_id=reminder.ticket_id,
        reminder=reminder.pk,
        member=reminder.member_id,
        label=reminder.member.name,
    )
    emit(told, by=system_actor(reminder.organization_id))
    return True


@undoes(events.TicketSnoozed)
def wake_again(event: Event, by: Actor) -> None:
    """Wake a ticket that was snoozed, or snooze it as it was before, unless it was woken or snoozed anew since."""
    ticket = lock_ticket(event.subject_id)
    until = ticket.snoozed_until.isoformat() if ticket.snoozed_until else None
    if ticket.snoozed_at is None or until != event.data["until"]:
        raise ChangedSince(_("This was changed again since. Change it to what you want instead."))
    by.require(Permission.TICKET_UPDATE)
    if not snooze_as_before(ticket, event.data.get("old_snooze", ()), by=by):
        wake_ticket(ticket, by=by)


@undoes(events.TicketWoken)
def snooze_again(event: Event, by: Actor) -> None:
    """Snooze a ticket again that was woken, until the moment it had."""
    ticket = lock_ticket(event.subject_id)
    if ticket.snoozed_at is not None:
        raise ChangedSince(_("This was changed again since. Change it to what you want instead."))
    until = datetime.datetime.fromisoformat(event.data["until"]) if event.data["until"] else None
    if until is not None and until <= now():
        raise CannotUndo(_("The moment until which it was snoozed is over."))
    snooze_ticket(ticket, until, by=by)
    if member := event.data.get("member"):
        _write(ticket, ticket.snoozed_at, until, uuid.UUID(member))


@undoes(events.ReminderSet)
def unset_reminder(event: Event, by: Actor) -> None:
    """Take a reminder back that has not told of itself."""
    reminder = Reminder.objects.filter(pk=event.data["reminder"], told_at=None).select_for_update().first()
    if reminder is None:
        raise ReminderNotFound(_("There is no such reminder any more."))
    drop_reminder(reminder, by=by)
