"""Lists by custom fields: their filters as conditions, their order as a column, from the index of values."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import connection
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from moondesk.fields.queries import read_definitions
from moondesk.fields.rules import BY_WORD, FILTERED, RANGED, SORTED, Definition, Kind, Wrong, clean, from_form, word_of
from moondesk.kit import prepared, tenancy
from moondesk.organizations.actor import Actor
from moondesk.tickets.field_models import FieldValue
from moondesk.tickets.fielding import text_of
from moondesk.tickets.keyset import FIELD_ORDER, Place, condition, keys_of
from moondesk.tickets.list_errors import InvalidCursor, InvalidValue, refused
from moondesk.tickets.list_query import FIELD, FieldSort, ListQuery, unknown
from moondesk.tickets.models import Ticket

_MOST = 50


def fields_condition(actor: Actor, query: ListQuery) -> Q:
    """Return the condition of all filters by fields. Raises ``InvalidList`` for one that does not fit."""
    known = {one.key: one for one in read_definitions() if not one.is_retired and one.kind in FILTERED}
    wanted = Q()
    for name, text in query.fields:
        key, _dot, part = name.removeprefix(FIELD).partition(".")
        if key not in known or not actor.is_staff:
            raise unknown(name)
        wanted &= _filter(name, part, known[key], text)
    return wanted


def _filter(name: str, part: str, definition: Definition, text: str) -> Q:
    values = FieldValue.objects.filter(field_id=definition.id)
    if part == "empty" or definition.kind is Kind.CHECKBOX:
        if text not in ("true", "false") or part not in ("empty", ""):
            raise refused(name)
        has_one = (text == "true") is (part == "")
        return Q(pk__in=values.values("ticket_id")) if has_one else _without(definition)
    if part not in ("", "not") and definition.kind not in RANGED:
        raise unknown(name)
    if definition.kind in RANGED:
        way = {"": "number", "not": "number", "from": "number__gte", "to": "number__lte"}[part]
        found = values.filter(**{way: _number(name, definition, text)})
    else:
        found = values.filter(word__in=_words(name, definition, text))
    if part == "not":
        return Q(~Exists(found.filter(ticket_id=OuterRef("pk"))))
    return Q(pk__in=found.values("ticket_id"))


def _without(definition: Definition) -> Q:
    return Q(~Exists(FieldValue.objects.filter(ticket_id=OuterRef("pk"), field_id=definition.id)))


def _number(name: str, definition: Definition, text: str) -> Decimal:
    if definition.kind is Kind.DATE:
        try:
            return Decimal(datetime.date.fromisoformat(str(clean(definition, text))).toordinal())
        except (Wrong, ValueError):
            raise refused(name) from None
    number = from_form(definition, [text])
    if isinstance(number, str):
        raise refused(name)
    return Decimal(str(number))


def _words(name: str, definition: Definition, text: str) -> list[str]:
    if definition.kind in (Kind.TEXT, Kind.URL):
        return [word_of(text)]
    words = list(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
    if definition.options:
        unknown = next((word for word in words if definition.option(word) is None), None)
        if unknown is not None or len(words) > _MOST:
            text = text_of(Wrong("unknown_option"))
            raise InvalidValue(text, fields={name: text})
    if definition.kind is Kind.TREE_SELECT:
        return sorted(definition.below(words))
    return [word_of(word) for word in words[:_MOST]]


@dataclass(frozen=True)
class Order:
    """The order by a field: by the numbers or by the words of its values."""

    sort: FieldSort
    definition: Definition

    @property
    def column(self) -> str:
        """The column of the index."""
        return "word" if self.definition.kind in BY_WORD else "number"

    def part(self, tickets: QuerySet[Ticket], place: Place | None, *, valued: bool, backward: bool) -> QuerySet[Ticket]:
        """Return the tickets with a value (``valued``) in their order from a place on, or those without, by their ids.

        Two parts instead of one order with what is empty last: the index answers the first, and nothing is sorted.
        """
        keys = keys_of(self.sort)
        if not valued:
            tickets = tickets.filter(_without(self.definition))
            if place is not None:
                tickets = tickets.filter(keys[1].beyond(place.values[1], backward=backward))
            return tickets.order_by(keys[1].order(backward=backward))
        # The same organization twice over: with it, PostgreSQL takes the index that is led by it.
        wanted = Q(indexed_fields__field_id=self.definition.id)
        wanted &= Q(indexed_fields__organization_id=tenancy.current_organization_id())
        tickets = tickets.alias(of_field=FilteredRelation("indexed_fields", condition=wanted))
        tickets = tickets.filter(**{f"of_field__{self.column}__isnull": False})
        tickets = tickets.annotate(**{FIELD_ORDER: F(f"of_field__{self.column}")})
        if place is not None:
            at = Place((self._read(place.values[0]), place.values[1]), place.backward)
            # Said once more as one bound, which the index can start from: it does not see it in the other form.
            bound = "lte" if keys[0].descending is not backward else "gte"
            tickets = tickets.filter(condition(keys, at), **{f"{FIELD_ORDER}__{bound}": at.values[0]})
        return tickets.order_by(*(key.order(backward=backward) for key in keys))

    def _read(self, value: Any) -> Any:
        if self.column == "word":
            return value
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
            text = _("This page of the list is not there any more. Start from the first.")
            raise InvalidCursor(text, fields={"cursor": text})
        return number


def order_of(actor: Actor, query: ListQuery) -> Order | None:
    """Return the order by a field, if that is asked. Raises ``InvalidList`` for a field that orders nothing."""
    if not isinstance(query.sort, FieldSort):
        return None
    for one in read_definitions():
        if one.key == query.sort.key and one.kind in SORTED and not one.is_retired and actor.is_staff:
            return Order(query.sort, one)
    text = _("Lists cannot be ordered by this.")
    raise InvalidValue(text, fields={"sort": text})


def read_rows(sql: str, params: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement about fields. PostgreSQL looks for the order of its joins, unlike elsewhere.

    Taken in the order written, two filters by fields take ten times as long (docs/decisions/fields.md).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('join_collapse_limit', '8', true)")
    found = prepared.planned_anew(sql, params)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('join_collapse_limit', '1', true)")
    return found


type Read = Callable[[bool, Place | None, int], list[Any]]


def read_parts(place: Place | None, count: int, read: Read) -> list[Any]:
    """Return ``count`` rows from a place on: of the tickets with a value, then of those without (backwards: before)."""
    backward = place is not None and place.backward
    parts = [False, True] if backward else [True, False]
    if place is not None:
        parts = parts[parts.index(place.values[0] is not None) :]
    found: list[Any] = []
    for valued in parts:
        if len(found) < count:
            here = place if place is not None and valued is (place.values[0] is not None) else None
            found += read(valued, here, count - len(found))
    return found
