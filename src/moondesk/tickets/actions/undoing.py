"""How each change of a ticket is taken back: by the ordinary action with the value there was before."""

import uuid
from collections.abc import Callable
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from moondesk.events.errors import CannotUndo, ChangedSince
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.events.undo import is_fresh
from moondesk.fields.errors import InvalidValue
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Department, Member
from moondesk.organizations.permissions import Permission
from moondesk.tickets import events
from moondesk.tickets.actions import changes
from moondesk.tickets.actions.fields import change_fields
from moondesk.tickets.actions.scheduling import schedule_of, schedule_ticket
from moondesk.tickets.actions.snoozing import snooze_as_before
from moondesk.tickets.models import Category, Status, Ticket
from moondesk.tickets.rules import Priority, TicketType
from moondesk.tickets.scheduling import read_schedule

type _Restore = Callable[[Ticket, str | None, Actor], None]


def _tags(joined: str | None) -> list[str]:
    return [tag for tag in (joined or "").split(",") if tag]


_NOW: dict[str, Callable[[Ticket], Any]] = {
    events.StatusChanged.name: lambda ticket: ticket.status.key,
    events.PriorityChanged.name: lambda ticket: ticket.shown_priority.key,
    events.AssigneeChanged.name: lambda ticket: ticket.assignee_id,
    events.DepartmentChanged.name: lambda ticket: ticket.department_id,
    events.CategoryChanged.name: lambda ticket: ticket.category_id,
    events.TypeChanged.name: lambda ticket: str(ticket.type),
    events.SubjectChanged.name: lambda ticket: ticket.subject,
    events.TagsChanged.name: lambda ticket: ",".join(ticket.tags),
    events.ScheduleChanged.name: lambda ticket: schedule_of(ticket).text,
}


def _row(model: Any, **wanted: Any) -> Any:
    found = model.objects.filter(**wanted).first()
    if found is None:
        raise CannotUndo(_("What was there before does not exist any more."))
    return found


def _referenced(model: Any, value: str | None) -> Any:
    return _row(model, pk=uuid.UUID(value)) if value else None


_RESTORE: dict[str, _Restore] = {
    events.PriorityChanged.name: lambda ticket, old, by: changes.change_priority(
        ticket, Priority.from_key(old or ""), by=by
    ),
    events.DepartmentChanged.name: lambda ticket, old, by: changes.change_department(
        ticket, _referenced(Department, old), by=by
    ),
    events.CategoryChanged.name: lambda ticket, old, by: changes.change_category(
        ticket, _referenced(Category, old), by=by
    ),
    events.TypeChanged.name: lambda ticket, old, by: changes.change_type(ticket, TicketType(old or ""), by=by),
    events.SubjectChanged.name: lambda ticket, old, by: changes.change_subject(ticket, old or "", by=by),
    events.ScheduleChanged.name: lambda ticket, old, by: schedule_ticket(ticket, read_schedule(old or ""), by=by),
    events.TagsChanged.name: lambda ticket, old, by: changes.change_tags(ticket, _tags(old), by=by),
}


@undoes(events.StatusChanged)
def restore_status(event: Event, by: Actor) -> None:
    """Set the status back; for its doer within the undo time as if it had never changed, whatever the workflow says."""
    ticket = _unchanged_since(event)
    status = _row(Status, key=event.data["old"], retired_at=None)
    if not _is_undone(event, by):
        changes.change_status(ticket, status, by=by, explained=True)
    else:
        if by.contact_id is None:
            by.require(Permission.TICKET_UPDATE)
        changes.set_status(ticket, status, by=by, quiet=True)
        times = {name: parse_datetime(event.data.get(f"old_{name}") or "") for name in changes.DONE_TIMES}
        changes.keep_done_times(ticket, times)
    if event.data.get("old_snooze"):
        snooze_as_before(ticket, event.data["old_snooze"], by=by)


def _is_undone(event: Event, by: Actor) -> bool:
    """Say whether its doer takes an event back within the undo time, rather than somebody reverts it some day."""
    return (event.actor_kind, event.actor_id) == (by.kind, by.id) and is_fresh(event)


@undoes(events.AssigneeChanged)
def restore_assignee(event: Event, by: Actor) -> None:
    """Give the ticket back to whom it belonged to; by its doer within the undo time as if nobody else had had it."""
    ticket, member = _unchanged_since(event), _referenced(Member, event.data["old"])
    if _is_undone(event, by):
        since = parse_datetime(event.data.get("old_assigned_at") or "")
        changes.put_assignee_back(ticket, member, since, by=by)
    else:
        changes.assign_ticket(ticket, member, by=by)


@undoes(
    events.PriorityChanged,
    events.DepartmentChanged,
    events.CategoryChanged,
    events.TypeChanged,
    events.SubjectChanged,
    events.TagsChanged,
    events.ScheduleChanged,
)
def restore_field(event: Event, by: Actor) -> None:
    """Set a field back to what it was, unless somebody changed it again since."""
    _RESTORE[event.name](_unchanged_since(event), event.data["old"], by)


def _unchanged_since(event: Event) -> Ticket:
    ticket = Ticket.objects.select_for_update(of=("self",)).select_related("status").get(pk=event.subject_id)
    present = _NOW[event.name](ticket)
    if (str(present) if present else None) != (event.data["new"] or None):
        raise ChangedSince(_("This was changed again since. Change it to what you want instead."))
    return ticket


@undoes(events.CustomFieldChanged)
def restore_custom_field(event: Event, by: Actor) -> None:
    """Set a custom field back to what it was, unless somebody changed it again since."""
    ticket = Ticket.objects.select_for_update(of=("self",)).get(pk=event.subject_id)
    key = event.data["field"]
    if ticket.field_values.get(key) != event.data["new"]:
        raise ChangedSince(_("This was changed again since. Change it to what you want instead."))
    try:
        change_fields(ticket, {key: event.data["old"]}, by=by)
    except InvalidValue as error:
        raise CannotUndo(error.message) from None
