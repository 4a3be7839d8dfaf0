"""Reading how far the deletion of the organization in context is."""

import datetime
import uuid
from dataclasses import dataclass

from moondesk.events.models import Event
from moondesk.events.queries import last_event, last_events
from moondesk.organizations.events import DeletionBegun, DeletionNear
from moondesk.organizations.models import Organization
from moondesk.organizations.rules import DELETION_WARNINGS


@dataclass(frozen=True)
class Deletion:
    """That an organization is removed: when, and who asked for it when."""

    due_at: datetime.datetime
    asked_at: datetime.datetime | None
    asked_by: str


def begun_event(organization_id: uuid.UUID) -> Event | None:
    """Return the event of the deletion that is under way."""
    return last_event(organization_id, DeletionBegun.name)


def days_told(organization_id: uuid.UUID, begun: Event) -> set[int]:
    """Return of which days before the end the owners were told since it began."""
    told = last_events(organization_id, DeletionNear.name, len(DELETION_WARNINGS))
    return {int(one.data["days"]) for one in told if one.pk > begun.pk}


def deletion_of(organization: Organization) -> Deletion | None:
    """Return how far it is; None where nobody asked for one."""
    if organization.deletion_due_at is None:
        return None
    begun = begun_event(organization.pk)
    return Deletion(
        organization.deletion_due_at, begun.created_at if begun else None, begun.actor_label if begun else ""
    )
