"""Lists of tickets: one statement gives everything that a page of rows shows, at any depth in the same time."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache
from typing import Any

import msgspec
from django.core.exceptions import EmptyResultSet
from django.db.models import CharField, Lookup, QuerySet

from moondesk.kit import written
from moondesk.organizations.actor import Actor
from moondesk.tickets.conditions import (
    attention_condition,
    dates_condition,
    empty_condition,
    excluding_condition,
    one_condition,
    settled,
)
from moondesk.tickets.field_lists import Order, fields_condition, order_of, read_parts, read_rows
from moondesk.tickets.keyset import FIELD_ORDER, Place, Value, condition, keys_of, read_cursor, write_cursor
from moondesk.tickets.list_query import Archived, ListQuery, Sort, Whose, parameters_of, parse_list_query
from moondesk.tickets.models import Ticket, in_language
from moondesk.tickets.queries import listed_to
from moondesk.tickets.questions import Question
from moondesk.tickets.rules import ACTIVE_STAGES, Priority, Stage
from moondesk.tickets.searching import search_condition

__all__ = ["ListPage", "ListQuery", "Sort", "TicketRow", "Whose", "list_tickets", "parameters_of", "parse_list_query"]


class TicketRow(msgspec.Struct, frozen=True, gc=False):
    """One ticket as lists show it. Labels come in all languages; the properties give the reader's."""

    id: uuid.UUID
    number: str
    subject: str
    stage: str
    priority: int
    type: str
    channel: str
    tags: list[str]
    language: str
    version: int
    message_count: int
    created_at: datetime.datetime
    updated_at: datetime.datetime
    due_at: datetime.datetime | None
    first_response_at: datetime.datetime | None
    last_message_at: datetime.datetime
    last_message_by_customer: bool
    resolved_at: datetime.datetime | None
    closed_at: datetime.datetime | None
    status_id: uuid.UUID
    status_key: str
    status_labels: dict[str, str]
    category_key: str | None
    category_labels: dict[str, str] | None
    department_id: uuid.UUID | None
    department_name: str | None
    requester_id: uuid.UUID
    requester_name: str
    requester_email: str | None
    company_id: uuid.UUID | None
    company_name: str | None
    assignee_id: uuid.UUID | None
    assignee_name: str | None
    field_values: str
    """The values of custom fields as JSON, which few lists look into."""

    @property
    def status_label(self) -> str:
        """Return what agents call the status, in the reader's language."""
        return in_language(self.status_labels)

    @property
    def category_label(self) -> str:
        """Return what the ticket is about, in the reader's language."""
        return in_language(self.category_labels) if self.category_labels else ""

    @property
    def priority_key(self) -> str:
        """Return the word of the priority."""
        return Priority(self.priority).key

    @property
    def requester_shown(self) -> str:
        """Return the requester's name, or what stands for it."""
        return self.requester_name or self.requester_email or "?"


_OWN = TicketRow.__struct_fields__[:20]
_KEYS = ("category_id", "department_id", "requester_id", "assignee_id", "field_values")
COLUMNS = (*_OWN, *_KEYS)
"""The columns of tickets that ``SHOWN`` needs of a page."""
_LABELS = {at for at, name in enumerate(TicketRow.__struct_fields__) if name.endswith("_labels")}
SHOWN = f"""{", ".join(f"page.{name}" for name in _OWN)},
status.key, status.labels, category.key, category.labels, page.department_id, department.name,
page.requester_id, requester.name, requester.email, requester.company_id, company.name, page.assignee_id, assignee.name,
page.field_values
FROM page JOIN tickets_status status ON status.id = page.status_id
LEFT JOIN tickets_category category ON category.id = page.category_id
LEFT JOIN organizations_department department ON department.id = page.department_id
JOIN contacts_contact requester ON requester.id = page.requester_id
LEFT JOIN contacts_company company ON company.id = requester.company_id
LEFT JOIN organizations_member assignee ON assignee.id = page.assignee_id"""
"""SQL: all that ``TicketRow`` shows, in its order."""
_WITH_ORDER = SHOWN.replace("page.field_values\nFROM", f"page.field_values, page.{FIELD_ORDER}\nFROM")
"""SQL: the same, and by what an order by a custom field goes."""
_KEPT = 2000
_ANYBODY = uuid.uuid5(uuid.NAMESPACE_OID, "any requester")
"""Stands for a single requester in kept statements: one for all of them."""


