"""Counts of tickets, from the kept tallies: always true, and as fast with a million tickets as with ten."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Count, Q, Sum

from moondesk.kit import tenancy
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.models import Tally
from moondesk.tickets.queries import visible_to
from moondesk.tickets.rules import ACTIVE_STAGES, Stage

type _Sum = tuple[str, uuid.UUID | None, uuid.UUID | None, int]


@dataclass(frozen=True)
class ViewCounts:
    """How many tickets an actor sees in each view. ``departments`` counts the open ones, without those below."""

    mine: int = 0
    unassigned: int = 0
    open: int = 0
    waiting: int = 0
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
    mine = unassigned = active = waiting = 0
    departments: Counter[uuid.UUID | None] = Counter()
    for stage, department, assignee, tickets in _sums(actor):
        active += tickets
        departments[department] += tickets
        mine += tickets if assignee is not None and assignee == actor.member_id else 0
        unassigned += tickets if assignee is None else 0
        waiting += tickets if stage == Stage.WAITING else 0
    return ViewCounts(mine, unassigned, active, waiting, departments)


def _sums(actor: Actor) -> Iterable[_Sum]:
    columns = ("stage", "department_id", "assignee_id")
    stages = [stage.value for stage in ACTIVE_STAGES]
    scope = actor.scope
    if not actor.may(Permission.TICKET_VIEW_ALL) and (
        actor.member_id is None or scope.categories or scope.types or not actor.may(Permission.TICKET_VIEW)
    ):
        # The tallies know neither category nor type nor participants: what such an actor sees is counted itself.
        tickets = visible_to(actor).filter(stage__in=stages)
        return tickets.values_list(*columns).annotate(tickets=Count("pk")).order_by()
    tallies = Tally.objects.filter(stage__in=stages)
    if not actor.may(Permission.TICKET_VIEW_ALL):
        own = Q(assignee_id=actor.member_id) | Q(department_id=None) | Q(department_id__in=scope.departments)
        tallies = tallies.filter(own)
    return tallies.values_list(*columns).annotate(sum=Sum("tickets")).order_by()


_FOLD = """
WITH gone AS (
    DELETE FROM tickets_tally WHERE organization_id = %(organization)s
    RETURNING department_id, assignee_id, stage, tickets
)
INSERT INTO tickets_tally (id, organization_id, department_id, assignee_id, stage, tickets)
SELECT gen_random_uuid(), %(organization)s, department_id, assignee_id, stage, sum(tickets)
FROM gone GROUP BY department_id, assignee_id, stage HAVING sum(tickets) <> 0
"""


def fold_tallies() -> int:
    """Make one row of all that count the same in the organization in context; returns how many rows are left.

    One statement, so a reader sees the rows before or after and never half of them; rows that others are adding stay.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FOLD, {"organization": tenancy.current_organization_id()})
        return int(cursor.rowcount)
