"""What can be done to many tickets. Each operation is the action that changes one ticket, so all its rules hold."""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from moondesk.bulk import reading
from moondesk.bulk.errors import InvalidBulk
from moondesk.bulk.reading import Given, Read
from moondesk.bulk.rules import Operation
from moondesk.conversations.actions import add_note, move_ticket, reply_to_customer
from moondesk.conversations.actions.merging import merge_tickets
from moondesk.macros.actions.applying import apply_macro
from moondesk.macros.queries import get_usable
from moondesk.organizations.actor import Actor, Door
from moondesk.organizations.models import Department, Member
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import current_organization
from moondesk.tickets import actions
from moondesk.tickets.actions.attending import unwatch_ticket, watch_ticket
from moondesk.tickets.actions.snoozing import snooze_ticket, wake_ticket
from moondesk.tickets.models import Category, Status, Ticket
from moondesk.tickets.queries import default_status
from moondesk.tickets.rules import Priority, Stage, TicketType

type Act = Callable[[Ticket], object]
type Prepare = Callable[[Given, Actor], Act]


@dataclass(frozen=True)
class Kind:
    """How an operation is read, and what it does; ``alone`` locks its tickets itself and needs no row of theirs."""

    permission: Permission
    read: Read
    prepare: Prepare
    alone: bool = False


def _found(model: Any, **by: Any) -> Any:
    """Return what was chosen, which may be gone since: then the change as a whole makes no sense."""
    found = model.objects.filter(**by).first()
    if found is None:
        raise InvalidBulk(_("What was to be set does not exist any more."))
    return found


def _status(given: Given, by: Actor) -> Act:
    wanted = _found(Status, key=given["status"])
    return lambda ticket: move_ticket(ticket, wanted, given["note"], by=by)


def _to_stage(stage: Stage) -> Prepare:
    def prepare(given: Given, by: Actor) -> Act:
        wanted = default_status(stage)
        return lambda ticket: move_ticket(ticket, wanted, given["note"], by=by)

    return prepare


def _priority(given: Given, by: Actor) -> Act:
    wanted = Priority.from_key(given["priority"])
    return lambda ticket: actions.change_priority(ticket, wanted, by=by)


def _assignee(given: Given, by: Actor) -> Act:
    wanted = _found(Member, pk=given["assignee"]) if given["assignee"] else None
    return lambda ticket: actions.assign_ticket(ticket, wanted, by=by)


def _department(given: Given, by: Actor) -> Act:
    wanted = _found(Department, pk=given["department"]) if given["department"] else None
    return lambda ticket: actions.change_department(ticket, wanted, by=by)


def _category(given: Given, by: Actor) -> Act:
    wanted = _found(Category, key=given["category"]) if given["category"] else None
    return lambda ticket: actions.change_category(ticket, wanted, by=by)


def _type(given: Given, by: Actor) -> Act:
    return lambda ticket: actions.change_type(ticket, TicketType(given["type"]), by=by)


def _field(given: Given, by: Actor) -> Act:
    return lambda ticket: actions.change_fields(ticket, {given["field"]: given["value"]}, by=by)


def _add_tags(given: Given, by: Actor) -> Act:
    return lambda ticket: actions.change_tags(ticket, [*ticket.tags, *given["tags"]], by=by)


def _remove_tags(given: Given, by: Actor) -> Act:
    gone = set(given["tags"])
    return lambda ticket: actions.change_tags(ticket, [tag for tag in ticket.tags if tag not in gone], by=by)


def _set_tags(given: Given, by: Actor) -> Act:
    return lambda ticket: actions.change_tags(ticket, given["tags"], by=by)


def _undo_time(by: Actor) -> datetime.timedelta:
    """Return how long a reply waits before it leaves: at the desk as long as it can be undone."""
    return datetime.timedelta(seconds=current_organization().undo_seconds if by.door == Door.DESK else 0)


def _macro(given: Given, by: Actor) -> Act:
    chosen, hold = get_usable(by, uuid.UUID(given["macro"])), _undo_time(by)
    return lambda ticket: apply_macro(chosen, ticket, by=by, hold=hold)


