"""Closing resolved tickets by themselves (T7): first a mail that says so, some days later the ticket, quietly."""

import datetime
import uuid
from collections import defaultdict

from django.db.models import Q, QuerySet

from moondesk.events.actions import emit
from moondesk.organizations.actor import Actor, system_actor
from moondesk.organizations.models import Department, Organization
from moondesk.tickets import rules
from moondesk.tickets.actions.changes import set_status
from moondesk.tickets.events import ClosingSoon
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import default_status
from moondesk.tickets.rules import Stage

BATCH = 100


def close_batch(at: datetime.datetime) -> bool:
    """Announce the closing of some tickets, and close some; returns whether there may be more.

    A demo organization stands still. What was resolved long before anybody thought of closing it closes without a word.
    """
    organization = Organization.objects.get()
    if organization.is_demo:
        return False
    by = system_actor(organization.pk)
    more = False
    for days, where in _by_days(organization).items():
        if days:
            more |= _warn(where, days, at, by=by)
            more |= _close(where, days, at, by=by)
    return more


def _by_days(organization: Organization) -> dict[int, Q]:
    """Return the numbers of days that there are, each with the tickets that it is for."""
    own: dict[int, list[uuid.UUID]] = defaultdict(list)
    for department in Department.objects.exclude(close_days=None):
        own[department.close_days or 0].append(department.pk)
    others = Q(department_id=None) | ~Q(department_id__in=[pk for pks in own.values() for pk in pks])
    found = {days: Q(department_id__in=pks) for days, pks in own.items()}
    found[organization.close_days] = found.get(organization.close_days, Q(pk__in=[])) | others
    return found


def _batch(where: Q, when: Q) -> list[Ticket]:
    resolved: QuerySet[Ticket] = Ticket.objects.filter(
        where, when, stage=Stage.RESOLVED, deleted_at=None, merged_into=None
    )
    locked = resolved.select_related("status").select_for_update(of=("self",), skip_locked=True)
    return list(locked.order_by("resolved_at", "id")[:BATCH])


def _warn(where: Q, days: int, at: datetime.datetime, *, by: Actor) -> bool:
    times = rules.closing_times(days, at)
    when = Q(close_warned_at=None, resolved_at__lte=times.warn_before, resolved_at__gt=times.forgotten_before)
    found = _batch(where, when)
    for ticket in found:
        ticket.close_warned_at = at
        ticket.save(update_fields=["close_warned_at"])
        closes_at = rules.closes_at(days, ticket.resolved_at or at, at)
        emit(ClosingSoon(subject_id=ticket.pk, closes_at=closes_at.isoformat()), by=by)
    return len(found) == BATCH


def _close(where: Q, days: int, at: datetime.datetime, *, by: Actor) -> bool:
    times = rules.closing_times(days, at)
    warned = Q(close_warned_at__lte=times.warned_before, resolved_at__lte=times.close_before)
    forgotten = Q(close_warned_at=None, resolved_at__lte=times.forgotten_before)
    found = _batch(where, warned | forgotten)
    closed = default_status(Stage.CLOSED) if found else None
    for ticket in found:
        if closed is not None:
            set_status(ticket, closed, by=by, quiet=True)
    return len(found) == BATCH