class ListPage(msgspec.Struct, frozen=True):
    """One page of a list. ``next`` and ``previous`` are the cursors of its neighbours, or None at an end."""

    rows: list[TicketRow]
    next: str | None
    previous: str | None


@CharField.register_lookup
class ContainsAnyCase(Lookup):
    """``ILIKE``, which an index of trigrams can answer; Django's ``icontains`` upper-cases the column."""

    lookup_name = "contains_any_case"
    prepare_rhs = True

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the comparison, with the wildcards in the text made plain."""
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        words = str(right_params[0]).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return f"{left} ILIKE {right}", (*left_params, f"%{words}%")


@CharField.register_lookup
class InWords(Lookup):
    """``IN`` a few stages that the SQL itself names: only so can a kept plan use the indexes that hold some stages."""

    lookup_name = "in_words"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the comparison, the stages in their own order, as the indexes have them."""
        left, params = self.process_lhs(compiler, connection)
        words = ", ".join(f"'{stage.value}'" for stage in Stage if stage in self.rhs)
        return f"{left} IN ({words})", tuple(params)


def list_tickets(actor: Actor, query: ListQuery) -> ListPage:
    """Return one page of the tickets the actor may see. Raises ``InvalidList`` for a cursor of another order."""
    place = read_cursor(query.sort, query.cursor) if query.cursor else None
    backward = place is not None and place.backward
    order = order_of(actor, query)
    read: list[tuple[TicketRow, tuple[Any, ...]]]
    read = _rows_by_field(actor, query, order, place) if order else [(row, ()) for row in _rows(actor, query)]
    more = len(read) > query.limit
    found = read[: query.limit]
    if backward:
        found.reverse()
    after, before = (place is not None, more) if backward else (more, place is not None)
    return ListPage(
        [row for row, _values in found],
        next=_cursor(query, *found[-1], backward=False) if found and after else None,
        previous=_cursor(query, *found[0], backward=True) if found and before else None,
    )


def _cursor(query: ListQuery, row: TicketRow, values: tuple[Any, ...], *, backward: bool) -> str:
    sorted_by = values or tuple(getattr(row, key.name) for key in keys_of(query.sort))
    return write_cursor(query.sort, sorted_by, backward=backward)


def _rows(actor: Actor, query: ListQuery) -> list[TicketRow]:
    asked = settled(query)
    question = Question(actor, replace(asked, requester=(_ANYBODY,)) if len(query.requester) == 1 else asked)
    statement = _compiled(question) if question.is_kept else _compile(question)
    if statement is None:
        return []
    sql, params = statement
    given = tuple(query.requester[0] if param == _ANYBODY else param for param in params)
    if query.fields:
        return [row_of(values) for values in read_rows(sql, given)]
    return [row_of(values) for values in question.run(sql, given)]


def rows_of(actor: Actor, ids: Collection[uuid.UUID]) -> list[TicketRow]:
    """Return some tickets as lists show them, those that the actor may see, in the order of the ids."""
    found = written.run(_some(Question.of_all(actor)), ids=ids) if ids else []
    rows = {row.id: row for row in map(row_of, found)}
    return [rows[one] for one in ids if one in rows]


@lru_cache(maxsize=_KEPT)
def _some(question: Question) -> written.Statement | None:
    page = written.write(listed_to(question.actor).filter(pk__any_of=written.ANY_IDS).values_list(*COLUMNS))
    return page and (f"WITH page AS MATERIALIZED ({page[0]}) SELECT {SHOWN}", page[1])


