"""Changing a ticket's fields. Each verb checks permission, applies the rule, writes, and tells of it."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from moondesk.events.actions import draft, publish
from moondesk.events.registry import DomainEvent
from moondesk.kit import rows
from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Department, Member
from moondesk.organizations.people import member_by_id
from moondesk.organizations.permissions import Permission, held_by
from moondesk.tickets import events, rules
from moondesk.tickets.actions.fields import check_resolving
from moondesk.tickets.actions.moves import check_blockers, check_move
from moondesk.tickets.actions.opening import check_subject
from moondesk.tickets.actions.tagging import know_tags, tidy_tags
from moondesk.tickets.errors import InvalidTicket
from moondesk.tickets.models import Category, Status, Ticket
from moondesk.tickets.queries import default_status
from moondesk.tickets.rules import Priority, Stage, TicketType
from moondesk.tickets.statuses import default_for, status_of


@dataclass(frozen=True)
class _Change:
    """What changed of a ticket and is not written yet, and the event that tells of it."""

    fields: tuple[str, ...]
    event: DomainEvent


def save_change(ticket: Ticket, *fields: str, event: DomainEvent, by: Actor) -> None:
    """Write what changed of a ticket that is locked, as one more version of it, and the event that tells of it."""
    _save(ticket, _Change(fields, event), by=by)


def _save(ticket: Ticket, *changes: _Change | None, by: Actor) -> None:
    """Write changes that are made at once in one statement, each as one more version; None is nothing."""
    made = [one for one in changes if one is not None]
    if made:
        fields = dict.fromkeys(name for one in made for name in one.fields)
        publish(_changed(ticket, *fields, versions=len(made)), *(draft(one.event, by=by) for one in made))


def _changed(ticket: Ticket, *fields: str, versions: int = 1) -> rows.Changed:
    ticket.version += versions
    ticket.updated_at = now()
    return rows.Changed(ticket, (*fields, "version", "updated_at"))


def change_status(
    ticket: Ticket, status: Status, *, by: Actor, explained: bool = False, despite_blockers: bool = False
) -> None:
    """Move a ticket to a status. Starting work on a ticket nobody has makes the actor its assignee (T5).

    Raises ``TransitionNotAllowed`` where the workflow says no, and ``NoteRequired`` where it asks for a note unless
    one comes with the change (``explained``); ``conversations.actions`` has the way with a note. Work that others
    block is not done, unless that is said (``TicketBlocked``, ``despite_blockers``).
    """
    by.require(Permission.TICKET_UPDATE)
    check_move(ticket, status, by=by, explained=explained)
    check_resolving(ticket, Stage(status.stage), by=by)
    if not despite_blockers:
        check_blockers(ticket, status, by=by)
    taken = by.member_id and rules.takes_assignee(Stage(status.stage), ticket.assignee_id is not None)
    _save(
        ticket,
        _to_status(ticket, status),
        _to_assignee(ticket, member_by_id(by.member_id)) if taken else None,
        by=by,
    )


def resolve_ticket(ticket: Ticket, *, by: Actor, explained: bool = False, despite_blockers: bool = False) -> None:
    """Move a ticket to the status in which its work is done."""
    done = default_status(Stage.RESOLVED)
    change_status(ticket, done, by=by, explained=explained, despite_blockers=despite_blockers)


def reopen_ticket(ticket: Ticket, *, by: Actor) -> None:
    """Move a ticket that is done back to work, as a customer's answer would; an active one stays as it is."""
    by.require(Permission.TICKET_UPDATE)
    if ticket.stage in rules.DONE_STAGES:
        stage = rules.stage_after_reopening(ticket.assignee_id is not None)
        change_status(ticket, default_for(ticket, stage), by=by)


def move_to_stage(ticket: Ticket, stage: Stage, *, by: Actor) -> None:
    """Move a ticket to a stage's own status because of something else that happened; asks no permission."""
    set_status(ticket, default_for(ticket, stage), by=by)


