"""Counts of tickets, from the kept tallies: always true, and as fast with a million tickets as with ten."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Aggregate, Count, Q, QuerySet, Sum

from moondesk.kit import prepared, tenancy
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.conditions import names_member
from moondesk.tickets.list_query import ListQuery
from moondesk.tickets.queries import listed_to
from moondesk.tickets.questions import Question
from moondesk.tickets.rules import ACTIVE_STAGES, Stage
from moondesk.tickets.tally_models import Tally

_KEPT = 2000
SNOOZED = "snoozed"
"""What the tallies count snoozed tickets as, in place of their stage."""


@dataclass(frozen=True)
class ViewCounts:
    """How many tickets an actor sees in each view. ``departments`` counts the open ones, without those below."""

    mine: int = 0
    unassigned: int = 0
    open: int = 0
    waiting: int = 0
    snoozed: int = 0
    mentions: int = 0
    departments: Mapping[uuid.UUID | None, int] = field(default_factory=dict)

    def with_below(self, tree: Iterable[tuple[uuid.UUID, int]]) -> dict[uuid.UUID, int]:
        """Return the open tickets of each department and all below it; ``tree`` is in order, each with its depth."""
        total: Counter[uuid.UUID] = Counter()
        above: list[uuid.UUID] = []
        for department, depth in tree:
            above[depth:] = [department]
            total.update(dict.fromkeys(above, self.departments.get(department, 0)))
        return dict(total)


def view_counts(actor: Actor) -> ViewCounts:
    """Return the counts of the views for one actor, in one statement."""
    statement = _compiled(Question(actor, ListQuery()))
    if statement is None:
        return ViewCounts()
    rows = prepared.rows(*statement)
    mine, unassigned, active, waiting, snoozed = (sum(row[at] or 0 for row in rows) for at in range(1, 6))
    departments = {row[0]: row[3] for row in rows if row[3] is not None}
    return ViewCounts(mine, unassigned, active, waiting, snoozed, rows[0][6], departments)


@lru_cache(maxsize=_KEPT)
def _compiled(question: Question) -> tuple[str, tuple[Any, ...]] | None:
    actor = question.actor
    counted = _counted(actor)
    amount, awake, seen = counted.amount, counted.awake, counted.seen
    sums = counted.rows.values_list("department_id").annotate(
        mine=amount(awake & counted.mine),
        nobodys=amount(awake & counted.nobodys),
        active=amount(awake & seen),
        waiting=amount(awake & seen & Q(stage=Stage.WAITING)),
        snoozed=amount(~awake & seen),
    )
    named = listed_to(actor).filter(names_member(actor.member_id))
    try:
        sql, params = sums.order_by().query.sql_with_params()
        # Few tickets name anybody, and an index has them: counted beside the sums, also where these are none.
        where, more = named.values_list("pk").query.sql_with_params()
    except EmptyResultSet:
        return None
    named_too = f"(SELECT count(*) FROM ({where}) AS one) AS named LEFT JOIN ({sql}) AS counted ON true"  # noqa: S608 - of Django's making
    return f"SELECT counted.*, named.count FROM {named_too}", (*more, *params)  # noqa: S608


@dataclass(frozen=True)
class _Counted:
    """What is counted for an actor: rows, how much a condition has of them, and the conditions."""

    rows: QuerySet[Any]
    amount: Callable[[Q], Aggregate]
    awake: Q
    mine: Q
    nobodys: Q
    seen: Q
    """Each ticket that the actor sees, once."""


def _counted(actor: Actor) -> _Counted:
    stages = [stage.value for stage in ACTIVE_STAGES]
    scope, sees_all = actor.scope, actor.may(Permission.TICKET_VIEW_ALL)
    mine = Q(assignee_id=actor.member_id) if actor.member_id else Q(pk__in=[])
    if not sees_all and (
        actor.member_id is None or scope.categories or scope.types or not actor.may(Permission.TICKET_VIEW)
    ):
        # The tallies know neither category nor type nor participants: what such an actor sees is counted itself.
        rows = listed_to(actor).filter(stage__in=stages)
        return _Counted(
            rows, lambda which: Count("pk", filter=which), Q(snoozed_at=None), mine, Q(assignee_id=None), ~Q(pk__in=[])
        )
    nobodys, seen = Q(assignee_id=None, whole=False), Q(whole=True)
    tallies = Tally.objects.filter(mine | Q(assignee_id=None), stage__in=[*stages, SNOOZED])
    if not sees_all:
        own = Q(department_id=None) | Q(department_id__in=scope.departments)
        tallies = tallies.filter(mine | own)
        seen = seen & own | mine & Q(department_id__isnull=False) & ~Q(department_id__in=scope.departments)
    return _Counted(
        tallies, lambda which: Sum("tickets", filter=which, default=0), ~Q(stage=SNOOZED), mine, nobodys, seen
    )


_FOLD = """
WITH gone AS (
    DELETE FROM tickets_tally WHERE organization_id = %(organization)s AND EXISTS (
        SELECT FROM tickets_tally WHERE organization_id = %(organization)s
        GROUP BY department_id, assignee_id, stage, status_id, whole HAVING count(*) > 1)
    RETURNING department_id, assignee_id, stage, status_id, whole, tickets
)
INSERT INTO tickets_tally (id, organization_id, department_id, assignee_id, stage, status_id, whole, tickets)
SELECT gen_random_uuid(), %(organization)s, department_id, assignee_id, stage, status_id, whole, sum(tickets)
FROM gone GROUP BY department_id, assignee_id, stage, status_id, whole HAVING sum(tickets) <> 0
"""


def tickets_by_stage() -> dict[str, int]:
    """Return how many tickets the whole organization has in each stage, for whoever runs the installation."""
    rows = Tally.objects.filter(whole=True).values_list("stage").annotate(many=Sum("tickets"))
    return {stage: int(many or 0) for stage, many in rows}


def fold_tallies() -> int:
    """Make one row of all that count the same in the organization in context; returns how many rows were written.

    One statement, so a reader sees the rows before or after and never half of them; rows that others are adding stay.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FOLD, {"organization": tenancy.current_organization_id()})
        return int(cursor.rowcount)
