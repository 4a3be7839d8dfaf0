"""Parts of a workflow, and what is between tickets, for tests. Enter an organization before."""

import itertools

from moondesk.conversations.actions.merging import merge_tickets
from moondesk.kit import tenancy
from moondesk.organizations.actor import Actor, system_actor
from moondesk.organizations.permissions import Role
from moondesk.tickets.actions import WorkflowEdit, add_status, change_workflow, retire_status
from moondesk.tickets.actions.linking import link_tickets
from moondesk.tickets.joining import Relation
from moondesk.tickets.models import Status, StatusMove, Transition
from moondesk.tickets.related import Merge, TicketLink
from moondesk.tickets.rules import Stage
from moondesk.tickets.workflow import WaitsFor

_counter = itertools.count(1)


def moondesk() -> Actor:
    """Return Moondesk itself, acting in the current organization."""
    return system_actor(tenancy.current_organization_id())


def make_status(label: str = "") -> Status:
    """Return a status that only this organization has."""
    label = label or f"Asked somebody {next(_counter)}"
    return add_status(Stage.WAITING, {"en": label}, waits_for=WaitsFor.SOMEONE_ELSE, by=moondesk())


def make_transition() -> Transition:
    """Return a move that only managers may make."""
    pair = (Status.objects.get(key="resolved"), Status.objects.get(key="open"))
    change_workflow(
        WorkflowEdit(moves={(pair[0].key, pair[1].key): frozenset({Role.DEPARTMENT_MANAGER})}), by=moondesk()
    )
    return Transition.objects.get(old=pair[0], new=pair[1])


def make_status_move() -> StatusMove:
    """Return the moving of tickets off a status that was retired."""
    return retire_status("on_hold", to="pending", by=moondesk())


def make_merge() -> Merge:
    """Return the merge of a ticket into another."""
    from tests.factories import make_ticket

    ticket = make_ticket()
    merge_tickets(make_ticket().number, [ticket.number], by=moondesk())
    return Merge.objects.get(ticket=ticket)


def make_ticket_link(relation: Relation = Relation.RELATES_TO) -> TicketLink:
    """Return a link between two tickets."""
    from tests.factories import make_ticket

    return link_tickets(make_ticket().number, relation, make_ticket().number, by=moondesk())[1]