def set_status(ticket: Ticket, status: Status, *, by: Actor, quiet: bool = False) -> None:
    """Give a ticket a status, whatever the workflow says; ``quiet`` tells nobody by mail. For Moondesk's own moves."""
    _save(ticket, _to_status(ticket, status, quiet=quiet), by=by)


def _to_status(ticket: Ticket, status: Status, *, quiet: bool = False) -> _Change | None:
    if ticket.status_id == status.pk:
        return None
    old, times = status_of(ticket), {f"old_{name}": _text(getattr(ticket, name)) for name in DONE_TIMES}
    snooze = (ticket.snoozed_at, ticket.snoozed_until, ticket.snoozed_by)
    moment = now()
    ticket.status = status
    ticket.stage = status.stage
    ticket.resolved_at = (ticket.resolved_at or moment) if status.stage in rules.DONE_STAGES else None
    ticket.closed_at = (ticket.closed_at or moment) if status.stage == Stage.CLOSED else None
    ticket.close_warned_at = ticket.close_warned_at if status.stage == Stage.RESOLVED else None
    ticket.archived_at = ticket.archived_at if status.stage == Stage.CLOSED else None
    if status.stage in rules.DONE_STAGES:
        ticket.snoozed_at = ticket.snoozed_until = ticket.snoozed_by = None
    event = events.StatusChanged(
        subject_id=ticket.pk,
        old=old.key,
        new=status.key,
        old_label=old.label("en"),
        new_label=status.label("en"),
        old_stage=old.stage,
        new_stage=status.stage,
        quiet=quiet,
        **times,
        old_snooze=tuple(_text(one) for one in snooze) if snooze[0] and not ticket.snoozed_at else (),
    )
    return _Change(_WITH_STATUS, event)


DONE_TIMES = ("resolved_at", "closed_at", "close_warned_at", "archived_at")
_WITH_STATUS = (
    "status", "stage", "resolved_at", "closed_at", "close_warned_at", "archived_at",
    "snoozed_at", "snoozed_until", "snoozed_by",
)  # fmt: skip


def _text(value: datetime.datetime | uuid.UUID | None) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, datetime.datetime) else str(value)


def keep_done_times(ticket: Ticket, times: Mapping[str, datetime.datetime | None]) -> None:
    """Write down when a ticket was done and archived, where it is so again because a change was undone."""
    if ticket.stage in rules.DONE_STAGES:
        for name, value in times.items():
            setattr(ticket, name, value)
        rows.write(_changed(ticket, *times))


def change_priority(ticket: Ticket, priority: Priority, *, by: Actor) -> None:
    """Change how much the ticket matters, and with it when it is due."""
    by.require(Permission.TICKET_UPDATE)
    if ticket.priority == priority:
        return
    old = ticket.shown_priority
    ticket.priority = priority
    # What somebody set by hand is not what the priority said: it stays.
    if ticket.due_at == rules.due_at(old, ticket.created_at):
        ticket.due_at = rules.due_at(priority, ticket.created_at)
    save_change(
        ticket,
        "priority",
        "due_at",
        event=events.PriorityChanged(subject_id=ticket.pk, old=old.key, new=priority.key),
        by=by,
    )


def assign_ticket(ticket: Ticket, member: Member | None, *, by: Actor) -> None:
    """Give the ticket to a member, or to nobody. Assigning an open ticket starts work on it (T5)."""
    by.require(Permission.TICKET_ASSIGN)
    if member is not None:
        _check_assignable(member)
    stage = rules.stage_on_assignment(Stage(ticket.stage), member is not None)
    begun = default_for(ticket, stage) if stage is not Stage(ticket.stage) else None
    _save(ticket, _to_assignee(ticket, member), _to_status(ticket, begun) if begun else None, by=by)


