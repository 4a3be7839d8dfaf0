"""How many tickets the groups of a list have: exactly where tallies or few rows say it, else counted up to a bound."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from moondesk.kit import prepared
from moondesk.organizations.actor import Actor
from moondesk.tickets.amounts import MOST, Amount
from moondesk.tickets.column_counts import tallied_by
from moondesk.tickets.field_lists import read_rows
from moondesk.tickets.list_query import ListQuery
from moondesk.tickets.lists import matching
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import ACTIVE_STAGES

GROUPED = {
    "status": "status_id",
    "priority": "priority",
    "assignee": "assignee_id",
    "department": "department_id",
    "category": "category_id",
    "type": "type",
}
"""By what lists can be grouped, and the column of a ticket that says so."""
TOLD_APART = 10_000
"""A list of so many tickets is read once and told apart, which costs less than to ask for each of its groups."""
_TYPES = {"priority": "smallint"}


def count_groups(actor: Actor, query: ListQuery, by: str, values: Collection[Any]) -> dict[Any, Amount]:
    """Return how many tickets of a list have each of these values; what no ticket has may be left out."""
    kept = tallied_by(actor, query, by)
    if kept is not None:
        return {value: Amount(count) for value, count in kept.items()}
    tickets = matching(actor, query.at("")).order_by()
    apart = tickets.values_list(GROUPED[by])
    found = _told_apart(query, apart[: TOLD_APART + 1])
    if sum(found.values()) <= TOLD_APART:
        return {value: Amount(count) for value, count in found.items()}
    if _is_together(query, by):
        return _bounded(query, tickets, by, values)
    return {value: Amount(count) for value, count in _told_apart(query, apart).items()}


def _is_together(query: ListQuery, by: str) -> bool:
    """Say whether an index has each group together: only then does counting some of one leave the others unread."""
    if query.q:
        return False  # What fits a search would be looked for again for each group.
    active = bool(query.stage) and set(query.stage) <= set(ACTIVE_STAGES)
    return by in ("status", "assignee", "department") or (by == "priority" and active)


def _told_apart(query: ListQuery, rows: QuerySet[Ticket, Any]) -> dict[Any, int]:
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return {}
    text = f"SELECT value, count(*) FROM ({sql}) AS one(value) GROUP BY value"  # noqa: S608 - of Django's making
    return dict(_read(query, text, params))


def _bounded(query: ListQuery, tickets: QuerySet[Ticket], by: str, values: Collection[Any]) -> dict[Any, Amount]:
    column, most = GROUPED[by], MOST + 1
    here = tickets.extra(where=[f"tickets_ticket.{column} = one.value"])  # noqa: S610 - our own columns
    each, params = here.values_list("pk")[:most].query.sql_with_params()
    nobody, others = tickets.filter(**{column: None}).values_list("pk")[:most].query.sql_with_params()
    text = f"""SELECT one.value, (SELECT count(*) FROM ({each}) AS found)
FROM unnest(%s::{_TYPES.get(by, "uuid")}[]) AS one(value)
UNION ALL SELECT NULL, (SELECT count(*) FROM ({nobody}) AS found)"""  # noqa: S608 - of Django's making
    named = [value for value in values if value is not None]
    rows = _read(query, text, (*params, named, *others))
    return {value: Amount(min(count, MOST), count <= MOST) for value, count in rows if count}


def _read(query: ListQuery, sql: str, params: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    return (read_rows if query.fields else prepared.planned_anew)(sql, params)
