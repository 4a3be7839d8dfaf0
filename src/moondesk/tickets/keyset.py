"""Places in a list: opaque cursors, and the condition that continues after one, however deep the list is."""

import base64
import datetime
import json
import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, OrderBy, Q
from django.utils.translation import gettext as _

from moondesk.tickets.list_errors import InvalidCursor
from moondesk.tickets.list_query import FIELD, FieldSort, Sort

FIELD_ORDER = "field_order"
"""The name of the column by which an order by a custom field goes."""
type Value = int | str | Decimal | datetime.datetime | uuid.UUID | None


@dataclass(frozen=True)
class Key:
    """One column of an order."""

    name: str
    descending: bool = False

    def order(self, *, backward: bool) -> OrderBy:
        """Return the order of the column; rows without a value come last."""
        descending = self.descending is not backward
        ordered = F(self.name).desc if descending else F(self.name).asc
        if self.name != "due_at":
            return ordered()
        return ordered(nulls_first=True) if backward else ordered(nulls_last=True)

    def sql(self, *, backward: bool) -> str:
        """Return the same order in SQL, of rows that are called ``page``."""
        descending = self.descending is not backward
        nulls = "" if self.name != "due_at" else f" NULLS {'FIRST' if backward else 'LAST'}"
        return f"page.{self.name} {'DESC' if descending else 'ASC'}{nulls}"

    def beyond(self, value: Value, *, backward: bool) -> Q:
        """Return the condition for rows after ``value`` in this column."""
        if value is None:
            return Q(**{f"{self.name}__isnull": False}) if backward else Q(pk__in=[])
        descending = self.descending is not backward
        after = Q(**{f"{self.name}__{'lt' if descending else 'gt'}": value})
        if self.name == "due_at" and not backward:
            after |= Q(due_at=None)
        return after

    def same(self, value: Value) -> Q:
        """Return the condition for rows with ``value`` in this column."""
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})


def keys_of(sort: Sort | FieldSort) -> tuple[Key, ...]:
    """Return the columns of an order; the last is the id, so that no two rows stand at one place."""
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    if name == "priority":
        return Key("priority", descending), Key("created_at"), Key("id")
    if name.startswith(FIELD):
        return Key(FIELD_ORDER, descending), Key("id", descending)
    return Key(name, descending), Key("id", descending)


@dataclass(frozen=True)
class Place:
    """A row in an order, and on which side of it the page lies."""

    values: tuple[Value, ...]
    backward: bool


def condition(keys: tuple[Key, ...], place: Place) -> Q:
    """Return the rows beyond a place: (a, b, c) > (x, y, z), each column in its own direction."""
    beyond = Q(pk__in=[])
    same = Q()
    for key, value in zip(keys, place.values, strict=True):
        beyond |= same & key.beyond(value, backward=place.backward)
        same &= key.same(value)
    return beyond


def write_cursor(sort: Sort | FieldSort, values: tuple[Value, ...], *, backward: bool) -> str:
    """Return a place as text. It says nothing that the list does not show, so it needs no signature."""
    plain = [value.isoformat() if isinstance(value, datetime.datetime) else value for value in values]
    data = json.dumps([sort.value, int(backward), *plain], separators=(",", ":"), default=str)
    return base64.urlsafe_b64encode(data.encode()).decode().rstrip("=")


def read_cursor(sort: Sort | FieldSort, cursor: str) -> Place:
    """Return the place a cursor names. Raises ``InvalidCursor`` when it was not made by this order."""
    try:
        data = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        made_by, backward, *values = data
        keys = keys_of(sort)
        if made_by != sort.value or backward not in (0, 1) or len(values) != len(keys):
            raise ValueError(made_by)
        return Place(tuple(_read(key, value) for key, value in zip(keys, values, strict=True)), bool(backward))
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        text = _("This page of the list is not there any more. Start from the first.")
        raise InvalidCursor(text, fields={"cursor": text}) from None


def _read(key: Key, value: Any) -> Value:
    if key.name == "id":
        return uuid.UUID(value)
    if key.name == "priority":
        if type(value) is not int or not 0 <= value < 100:
            raise ValueError(value)
        return value
    if value is None and key.name in ("due_at", FIELD_ORDER):
        return None
    if key.name == FIELD_ORDER:
        if not isinstance(value, str) or len(value) > 300 or "\0" in value:
            raise ValueError(value)
        return value
    moment = datetime.datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment.astimezone(datetime.UTC)
