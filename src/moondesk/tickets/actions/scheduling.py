"""Saying when work on a ticket begins and is due."""

from django.utils.translation import gettext as _

from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets import events
from moondesk.tickets.actions.changes import save_change
from moondesk.tickets.errors import InvalidTicket
from moondesk.tickets.models import Ticket
from moondesk.tickets.scheduling import Schedule, schedule_problem


def schedule_of(ticket: Ticket) -> Schedule:
    """Return from when until when a ticket is worked on."""
    return Schedule(ticket.starts_at, ticket.due_at)


def schedule_ticket(ticket: Ticket, wanted: Schedule, *, by: Actor) -> None:
    """Say when work on a ticket begins and is due. A due date that was set stays when the priority changes."""
    by.require(Permission.TICKET_UPDATE)
    old = schedule_of(ticket)
    if wanted == old:
        return
    problem = schedule_problem(wanted, ticket.created_at)
    if problem:
        field, why = problem
        text = {
            "far": _("This is more than ten years away from when the ticket was opened."),
            "order": _("It has to be due after it starts."),
        }[why]
        raise InvalidTicket(text, fields={field: text})
    ticket.starts_at, ticket.due_at = wanted.starts_at, wanted.due_at
    event = events.ScheduleChanged(subject_id=ticket.pk, old=old.text, new=wanted.text)
    save_change(ticket, "starts_at", "due_at", event=event, by=by)
