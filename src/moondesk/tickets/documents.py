"""Tickets as the JSON of ``TicketOut``, built by PostgreSQL: one statement, no model instances, no second encoding.

A list is the hottest read there is. The statement of a question depends on nothing but the asker's sight and the
question, so it is compiled once and kept; only its rows are read anew.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import TextField, Value
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from moondesk.kit import prepared, written
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.conditions import settled
from moondesk.tickets.errors import TicketNotFound
from moondesk.tickets.field_lists import Order, order_of, read_parts, read_rows
from moondesk.tickets.keyset import FIELD_ORDER, Place, condition, keys_of, read_cursor, write_cursor
from moondesk.tickets.list_query import ListQuery
from moondesk.tickets.lists import matching
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import find_number, listed_to, visible_to
from moondesk.tickets.questions import Question

_KEPT = 2000
_ANY_NUMBER = "?any?"
"""Stands for the number in the kept statement of one ticket; no number can look like it."""
_T = '"tickets_ticket"'
_TIMES = (
    "created_at",
    "updated_at",
    "starts_at",
    "due_at",
    "first_response_at",
    "last_message_at",
    "resolved_at",
    "closed_at",
    "archived_at",
    "snoozed_at",
    "snoozed_until",
)


def _time(name: str) -> str:
    return f'to_char({_T}.{name}, \'YYYY-MM-DD"T"HH24:MI:SS.US"Z"\')'


_LANGUAGE = f"(SELECT o.language FROM organizations_organization o WHERE o.id = {_T}.organization_id)"  # noqa: S608
_LABEL = f"coalesce(x.labels ->> {_LANGUAGE}, x.labels ->> 'en', x.key)"

_FIELDS = f"""{_T}.field_values
  - coalesce((SELECT array_agg(f.key::text) FROM fields_field f WHERE f.retired_at IS NOT NULL), '{{}}')"""  # noqa: S608
"""SQL: the values of custom fields but those of retired ones, which the table's policy narrows to the organization."""

DOCUMENT = f"""json_build_object(
'id', {_T}.id,
'number', (SELECT o.number_prefix FROM organizations_organization o WHERE o.id = {_T}.organization_id)
  || '-' || {_T}.number,
'subject', {_T}.subject,
'status', (SELECT json_build_object('key', x.key, 'stage', x.stage, 'label', {_LABEL})
  FROM tickets_status x WHERE x.id = {_T}.status_id),
'priority', (ARRAY['low', 'medium', 'high', 'urgent'])[{_T}.priority],
'category', (SELECT json_build_object('key', x.key, 'label', {_LABEL})
  FROM tickets_category x WHERE x.id = {_T}.category_id),
'type', {_T}.type,
'department', (SELECT json_build_object('id', d.id, 'name', d.name)
  FROM organizations_department d WHERE d.id = {_T}.department_id),
'channel', {_T}.channel,
'requester', (SELECT json_build_object('id', c.id, 'name', c.name, 'email', c.email, 'company',
    (SELECT json_build_object('id', f.id, 'name', f.name) FROM contacts_company f WHERE f.id = c.company_id))
  FROM contacts_contact c WHERE c.id = {_T}.requester_id),
'assignee', (SELECT json_build_object('id', m.id, 'name', m.name)
  FROM organizations_member m WHERE m.id = {_T}.assignee_id),
'follows', (SELECT o.number_prefix || '-' || p.number FROM tickets_ticket p
  JOIN organizations_organization o ON o.id = p.organization_id WHERE p.id = {_T}.follows_id),
'merged_into', (SELECT o.number_prefix || '-' || p.number FROM tickets_ticket p
  JOIN organizations_organization o ON o.id = p.organization_id WHERE p.id = {_T}.merged_into_id),
'tags', {_T}.tags,
'fields', {_FIELDS},
'language', {_T}.language,
'version', {_T}.version,
'message_count', {_T}.message_count,
{", ".join(f"'{name}', {_time(name)}" for name in _TIMES)},
'last_message_by_customer', {_T}.last_message_by_customer)::text"""  # noqa: S608 - constants
"""SQL: one row of tickets as JSON. ``tests/tickets`` holds it against ``TicketOut``."""


_NEXT = f"""coalesce((SELECT json_agg(s.key ORDER BY s.position) FROM tickets_status s
WHERE s.organization_id = {_T}.organization_id AND s.retired_at IS NULL AND s.id <> {_T}.status_id AND NOT EXISTS (
  SELECT FROM tickets_transition x WHERE x.organization_id = {_T}.organization_id AND x.old_id = {_T}.status_id
    AND x.new_id = s.id
    AND NOT x.roles && coalesce((SELECT m.roles || ARRAY(SELECT split_part(rule, ' ', 2)::varchar
      FROM unnest(m.role_rules) rule WHERE split_part(rule, ' ', 1) = ANY(m.roles))
      FROM organizations_member m WHERE m.id = %s), '{{}}'))), '[]')::text"""  # noqa: S608 - constants
"""SQL: the keys of the statuses to which a member may move the ticket, as ``Workflow.next_from`` says it."""
_OF_ONE = f"SELECT id, version, {DOCUMENT}, {_NEXT} FROM {_T} WHERE organization_id = %s AND id = %s"  # noqa: S608 - constants


@dataclass(frozen=True)
class DocumentPage:
    """One page of documents; ``next`` is the cursor of the page after it."""

    documents: list[str]
    next: str | None


@dataclass(frozen=True)
class Document:
    """One ticket's JSON and what a change of it needs to know."""

    id: uuid.UUID
    version: int
    json: str