def _check_assignable(member: Member) -> None:
    if not member.is_active or Permission.TICKET_UPDATE not in held_by(member):
        text = _("%(name)s cannot be given tickets.") % {"name": member.name}
        raise InvalidTicket(text, fields={"assignee": text})


def put_assignee_back(ticket: Ticket, member: Member | None, since: datetime.datetime | None, *, by: Actor) -> None:
    """Give a ticket back to whom it belonged to before somebody assigned it, as if that had never been."""
    by.require(Permission.TICKET_ASSIGN)
    _save(ticket, _to_assignee(ticket, member, since), by=by)


def _to_assignee(ticket: Ticket, member: Member | None, since: datetime.datetime | None = None) -> _Change | None:
    if ticket.assignee_id == (member.pk if member else None):
        return None
    old, old_since = _assignee(ticket), ticket.assigned_at
    ticket.assignee = member
    ticket.assigned_at = (since or now()) if member else None
    event = events.AssigneeChanged(
        subject_id=ticket.pk,
        old=str(old.pk) if old else None,
        new=str(member.pk) if member else None,
        old_label=old.name if old else "",
        new_label=member.name if member else "",
        old_assigned_at=_text(old_since),
    )
    return _Change(("assignee", "assigned_at"), event)


def _assignee(ticket: Ticket) -> Member | None:
    if not Ticket.assignee.is_cached(ticket):
        ticket.assignee = member_by_id(ticket.assignee_id)
    assignee: Member | None = ticket.assignee
    return assignee


def change_department(ticket: Ticket, department: Department | None, *, by: Actor) -> None:
    """Move the ticket to a department, or to none."""
    _change_reference(ticket, "department", department, events.DepartmentChanged, by=by)


def change_category(ticket: Ticket, category: Category | None, *, by: Actor) -> None:
    """Say what the ticket is about."""
    _change_reference(ticket, "category", category, events.CategoryChanged, by=by)


def _change_reference(
    ticket: Ticket, field: str, new: Department | Category | None, event: type[events.FieldChanged], *, by: Actor
) -> None:
    by.require(Permission.TICKET_UPDATE)
    old = getattr(ticket, field)
    if old == new:
        return
    setattr(ticket, field, new)
    told = event(
        subject_id=ticket.pk,
        old=str(old.pk) if old else None,
        new=str(new.pk) if new else None,
        old_label=_name(old),
        new_label=_name(new),
    )
    save_change(ticket, field, event=told, by=by)


def _name(thing: Any) -> str:
    if isinstance(thing, Category):
        return thing.label("en")
    return str(thing) if thing else ""


def change_type(ticket: Ticket, type_: TicketType, *, by: Actor) -> None:
    """Say what kind of work the ticket is."""
    by.require(Permission.TICKET_UPDATE)
    if ticket.type == type_:
        return
    old = ticket.type
    ticket.type = type_
    save_change(ticket, "type", event=events.TypeChanged(subject_id=ticket.pk, old=str(old), new=type_.value), by=by)


def change_subject(ticket: Ticket, subject: str, *, by: Actor) -> None:
    """Reword the subject."""
    by.require(Permission.TICKET_UPDATE)
    new = check_subject(subject)
    if ticket.subject == new:
        return
    old = ticket.subject
    ticket.subject = new
    save_change(ticket, "subject", event=events.SubjectChanged(subject_id=ticket.pk, old=old, new=new), by=by)


def change_tags(ticket: Ticket, tags: Sequence[str], *, by: Actor) -> None:
    """Replace the tags; case and order are kept, doubles dropped."""
    by.require(Permission.TICKET_UPDATE)
    new = tidy_tags(tags)
    if ticket.tags == new:
        return
    know_tags(new)
    old = ticket.tags
    ticket.tags = new
    save_change(
        ticket, "tags", event=events.TagsChanged(subject_id=ticket.pk, old=",".join(old), new=",".join(new)), by=by
    )
