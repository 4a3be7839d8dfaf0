"""What decides who may see tickets, read for many at once."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from moondesk.tickets.models import Participant, Ticket
from moondesk.tickets.permissions import TicketFacts


def ticket_facts(ids: Collection[uuid.UUID], *, with_contacts: bool) -> dict[uuid.UUID, TicketFacts]:
    """Return what decides who may see the tickets, for ``permissions.can_see``; contacts only if a customer asks."""
    contacts: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    if with_contacts:
        for ticket_id, contact_id in Participant.objects.filter(ticket_id__in=ids).values_list(
            "ticket_id", "contact_id"
        ):
            contacts[ticket_id].add(contact_id)
    rows = Ticket.objects.filter(pk__in=ids).values(
        "number", "version", "type", "department_id", "category_id", "assignee_id", "merged_into_id", "pk", "deleted_at"
    )
    return {row["pk"]: _facts(row, contacts[row["pk"]]) for row in rows}


def _facts(row: Mapping[str, Any], contacts: Collection[uuid.UUID]) -> TicketFacts:
    fields = {name: value for name, value in row.items() if name not in ("pk", "deleted_at")}
    is_deleted = row["deleted_at"] is not None
    return TicketFacts(id=row["pk"], is_deleted=is_deleted, contacts=frozenset(contacts), **fields)
