"""How many tickets statuses and people have of a list, from the kept tallies where these can answer the question."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Count, Q, Sum

from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import with_all_below
from moondesk.tickets.cells import LANES, Lane
from moondesk.tickets.counts import SNOOZED
from moondesk.tickets.list_query import ListQuery, Whose
from moondesk.tickets.lists import matching
from moondesk.tickets.models import Status
from moondesk.tickets.rules import ACTIVE_STAGES
from moondesk.tickets.tally_models import Tally

_TALLIED = ("stage", "status", "department", "assignee", "snoozed", "excluded", "sort", "cursor", "limit")
"""What a question may say beside the columns, for the tallies to answer it."""
_KEPT_LANES = ("", "assignee", "department")

type Counts = dict[tuple[uuid.UUID, Lane], int]


def count_statuses(actor: Actor, query: ListQuery, statuses: Sequence[uuid.UUID], lanes: str = "") -> Counts:
    """Return how many tickets each status has, or with ``lanes`` each status in each lane, up to no bound."""
    if lanes in _KEPT_LANES and _is_tallied(actor, query):
        return _tallied(actor, query, statuses, lanes)
    found = matching(actor, replace(query, status=(), cursor="")).filter(status_id__in=statuses)
    by = [LANES[lanes]] if lanes else []
    rows = found.values_list("status_id", *by).annotate(amount=Count("pk")).order_by()
    return {(row[0], row[1] if lanes else None): row[-1] for row in rows}


def tallied_by(actor: Actor, query: ListQuery, by: str) -> dict[Lane, int] | None:
    """Return how many tickets of a list each status, assignee or department has; None where the tallies do not know."""
    if by not in ("status", *_KEPT_LANES) or not _is_tallied(actor, query):
        return None
    statuses = [one for one in Status.objects.only("pk", "key", "stage") if _asks(query, one)]
    if any(one.stage not in ACTIVE_STAGES for one in statuses):
        return None  # Lists leave out what is archived, of which the tallies know nothing.
    found: Counter[Lane] = Counter()
    counted = _tallied(actor, query, [one.pk for one in statuses], "" if by == "status" else by)
    for (status, lane), count in counted.items():
        found[status if by == "status" else lane] += count
    return dict(found)


def _asks(query: ListQuery, status: Status) -> bool:
    refused = dict(query.excluded)
    return (
        (not query.status or status.key in query.status)
        and (not query.stage or status.stage in query.stage)
        and status.key not in refused.get("status", ())
        and status.stage not in refused.get("stage", ())
    )


def _is_tallied(actor: Actor, query: ListQuery) -> bool:
    plain = replace(query, **{name: getattr(ListQuery(), name) for name in _TALLIED})
    by_status = {name for name, _values in query.excluded} <= {"stage", "status"}
    scope = actor.scope
    # The tallies know neither category nor type nor participants.
    sees_plainly = actor.may(Permission.TICKET_VIEW_ALL) or (
        actor.may(Permission.TICKET_VIEW) and actor.member_id is not None and not scope.categories and not scope.types
    )
    return plain == ListQuery() and by_status and actor.is_staff and sees_plainly


def _tallied(actor: Actor, query: ListQuery, statuses: Sequence[uuid.UUID], lanes: str) -> Counts:
    by_person = lanes == "assignee" or bool(query.assignee)
    mine = Q(assignee_id=actor.member_id, whole=False)
    seen = Q(whole=not by_person)
    if not actor.may(Permission.TICKET_VIEW_ALL):
        own = Q(department_id=None) | Q(department_id__in=actor.scope.departments)
        seen = seen & own | mine & Q(department_id__isnull=False) & ~Q(department_id__in=actor.scope.departments)
    tallies = Tally.objects.filter(seen, status_id__in=statuses)
    if query.department:
        tallies = tallies.filter(department_id__in=with_all_below(set(query.department)))
    if query.assignee:
        tallies = tallies.filter(_assignees(actor, query.assignee))
    if query.snoozed is not None:
        tallies = tallies.filter(stage=SNOOZED) if query.snoozed else tallies.exclude(stage=SNOOZED)
    by = [LANES[lanes]] if lanes else []
    rows = tallies.values_list("status_id", *by).annotate(amount=Sum("tickets")).order_by()
    return {(row[0], row[1] if lanes else None): row[-1] for row in rows if row[-1]}


def _assignees(actor: Actor, values: Sequence[uuid.UUID | Whose]) -> Q:
    members = [one for one in values if isinstance(one, uuid.UUID)]
    if Whose.ME in values and actor.member_id:
        members.append(actor.member_id)
    return Q(assignee_id__in=members) | (Q(assignee_id=None) if Whose.NOBODY in values else Q(pk__in=[]))
