"""From the log to the words of tickets: one job for all that changed in a moment."""

import uuid
from collections.abc import Sequence

from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.search.jobs import index_changed, index_field, index_requester

WORDED = frozenset(
    {
        "ticket.opened",
        "ticket.subject_changed",
        "ticket.tags_changed",
        "ticket.custom_field_changed",
        "ticket.restored",
        "ticket.split",
        "ticket.split_taken_back",
        "ticket.cloned",
    }
)
"""What changes the words of a ticket, beside what happens to its messages."""
_SILENT = frozenset({"message.voted", "message.note_voted"})
_TOGETHER = 50


def announce(events: Sequence[Event]) -> None:
    """Have the words written of the tickets that the events tell of, and of those of contacts that changed."""
    changed = {event.subject_id for event in events if _is_worded(event.name)}
    ids: list[uuid.UUID] = sorted(changed)
    for start in range(0, len(ids), _TOGETHER):
        index_changed.enqueue(ticket_ids=[str(one) for one in ids[start : start + _TOGETHER]])
    tenant = str(tenancy.current_organization_id())
    for field in {event.subject_id for event in events if event.name == "field.changed" and _is_relabelled(event)}:
        index_field.enqueue(tenant=tenant, field_id=str(field))
    for contact in {event.subject_id for event in events if event.name == "contact.updated"}:
        index_requester.enqueue(tenant=tenant, contact_id=str(contact))


def _is_relabelled(event: Event) -> bool:
    """Say whether words of values changed: options are written by their names, and retired fields not at all."""
    return bool(event.data["before"]) and not {"options", "retired"}.isdisjoint(event.data["after"])


def _is_worded(name: str) -> bool:
    return name in WORDED or (name.startswith("message.") and name not in _SILENT)
