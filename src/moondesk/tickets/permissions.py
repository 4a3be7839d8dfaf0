"""Who may see a ticket, decided from its facts without the database: the same rule as ``queries.visible_filter``."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """What decides about a ticket, and what a stream says of it."""

    id: uuid.UUID
    number: str
    version: int
    type: str
    department_id: uuid.UUID | None
    category_id: uuid.UUID | None
    assignee_id: uuid.UUID | None
    merged_into_id: uuid.UUID | None = None
    is_deleted: bool = False
    contacts: frozenset[uuid.UUID] = frozenset()


def can_see(actor: Actor, ticket: TicketFacts) -> bool:
    """Say whether the actor may see the ticket; ``tests/tickets/test_permissions.py`` holds it against the query."""
    if ticket.is_deleted:
        return False
    if actor.may(Permission.TICKET_VIEW_ALL):
        return True
    if not actor.may(Permission.TICKET_VIEW):
        return False
    if not actor.is_staff:
        return actor.contact_id is not None and actor.contact_id in ticket.contacts
    if actor.member_id is None:
        return False
    scope = actor.scope
    return (
        ticket.assignee_id == actor.member_id
        or ticket.department_id is None
        or ticket.department_id in scope.departments
        or (ticket.category_id is not None and ticket.category_id in scope.categories)
        or ticket.type in scope.types
    )


_MOVES = {
    "ticket.department_changed": "department_id",
    "ticket.category_changed": "category_id",
    "ticket.assignee_changed": "assignee_id",
    "ticket.type_changed": "type",
}
_DELETED = "ticket.deleted"
MOVES = frozenset((*_MOVES, _DELETED))
"""Events after which others may see a ticket than before."""


def facts_before(ticket: TicketFacts, name: str, data: Mapping[str, Any]) -> TicketFacts:
    """Return the facts as they were before an event of ``MOVES``."""
    if name == _DELETED:
        return replace(ticket, is_deleted=False)
    field = _MOVES.get(name)
    if field is None:
        return ticket
    old = data.get("old")
    changes: dict[str, Any] = {field: uuid.UUID(old) if old and field != "type" else old}
    return replace(ticket, **changes)
