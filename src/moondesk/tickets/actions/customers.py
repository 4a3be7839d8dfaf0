"""What customers do to their own tickets beside writing: say that it is solved, open it again, fill in fields."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from moondesk.events.queries import last_event
from moondesk.events.undo import is_fresh, take_back
from moondesk.fields.forms import Moment
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import reopen_days_of
from moondesk.tickets.actions.changes import move_to_stage, set_status
from moondesk.tickets.actions.fields import given_by_customer, write_fields
from moondesk.tickets.errors import ClosedForGood, NotActive, TicketMerged
from moondesk.tickets.events import StatusChanged
from moondesk.tickets.families import is_joined
from moondesk.tickets.fielding import facts_of, read_catalogue, require
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import default_status
from moondesk.tickets.rules import DONE_STAGES, OnCustomerReply, Stage, on_customer_reply, stage_after_reopening


def is_theirs(ticket: Ticket, by: Actor) -> bool:
    """Say whether a customer decides about a ticket alone: they asked, and nobody else's matter goes on with it."""
    return by.contact_id is not None and ticket.requester_id == by.contact_id and not is_joined(ticket)


def solve_as_customer(ticket: Ticket, *, by: Actor) -> None:
    """Resolve a ticket because its customer says that it is solved. Nobody gets a mail; what is done stays."""
    _check_theirs(ticket, by)
    if ticket.stage not in DONE_STAGES:
        set_status(ticket, default_status(Stage.RESOLVED), by=by, quiet=True)


def reopen_as_customer(ticket: Ticket, *, by: Actor) -> None:
    """Open a ticket that is done again, as an answer would; right after they solved it, as if they had not.

    Raises ``ClosedForGood`` for one closed long ago.
    """
    _check_theirs(ticket, by)
    if ticket.stage not in DONE_STAGES:
        return
    last = last_event(ticket.pk, StatusChanged.name)
    if last is not None and (last.actor_kind, last.actor_id) == (by.kind, by.id) and is_fresh(last):
        take_back(last, by=by)
        ticket.refresh_from_db()
        return
    days = reopen_days_of(ticket.department_id)
    if on_customer_reply(Stage(ticket.stage), ticket.done_at, now(), days) is OnCustomerReply.FOLLOW_UP:
        raise ClosedForGood(
            _("This ticket was closed some time ago. If you write, we open a new one that continues it.")
        )
    move_to_stage(ticket, stage_after_reopening(ticket.assignee_id is not None), by=by)


def fill_in_as_customer(ticket: Ticket, given: Mapping[str, Any], *, by: Actor) -> None:
    """Give a ticket values of the fields that its customer may edit; what they may not is left out unseen."""
    _check_theirs(ticket, by)
    if ticket.stage == Stage.CLOSED:
        raise NotActive(_("A closed ticket takes no changes. Write, and it opens again."))
    catalogue, facts = read_catalogue(), facts_of(ticket)
    wanted = given_by_customer(catalogue, facts, given, ticket.field_values)
    after = {key: value for key, value in {**ticket.field_values, **wanted}.items() if value is not None}
    missing = catalogue.missing(facts, after, Moment.CREATION, by_customer=True)
    require([one for one in missing if one.key in wanted], Moment.CREATION)
    write_fields(ticket, catalogue, wanted, by=by)


def _check_theirs(ticket: Ticket, by: Actor) -> None:
    by.require(Permission.TICKET_REPLY)
    if ticket.requester_id != by.contact_id:
        raise NotAllowed(_("Only who asked can do this."))
    if is_joined(ticket):
        raise TicketMerged(_("This ticket was joined with another one. Write to us instead."))