def _reply(given: Given, by: Actor) -> Act:
    hold = _undo_time(by)
    return lambda ticket: reply_to_customer(ticket, given["body"], by=by, hold=hold)


def _note(given: Given, by: Actor) -> Act:
    return lambda ticket: add_note(ticket, given["body"], by=by)


def _merge(given: Given, by: Actor) -> Act:
    return lambda ticket: merge_tickets(given["into"], [ticket.number], by=by)


def _snooze(given: Given, by: Actor) -> Act:
    until = datetime.datetime.fromisoformat(given["until"]) if given["until"] else None
    return lambda ticket: snooze_ticket(ticket, until, by=by)


def _plain(action: Callable[..., object]) -> Prepare:
    return lambda _given, by: lambda ticket: action(ticket, by=by)


def _watch(_given: Given, by: Actor) -> Act:
    me = _found(Member, pk=by.member_id)
    return lambda ticket: watch_ticket(ticket, me, by=by)


def _unwatch(_given: Given, by: Actor) -> Act:
    me = _found(Member, pk=by.member_id)
    return lambda ticket: unwatch_ticket(ticket, me.pk, by=by)


_P = Permission
KINDS: dict[Operation, Kind] = {
    Operation.STATUS: Kind(_P.TICKET_UPDATE, reading.status, _status),
    Operation.PRIORITY: Kind(_P.TICKET_UPDATE, reading.priority, _priority),
    Operation.ASSIGNEE: Kind(_P.TICKET_ASSIGN, reading.assignee, _assignee),
    Operation.DEPARTMENT: Kind(_P.TICKET_UPDATE, reading.department, _department),
    Operation.CATEGORY: Kind(_P.TICKET_UPDATE, reading.category, _category),
    Operation.TYPE: Kind(_P.TICKET_UPDATE, reading.type_, _type),
    Operation.FIELD: Kind(_P.TICKET_UPDATE, reading.field, _field),
    Operation.ADD_TAGS: Kind(_P.TICKET_UPDATE, reading.tags, _add_tags),
    Operation.REMOVE_TAGS: Kind(_P.TICKET_UPDATE, reading.tags, _remove_tags),
    Operation.SET_TAGS: Kind(_P.TICKET_UPDATE, reading.set_tags, _set_tags),
    Operation.MACRO: Kind(_P.MACRO_OWN, reading.macro, _macro),
    Operation.REPLY: Kind(_P.TICKET_REPLY, reading.body, _reply),
    Operation.NOTE: Kind(_P.NOTE_CREATE, reading.body, _note),
    Operation.MERGE: Kind(_P.TICKET_UPDATE, reading.into, _merge, alone=True),
    Operation.SNOOZE: Kind(_P.TICKET_UPDATE, reading.until, _snooze),
    Operation.WAKE: Kind(_P.TICKET_UPDATE, reading.nothing, _plain(wake_ticket)),
    Operation.RESOLVE: Kind(_P.TICKET_UPDATE, reading.explained, _to_stage(Stage.RESOLVED)),
    Operation.CLOSE: Kind(_P.TICKET_UPDATE, reading.explained, _to_stage(Stage.CLOSED)),
    Operation.REOPEN: Kind(_P.TICKET_UPDATE, reading.nothing, _plain(actions.reopen_ticket)),
    Operation.ARCHIVE: Kind(_P.TICKET_ARCHIVE, reading.nothing, _plain(actions.archive_ticket)),
    Operation.UNARCHIVE: Kind(_P.TICKET_ARCHIVE, reading.nothing, _plain(actions.unarchive_ticket)),
    Operation.DELETE: Kind(_P.TICKET_DELETE, reading.nothing, _plain(actions.delete_ticket)),
    Operation.WATCH: Kind(_P.TICKET_UPDATE, reading.nothing, _watch),
    Operation.UNWATCH: Kind(_P.TICKET_UPDATE, reading.nothing, _unwatch),
}
