"""The cells of a board, each the first cards of a status, or of a status in a lane: one statement for all of them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet, Window
from django.db.models.functions import Now, RowNumber

from moondesk.kit import prepared
from moondesk.organizations.actor import Actor
from moondesk.tickets.conditions import settled
from moondesk.tickets.field_lists import read_rows
from moondesk.tickets.keyset import condition, keys_of, read_cursor, write_cursor
from moondesk.tickets.list_query import ListQuery
from moondesk.tickets.lists import COLUMNS, SHOWN, ListPage, TicketRow, matching, row_of
from moondesk.tickets.models import Ticket
from moondesk.tickets.questions import Question
from moondesk.tickets.rules import ACTIVE_STAGES, WORKING_STAGES

type Lane = uuid.UUID | int | None
LANES = {"assignee": "assignee_id", "priority": "priority", "department": "department_id"}
"""By what a board can be cut into lanes, and the column of a ticket that says so."""
_TYPES = {"assignee": "uuid", "priority": "smallint", "department": "uuid"}
_LATE = 3000
"""So many late tickets are looked through; whether there are more is said."""
_KEPT = 200


@dataclass(frozen=True)
class Cell:
    """What is read of one cell: the question of its column, its status and lane, and how many of its cards."""

    query: ListQuery
    status: uuid.UUID
    lane: Lane
    most: int
    walks: bool
    """Say whether the status is looked through for the lane, and not the lane's own tickets sorted."""


@dataclass(frozen=True)
class _Shape:
    """What one statement for several cells depends on: the same question, in lanes of one kind, found one way."""

    question: Question
    lanes: str
    walks: bool
    """Say whether the status is looked through for the lane, and not the lane's own tickets sorted."""


def read_cells(actor: Actor, cells: Sequence[Cell], lanes: str = "") -> list[ListPage]:
    """Return the first cards of each cell, or with a cursor in its question those after it.

    The order is that of the question; one by a custom field is read as a list (``list_tickets``), not here.
    """
    found: list[list[TicketRow]] = [[] for _cell in cells]
    shapes: dict[_Shape, list[int]] = {}
    for at, cell in enumerate(cells):
        question = Question(actor, settled(replace(cell.query, status=())))
        shapes.setdefault(_Shape(question, lanes, cell.lane is None or cell.walks), []).append(at)
    for shape, places in shapes.items():
        for at, row in _read(shape, [(at, cells[at]) for at in places]):
            found[at].append(row)
    return [_page(cell, rows) for cell, rows in zip(cells, found, strict=True)]


def _page(cell: Cell, rows: list[TicketRow]) -> ListPage:
    shown = rows[: cell.most]
    if len(rows) <= cell.most:
        return ListPage(shown, None, None)
    values = tuple(getattr(shown[-1], key.name) for key in keys_of(cell.query.sort))
    return ListPage(shown, write_cursor(cell.query.sort, values, backward=False), None)


def statement_of(actor: Actor, cells: Sequence[Cell], lanes: str = "") -> tuple[str, tuple[Any, ...]] | None:
    """Return the statement for cells of one shape, for those who want to see how PostgreSQL answers it."""
    shape = _Shape(Question(actor, replace(cells[0].query, status=())), lanes, walks=True)
    statement = _compile(shape)
    return statement and (statement[0], (*_values(shape, list(enumerate(cells))), *statement[1]))


def _values(shape: _Shape, cells: Sequence[tuple[int, Cell]]) -> tuple[list[Any], ...]:
    most = [cell.most + 1 for _at, cell in cells]
    wanted = ([at for at, _cell in cells], [cell.status for _at, cell in cells], most)
    return (*wanted, [cell.lane for _at, cell in cells]) if shape.lanes else wanted


def _read(shape: _Shape, cells: Sequence[tuple[int, Cell]]) -> list[tuple[int, TicketRow]]:
    is_kept = shape.question.is_kept and not shape.question.query.cursor
    statement = _compiled(shape) if is_kept else _compile(shape)
    if statement is None:
        return []
    sql, params = statement
    values = (*_values(shape, cells), *params)
    if shape.question.query.fields:
        rows = read_rows(sql, values)
    else:
        rows = (prepared.rows if is_kept else prepared.planned_anew)(sql, values)
    return [(row[0], row_of(row[2:])) for row in rows]


def _compile(shape: _Shape) -> tuple[str, tuple[Any, ...]] | None:
    query = shape.question.query
    keys = keys_of(query.sort)
    tickets = _in_cell(matching(shape.question.actor, query), shape)
    if query.cursor:
        tickets = tickets.filter(condition(keys, read_cursor(query.sort, query.cursor)))
    order = [key.order(backward=False) for key in keys]
    tickets = tickets.annotate(place=Window(RowNumber(), order_by=order)).order_by(*order)
    try:
        page, params = tickets.values_list("place", *COLUMNS).query.sql_with_params()
    except EmptyResultSet:
        return None
    # Each cell walks an index in its order and stops when it has enough.
    cards = f"SELECT cell.at, card.* FROM {_cells(shape)} CROSS JOIN LATERAL ({page} LIMIT cell.most) AS card"  # noqa: S608
    return (
        f"WITH page AS MATERIALIZED ({cards}) SELECT page.at, page.place, {SHOWN} ORDER BY page.at, page.place",
        params,
    )


def _cells(shape: _Shape) -> str:
    if not shape.lanes:
        return "unnest(%s::int[], %s::uuid[], %s::int[]) AS cell(at, status, most)"
    return f"unnest(%s::int[], %s::uuid[], %s::int[], %s::{_TYPES[shape.lanes]}[]) AS cell(at, status, most, lane)"


def _in_cell(tickets: QuerySet[Ticket], shape: _Shape) -> QuerySet[Ticket]:
    tickets = tickets.extra(where=["tickets_ticket.status_id = cell.status"])
    if not shape.lanes:
        return tickets
    # What no index can answer leaves only one way to find the cards. Left to choose, PostgreSQL takes a department for
    # as small as those of all organizations are on average, and sorts thousands.
    same = "IS NOT DISTINCT FROM" if shape.walks and shape.lanes != "priority" else "="
    return tickets.extra(where=[f"tickets_ticket.{LANES[shape.lanes]} {same} cell.lane"])  # noqa: S610 - our own columns


_compiled = lru_cache(maxsize=_KEPT)(_compile)


def count_late(actor: Actor, query: ListQuery) -> tuple[dict[uuid.UUID, int], bool]:
    """Return how many tickets of each status are past their due time, and whether that is all; none while they wait."""
    late = matching(actor, replace(query, stage=(), status=(), cursor=""))
    late = late.filter(stage__in_words=ACTIVE_STAGES, due_at__lt=Now())
    try:
        sql, params = late.order_by("due_at").values_list("status_id", "stage")[:_LATE].query.sql_with_params()
    except EmptyResultSet:
        return {}, True
    rows = prepared.planned_anew(f"SELECT status_id, stage, count(*) FROM ({sql}) AS late GROUP BY 1, 2", params)  # noqa: S608
    found = {status: count for status, stage, count in rows if stage in WORKING_STAGES}
    return found, sum(row[2] for row in rows) < _LATE
