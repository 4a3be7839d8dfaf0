"""Why a member sees a ticket, or does not: each part of their scope against the ticket's facts."""

from dataclasses import dataclass
from enum import StrEnum

from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.models import Ticket


class Reach(StrEnum):
    """What can bring a ticket into somebody's sight."""

    ALL = "all"
    ASSIGNEE = "assignee"
    NO_DEPARTMENT = "no_department"
    DEPARTMENT = "department"
    CATEGORY = "category"
    TYPE = "type"


@dataclass(frozen=True)
class Sight:
    """Whether a member sees a ticket, and by which of the ways."""

    sees: bool
    reaches: tuple[Reach, ...]


def sight_of(actor: Actor, ticket: Ticket) -> Sight:
    """Return why a member sees a ticket; ``tests/tickets/test_explaining.py`` holds it against ``can_see``."""
    scope = actor.scope
    ways = {
        Reach.ALL: actor.may(Permission.TICKET_VIEW_ALL),
        Reach.ASSIGNEE: ticket.assignee_id is not None and ticket.assignee_id == actor.member_id,
        Reach.NO_DEPARTMENT: ticket.department_id is None,
        Reach.DEPARTMENT: ticket.department_id in scope.departments,
        Reach.CATEGORY: ticket.category_id in scope.categories,
        Reach.TYPE: ticket.type in scope.types,
    }
    reaches = tuple(way for way, holds in ways.items() if holds)
    allowed = actor.may(Permission.TICKET_VIEW_ALL) or (actor.may(Permission.TICKET_VIEW) and actor.is_staff)
    return Sight(allowed and bool(reaches) and ticket.deleted_at is None, reaches)
