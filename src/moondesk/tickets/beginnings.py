"""The beginnings of several lists, such as the groups of one, read by one statement."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from moondesk.kit import prepared
from moondesk.kit.written import Statement, write
from moondesk.organizations.actor import Actor
from moondesk.tickets.conditions import settled
from moondesk.tickets.field_lists import order_of, read_rows
from moondesk.tickets.keyset import keys_of
from moondesk.tickets.list_query import ListQuery
from moondesk.tickets.lists import COLUMNS, SHOWN, TicketRow, list_tickets, matching, row_of
from moondesk.tickets.questions import Question

_KEPT = 2000


def beginnings(actor: Actor, queries: Sequence[ListQuery]) -> list[list[TicketRow]]:
    """Return the first rows of each question, as many as it wants. All are in the same order."""
    if not queries:
        return []
    if (
        order_of(actor, queries[0]) is not None
    ):  # The values of a field and their lack are two lists, one after the other.
        return [list_tickets(actor, query).rows for query in queries]
    found: list[list[TicketRow]] = [[] for _query in queries]
    parts: list[str] = []
    values: list[Any] = []
    for at, query in enumerate(queries):
        question = Question(actor, settled(query))
        statement = _kept(question) if question.is_kept else _written(question)
        if statement is not None:
            parts.append(f"SELECT {at} AS part, rows.* FROM ({statement[0]}) AS rows")  # noqa: S608 - of Django's making
            values += statement[1]
    if parts:
        order = ", ".join(key.sql(backward=False) for key in keys_of(queries[0].sort))
        sql = (
            f"WITH page AS MATERIALIZED ({' UNION ALL '.join(parts)}) "
            f"SELECT page.part, {SHOWN} ORDER BY page.part, {order}"
        )
        read = read_rows if queries[0].fields else prepared.planned_anew
        for part, *row in read(sql, tuple(values)):
            found[part].append(row_of(tuple(row)))
    return found


def _written(question: Question) -> Statement | None:
    query = question.query
    ordered = matching(question.actor, query).order_by(*(key.order(backward=False) for key in keys_of(query.sort)))
    return write(ordered.values_list(*COLUMNS)[: query.limit])


_kept = lru_cache(maxsize=_KEPT)(_written)
