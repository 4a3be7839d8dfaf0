"""Reading reminders. What somebody wrote on one is for themselves alone and stands in no event."""

import uuid
from collections.abc import Collection

from django.utils.translation import gettext as _

from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Member
from moondesk.tickets.errors import ReminderNotFound
from moondesk.tickets.models import Ticket
from moondesk.tickets.reminder_models import Reminder


def overdue_reminders(most: int = 500) -> list[uuid.UUID]:
    """Return the reminders that should have been told of."""
    due = Reminder.objects.filter(told_at=None, at__lte=now(), ticket__deleted_at=None)
    return list(due.order_by("at").values_list("pk", flat=True)[:most])


def reminders_of(actor: Actor, ticket: Ticket) -> list[Reminder]:
    """Return the actor's own reminders of a ticket that are still to come, the next first."""
    if actor.member_id is None:
        return []
    own = Reminder.objects.filter(ticket=ticket, member_id=actor.member_id, told_at=None)
    return list(own.order_by("at", "id"))


def get_reminder(actor: Actor, ticket: Ticket, reminder_id: uuid.UUID) -> Reminder:
    """Return one of the actor's reminders, locked. Raises ``ReminderNotFound``."""
    own = Reminder.objects.filter(pk=reminder_id, ticket=ticket, told_at=None)
    reminder = own.select_for_update(of=("self",)).first()
    if reminder is None or reminder.member_id != actor.member_id:
        raise ReminderNotFound(_("There is no such reminder any more."))
    return reminder


def notes_of(actor: Actor, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return what the actor wrote on those of the reminders that are theirs."""
    if actor.member_id is None:
        return {}
    own = Reminder.objects.filter(pk__in=ids, member_id=actor.member_id).exclude(note="")
    return dict(own.order_by("id").values_list("pk", "note"))


def note_of(reminder: str, member: Member) -> str:
    """Return what a member wrote on one reminder of theirs, for telling them."""
    own = Reminder.objects.filter(pk=reminder, member=member).values_list("note", flat=True)
    return str(own.first() or "")