def _document(actor: Actor, *, retired: bool) -> RawSQL:
    """Return the document as the actor sees it: fields are the desk's, and those of retired ones only if asked for."""
    sql = DOCUMENT if not retired else DOCUMENT.replace(_FIELDS, f"{_T}.field_values")
    return RawSQL(sql if actor.is_staff else DOCUMENT.replace(_FIELDS, "'{}'::jsonb"), (), output_field=TextField())  # noqa: S611 - constants


def _compile(actor: Actor, query: ListQuery, *, retired: bool) -> tuple[str, tuple[Any, ...]] | None:
    keys = keys_of(query.sort)
    place = read_cursor(query.sort, query.cursor) if query.cursor else None
    tickets = matching(actor, query)
    if place is not None:
        tickets = tickets.filter(condition(keys, place))
    backward = place is not None and place.backward
    rows = tickets.order_by(*(key.order(backward=backward) for key in keys))
    try:
        sql, params = rows.values_list(_document(actor, retired=retired), *(key.name for key in keys))[
            : query.limit + 1
        ].query.sql_with_params()
    except EmptyResultSet:
        return None
    return sql, tuple(params)


@lru_cache(maxsize=_KEPT)
def _compiled(question: Question, retired: bool) -> tuple[str, tuple[Any, ...]] | None:
    return _compile(question.actor, question.query, retired=retired)


def list_documents(actor: Actor, query: ListQuery, *, retired: bool = False) -> DocumentPage:
    """Return one page of the tickets the actor may see, as JSON. Raises ``InvalidList`` as ``list_tickets`` does."""
    place = read_cursor(query.sort, query.cursor) if query.cursor else None
    order = order_of(actor, query)
    found = _rows(actor, query, retired) if order is None else _rows_by_field(actor, query, order, place, retired)
    rows = found[: query.limit]
    backward = place is not None and place.backward
    if backward:
        rows.reverse()
    more = backward or len(found) > query.limit
    last = write_cursor(query.sort, rows[-1][1:], backward=False) if rows and more else None
    return DocumentPage([row[0] for row in rows], last)


def _rows(actor: Actor, query: ListQuery, retired: bool) -> list[tuple[Any, ...]]:
    question = Question(actor, settled(query))
    statement = _compiled(question, retired) if question.is_kept else _compile(actor, question.query, retired=retired)
    if statement is None:
        return []
    if query.fields:
        return read_rows(*statement)
    return question.run(*statement)


def _rows_by_field(
    actor: Actor, query: ListQuery, order: Order, place: Place | None, retired: bool
) -> list[tuple[Any, ...]]:
    tickets = matching(actor, query)
    backward = place is not None and place.backward

    def read(valued: bool, here: Place | None, count: int) -> list[tuple[Any, ...]]:
        part = order.part(tickets, here, valued=valued, backward=backward)
        by: Any = FIELD_ORDER if valued else Value(None, output_field=TextField())
        try:
            sql, params = part.values_list(_document(actor, retired=retired), by, "id")[:count].query.sql_with_params()
        except EmptyResultSet:
            return []
        return read_rows(sql, tuple(params))

    return read_parts(place, query.limit + 1, read)


def documents_of(actor: Actor, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return those of the tickets that the actor sees in lists as JSON, by their ids."""
    return dict(written.run(_some(Question.of_all(actor)), ids=ids)) if ids else {}


@lru_cache(maxsize=_KEPT)
def _some(sight: Question) -> written.Statement | None:
    rows = listed_to(sight.actor).filter(pk__any_of=written.ANY_IDS).order_by()
    return written.write(rows.values_list("id", _document(sight.actor, retired=False)))


def documents_among(actor: Actor, ids: Sequence[uuid.UUID]) -> list[str]:
    """Return the same in the order of the ids."""
    found = documents_of(actor, ids)
    return [found[pk] for pk in ids if pk in found]


def get_document(actor: Actor, number: str, *, retired: bool = False) -> Document:
    """Return a ticket by its number as JSON. Raises ``TicketNotFound``."""
    statement = _compiled_one(Question(actor, ListQuery()), retired)
    code = find_number(number)
    if statement is None or not code:
        raise TicketNotFound(_("There is no such ticket."))
    sql, params = statement
    row = prepared.row(sql, [code if param == _ANY_NUMBER else param for param in params])
    return _with_next(row, actor)


def _with_next(row: tuple[Any, ...] | None, actor: Actor) -> Document:
    """Return one ticket with what ``TicketDetail`` has more than a ticket in a list."""
    if row is None:
        raise TicketNotFound(_("There is no such ticket."))
    pk, version, document, after = row
    following = after if actor.may(Permission.TICKET_UPDATE) else "[]"
    return Document(pk, version, f'{document[:-1]}, "next_statuses" : {following}}}')


@lru_cache(maxsize=_KEPT)
def _compiled_one(question: Question, retired: bool) -> tuple[str, tuple[Any, ...]] | None:
    following = RawSQL(_NEXT, (question.actor.member_id,), output_field=TextField())  # noqa: S611 - a constant
    wanted = visible_to(question.actor).filter(number=_ANY_NUMBER)
    wanted = wanted.values_list("id", "version", _document(question.actor, retired=retired), following)[:1]
    try:
        sql, params = wanted.query.sql_with_params()
    except EmptyResultSet:
        return None
    return sql, tuple(params)


def document_of(ticket: Ticket, *, by: Actor) -> Document:
    """Return a ticket that was just changed as JSON, whether or not its changer may still see it."""
    return _with_next(prepared.row(_OF_ONE, [by.member_id, ticket.organization_id, ticket.pk]), by)


__all__ = ["DOCUMENT", "Document", "DocumentPage", "document_of", "documents_among", "get_document", "list_documents"]
