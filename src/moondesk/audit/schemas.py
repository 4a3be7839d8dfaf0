"""The public shape of an entry of the audit log, shared by API and export."""

from typing import Any

from moondesk.audit.rules import told
from moondesk.events.models import Event


def document_of(event: Event) -> dict[str, Any]:
    """Return an entry as programs see it."""
    said = told(event.data)
    return {
        "id": str(event.pk),
        "at": event.created_at.isoformat(),
        "name": event.name,
        "kind": event.actor_kind,
        "actor": event.actor_label,
        "actor_id": str(event.actor_id) if event.actor_id else None,
        "door": event.door,
        "address": event.address,
        "client": event.client,
        "subject": str(event.subject_id),
        "before": said.before,
        "after": said.after,
        "reason": said.reason,
        "about": said.about,
        "operation": str(event.operation) if event.operation else None,
    }
