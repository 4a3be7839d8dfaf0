"""Which members may see a ticket: for telling them of it, and for nothing that they were not asked about."""

import uuid
from collections.abc import Collection

from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.organizations.rights import actors_of
from moondesk.tickets.models import Ticket
from moondesk.tickets.permissions import TicketFacts, can_see


def facts_of(ticket: Ticket) -> TicketFacts:
    """Return what decides who may see a ticket that was read."""
    return TicketFacts(
        id=ticket.pk,
        number=ticket.number,
        version=ticket.version,
        type=ticket.type,
        department_id=ticket.department_id,
        category_id=ticket.category_id,
        assignee_id=ticket.assignee_id,
        merged_into_id=ticket.merged_into_id,
        is_deleted=ticket.deleted_at is not None,
    )


def may_follow(actor: Actor, ticket: Ticket, *, notes: bool = False) -> bool:
    """Say whether a member reads the ticket at the desk, and with ``notes`` also what is for the team only."""
    may = actor.may(Permission.DESK_OPEN) and (not notes or actor.may(Permission.NOTE_VIEW))
    return may and can_see(actor, facts_of(ticket))


def who_may_follow(ticket: Ticket, members: Collection[uuid.UUID], *, notes: bool = False) -> dict[uuid.UUID, Actor]:
    """Return of the members those who work here and may see the ticket, in the order they came."""
    actors = actors_of(members) if members else {}
    found = ((pk, actors[pk]) for pk in members if pk in actors)
    return {pk: actor for pk, actor in found if may_follow(actor, ticket, notes=notes)}
