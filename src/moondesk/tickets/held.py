"""The tickets that a member holds."""

import uuid

from django.db.models import QuerySet

from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import ACTIVE_STAGES


def all_open_of(member_id: uuid.UUID) -> QuerySet[Ticket]:
    """Return all open tickets of a member, whoever sees them: for work that Moondesk does by itself."""
    stages = [stage.value for stage in ACTIVE_STAGES]
    return Ticket.objects.filter(assignee_id=member_id, stage__in=stages, deleted_at=None).order_by("id")
