"""A list of tickets as a board: a column for each status, each read like a list, and how many tickets it really has."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor
from moondesk.tickets.cells import Cell, Lane, read_cells
from moondesk.tickets.column_counts import count_statuses
from moondesk.tickets.list_query import FieldSort, ListQuery, Sort
from moondesk.tickets.lists import ListPage, list_tickets
from moondesk.tickets.models import Status
from moondesk.tickets.moments import Moment, Relative
from moondesk.tickets.rules import ACTIVE_STAGES, DONE_STAGES, Stage

CARDS = 25
MOST_CARDS = 200
RECENT = datetime.timedelta(days=7)
"""What was done longer ago is not on a board: it would hide what is to be done."""


@dataclass(frozen=True)
class Column:
    """One status of a board, and the question for its tickets."""

    status: Status
    query: ListQuery

    @property
    def is_recent(self) -> bool:
        """Say whether it has only what was done lately."""
        return self.status.stage in DONE_STAGES

    def is_over(self, count: int) -> bool:
        """Say whether this is more than the column should hold."""
        return self.status.wip_limit is not None and count > self.status.wip_limit


def columns_of(query: ListQuery, statuses: Iterable[Status]) -> list[Column]:
    """Return the columns for a question, in the order of the workflow.

    Where all that is to be done is asked for, what was resolved lately stands beside it: that is where cards go.
    """
    refused = dict(query.excluded)
    stages = (set(query.stage) or set(Stage)) - set(refused.get("stage", ()))
    if stages == set(ACTIVE_STAGES):
        stages.add(Stage.RESOLVED)
    wanted = [
        one
        for one in statuses
        if (one.key in query.status if query.status else one.stage in stages)
        and one.key not in refused.get("status", ())
        and not one.retired_at
    ]
    return [Column(one, _question(query, one)) for one in wanted]


def _question(query: ListQuery, status: Status) -> ListQuery:
    own = replace(query, stage=(Stage(status.stage),), status=(status.key,), cursor="", limit=CARDS)
    if status.stage not in DONE_STAGES:
        return own
    midnight = timezone.localtime(now() - RECENT).replace(hour=0, minute=0, second=0, microsecond=0)
    since = midnight.astimezone(datetime.UTC)
    return replace(own, sort=Sort.UPDATED, updated_from=_later(since, query.updated_from))


def _later(since: datetime.datetime, asked: Moment | None) -> Moment:
    """Return the later one. A moment that goes with the clock stays one, so that its statement is kept."""
    if asked is None:
        return since
    if isinstance(asked, Relative):
        return asked if -asked.span < RECENT else since
    return max(since, asked)


@dataclass(frozen=True)
class Slot:
    """Which cards of a column are wanted: how many of which lane, after which cursor."""

    column: Column
    lane: Lane = None
    count: int = CARDS
    cursor: str = ""
    found: int = 0
    """How many tickets the lane has in the column, and the column itself, where that is known."""
    of: int = 0

    @property
    def walks(self) -> bool:
        """Say whether looking through the column for the lane reads less than sorting all that the lane has."""
        return self.found**2 >= (self.count + 1) * self.of

    @property
    def cell(self) -> Cell:
        """What to read for it."""
        most = max(1, min(self.count, MOST_CARDS))
        # The status says the stage; all stages of its kind together make one statement of many.
        stages = DONE_STAGES if self.column.is_recent else ACTIVE_STAGES
        query = replace(self.column.query, stage=stages, limit=most, cursor=self.cursor)
        # Lanes have no order by a custom field: each would have to be sorted.
        if isinstance(query.sort, FieldSort):
            query = replace(query, sort=Sort.PRIORITY)
        return Cell(query, self.column.status.pk, self.lane, most, self.walks)


def cards_of(actor: Actor, slots: Sequence[Slot], lanes: str = "") -> list[ListPage]:
    """Return the cards of each slot."""
    if lanes or not any(isinstance(one.column.query.sort, FieldSort) for one in slots):
        return read_cells(actor, [one.cell for one in slots], lanes)
    wanted = [replace(one.column.query, limit=one.cell.most, cursor=one.cursor) for one in slots]
    return [list_tickets(actor, query) for query in wanted]


def count_cells(actor: Actor, columns: Iterable[Column], lanes: str = "") -> dict[tuple[str, Lane], int]:
    """Return how many tickets each status has, or with ``lanes`` each status in each lane, also beyond what is read."""
    columns = list(columns)
    keys = {one.status.pk: one.status.key for one in columns}
    found: dict[tuple[str, Lane], int] = {}
    for done in (False, True):
        part = [column for column in columns if column.is_recent is done]
        if not part:
            continue
        stages = tuple(dict.fromkeys(stage for column in part for stage in column.query.stage))
        question = replace(part[0].query, stage=stages)
        counted = count_statuses(actor, question, [one.status.pk for one in part], lanes)
        found |= {(keys[status], lane): count for (status, lane), count in counted.items()}
    return found
