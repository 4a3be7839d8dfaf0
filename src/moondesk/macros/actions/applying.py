"""Applying a macro to a ticket: its text and its changes in one operation, so that one undo takes all of it back."""

import datetime
import uuid
from typing import Any

from django.utils.translation import gettext as _

from moondesk.conversations.actions import add_note, reply_to_customer
from moondesk.conversations.models import Message
from moondesk.conversations.rules import MessageKind
from moondesk.events.actions import emit
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.macros.errors import MacroOutdated
from moondesk.macros.events import MacroApplied, MacroTakenBack
from moondesk.macros.models import Macro
from moondesk.macros.queries import text_for
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Department, Member
from moondesk.organizations.permissions import Permission
from moondesk.tickets import actions
from moondesk.tickets.models import Status, Ticket
from moondesk.tickets.rules import Channel, Priority

AT_ONCE = datetime.timedelta()


def apply_macro(
    macro: Macro,
    ticket: Ticket,
    *,
    by: Actor,
    hold: datetime.timedelta = AT_ONCE,
    channel: Channel = Channel.WEB,
) -> Message | None:
    """Write the macro's text, then make its changes, the status last; returns the message, if it writes one.

    To use macros has a permission of its own, and each part needs what it would need by hand. Raises
    ``MacroOutdated`` when something it changes to is gone, and then nothing is done.
    """
    by.require(Permission.MACRO_OWN)
    emit(MacroApplied(subject_id=ticket.pk, macro=str(macro.pk), label=macro.name), by=by)
    text, message = text_for(macro, ticket, by), None
    if macro.bodies and macro.kind == MessageKind.NOTE:
        message = add_note(ticket, text, by=by, channel=channel)
    elif macro.bodies:
        message = reply_to_customer(ticket, text, by=by, channel=channel, hold=hold)
    _change(ticket, macro.changes, by=by, explained=message is not None)
    return message


@undoes(MacroApplied, soon=True)
def take_macro_back(event: Event, by: Actor) -> None:
    """Say so: what the macro wrote and changed has events of its own, which are taken back one by one."""
    emit(MacroTakenBack(subject_id=event.subject_id, macro=event.data["macro"], label=event.data["label"]), by=by)


def _change(ticket: Ticket, changes: dict[str, Any], *, by: Actor, explained: bool) -> None:
    if "priority" in changes:
        actions.change_priority(ticket, Priority.from_key(changes["priority"]), by=by)
    if "department" in changes:
        actions.change_department(ticket, _found(Department, changes["department"]), by=by)
    added, removed = changes.get("add_tags", []), set(changes.get("remove_tags", []))
    if added or removed:
        kept = [tag for tag in [*ticket.tags, *added] if tag not in removed]
        actions.change_tags(ticket, list(dict.fromkeys(kept)), by=by)
    if "assignee" in changes:
        actions.assign_ticket(ticket, _assignee(changes["assignee"], by), by=by)
    if "status" in changes:
        status = Status.objects.filter(key=changes["status"], retired_at=None).first()
        if status is None:
            raise _outdated()
        actions.change_status(ticket, status, by=by, explained=explained)


def _assignee(wanted: str, by: Actor) -> Member | None:
    if wanted == "nobody":
        return None
    found: Member = _found(Member, str(by.member_id) if wanted == "me" else wanted)
    return found


def _found(model: Any, value: str) -> Any:
    found = model.objects.filter(pk=uuid.UUID(value)).first() if value != "None" else None
    if found is None:
        raise _outdated()
    return found


def _outdated() -> MacroOutdated:
    return MacroOutdated(_("This macro changes to something that is not there any more. Mend it in the settings."))
