"""Reading how organizations stand, from figures that are kept."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from moondesk.events.models import Event
from moondesk.events.queries import last_event
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.database import organization_ids
from moondesk.operating.errors import UnknownPlace
from moondesk.operating.events import ON, FeaturesSwitched
from moondesk.operating.models import Standing
from moondesk.organizations.features import Feature
from moondesk.organizations.models import Organization
from moondesk.organizations.queries import current_organization

SHOWN_DAYS = 90


@dataclass(frozen=True)
class Switching:
    """What an operator switched at once, and what is off by now."""

    event: Event
    off: frozenset[Feature]

    @property
    def changes(self) -> dict[Feature, bool]:
        """Whether each of the features that changed was on before."""
        return {one: self.event.data["before"][one] == ON for one in Feature if one in self.event.data["before"]}

    @property
    def still_holds(self) -> bool:
        """Say whether nothing of it was switched again since, so that it can be taken back."""
        return bool(self.changes) and all((one in self.off) == was_on for one, was_on in self.changes.items())


def latest() -> list[Standing]:
    """Return how each organization that there is stands, by name."""
    there = set(organization_ids())
    rows = Standing.objects.filter(organization_id__in=there).order_by("organization_id", "-day")
    return sorted(rows.distinct("organization_id"), key=lambda one: (one.name.lower(), one.slug))


def uncounted() -> list[uuid.UUID]:
    """Return the organizations that were not counted yet: new ones."""
    known = set(Standing.objects.values_list("organization_id", flat=True).distinct())
    return [one for one in organization_ids() if one not in known]


def history(organization_id: uuid.UUID) -> list[Standing]:
    """Return the last days of one organization, the latest first. Raises ``UnknownPlace``."""
    if organization_id not in organization_ids():
        raise UnknownPlace(_("There is no such organization."))
    since = now().date() - datetime.timedelta(days=SHOWN_DAYS)
    return list(Standing.objects.filter(organization_id=organization_id, day__gte=since).order_by("-day"))


def organization_at(organization_id: uuid.UUID) -> Organization:
    """Return one organization's own row. Raises ``UnknownPlace``."""
    if organization_id not in organization_ids():
        raise UnknownPlace(_("There is no such organization."))
    with tenancy.organization(organization_id):
        return current_organization()


def features_off(organization: Organization) -> frozenset[Feature]:
    """Return what is switched off for an organization; features that there are no more are left out."""
    return frozenset(one for one in Feature if one.value in organization.features_off)


def last_switching(organization_id: uuid.UUID) -> Switching | None:
    """Return what an operator switched last for one organization, if ever."""
    with tenancy.organization(organization_id):
        event = last_event(organization_id, FeaturesSwitched.name)
        return Switching(event, features_off(current_organization())) if event else None


@dataclass(frozen=True)
class Queue:
    """How the queue of jobs stands."""

    waiting: int
    failed: int
    oldest_seconds: int
    workers: int
    database_bytes: int


def queue_standing() -> Queue:
    """Return how many jobs wait and failed, how long the oldest waits, and how many workers live."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())), "
            "count(*) FILTER (WHERE status = 'failed'), "
            "coalesce(extract(epoch FROM now() - min(scheduled_at) FILTER (WHERE status = 'todo')), 0)::bigint, "
            "(SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '45 seconds'), "
            "pg_database_size(current_database()) FROM procrastinate_jobs WHERE status IN ('todo', 'failed')"
        )
        row = cursor.fetchone() or (0, 0, 0, 0, 0)
    return Queue(row[0], row[1], max(0, int(row[2])), row[3], row[4])