def _rows_by_field(
    actor: Actor, query: ListQuery, order: Order, place: Place | None
) -> list[tuple[TicketRow, tuple[Value, ...]]]:
    tickets = matching(actor, query)
    backward = place is not None and place.backward
    keys = keys_of(query.sort)

    def read(valued: bool, here: Place | None, count: int) -> list[tuple[TicketRow, tuple[Value, ...]]]:
        part = order.part(tickets, here, valued=valued, backward=backward)
        columns = (*COLUMNS, FIELD_ORDER) if valued else COLUMNS
        try:
            page, params = part.values_list(*columns)[:count].query.sql_with_params()
        except EmptyResultSet:
            return []
        by = ", ".join(key.sql(backward=backward) for key in (keys if valued else keys[1:]))
        shown = _WITH_ORDER if valued else SHOWN
        sql = f"WITH page AS MATERIALIZED ({page}) SELECT {shown} ORDER BY {by}"
        width = len(TicketRow.__struct_fields__)
        rows = [(row_of(values[:width]), values[width:]) for values in read_rows(sql, tuple(params))]
        return [(row, ((rest[0] if rest else None), row.id)) for row, rest in rows]

    return read_parts(place, query.limit + 1, read)


def row_of(values: tuple[Any, ...]) -> TicketRow:
    """Return a row of a raw statement, in which PostgreSQL gives labels as JSON text."""
    row = list(values)
    for at in _LABELS:
        row[at] = row[at] and _labels(row[at])
    return TicketRow(*row)


@lru_cache(maxsize=_KEPT)
def _labels(text: str) -> dict[str, str]:
    """Return labels, the same for all rows that have them: nobody may change these."""
    labels: dict[str, str] = msgspec.json.decode(text)
    return labels


def _compile(question: Question) -> tuple[str, tuple[Any, ...]] | None:
    query = question.query
    keys = keys_of(query.sort)
    place = read_cursor(query.sort, query.cursor) if query.cursor else None
    tickets = matching(question.actor, query)
    if place is not None:
        tickets = tickets.filter(condition(keys, place))
    backward = place is not None and place.backward
    ordered = tickets.order_by(*(key.order(backward=backward) for key in keys))
    try:
        page, params = ordered.values_list(*COLUMNS)[: query.limit + 1].query.sql_with_params()
    except EmptyResultSet:
        return None
    # First the page, then what belongs to its rows: joining first, PostgreSQL would join and sort all there are.
    order = ", ".join(key.sql(backward=backward) for key in keys)
    return f"WITH page AS MATERIALIZED ({page}) SELECT {SHOWN} ORDER BY {order}", tuple(params)


_compiled = lru_cache(maxsize=_KEPT)(_compile)


_PLAIN = (
    "stage", "status", "category", "priority", "type", "channel", "department", "assignee", "requester", "company",
    "tag", "sla",
)  # fmt: skip


def matching(actor: Actor, query: ListQuery) -> QuerySet[Ticket]:
    """Return the visible tickets that fit the filters, in no order."""
    tickets = listed_to(actor)
    for name in _PLAIN:
        if values := getattr(query, name):
            tickets = tickets.filter(one_condition(actor, name, values))
    if query.excluded or query.empty:
        tickets = tickets.filter(excluding_condition(actor, query), empty_condition(query))
    tickets = tickets.filter(dates_condition(query))
    tickets = _archived(tickets, query)
    if query.fields:
        tickets = tickets.filter(fields_condition(actor, query))
    if query.snoozed is not None:
        tickets = tickets.filter(snoozed_at__isnull=not query.snoozed)
    if query.answered is not None:
        tickets = tickets.filter(first_response_at__isnull=not query.answered)
    if query.mentioned is not None or query.watched is not None:
        tickets = tickets.filter(attention_condition(actor, query))
    return tickets.filter(search_condition(actor, query.q)) if query.q else tickets


def _archived(tickets: QuerySet[Ticket], query: ListQuery) -> QuerySet[Ticket]:
    """Leave archived tickets out unless they are asked for, searched, or one requester's. Active ones never are."""
    if query.archived is Archived.YES:
        return tickets.filter(archived_at__isnull=False)
    searching = query.q or query.requester or query.archived is Archived.ANY
    active = query.stage and set(query.stage) <= set(ACTIVE_STAGES)
    return tickets if searching or active else tickets.filter(archived_at=None)
