"""Lists that are read through models: keyset paging over one column and the id."""

import base64
import datetime
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from moondesk.api.errors import InvalidParameter

PARAMETERS = ("limit", "cursor", "sort")
LIMIT = 25
MAX_LIMIT = 100


@dataclass(frozen=True)
class Asked:
    """Which page of a list was asked for."""

    sort: str
    limit: int
    after: tuple[Any, uuid.UUID] | None

    @property
    def column(self) -> str:
        """The column of the order."""
        return self.sort.removeprefix("-")


def _refuse(name: str, text: str) -> InvalidParameter:
    return InvalidParameter(text, fields={name: text})


def read_page(request: HttpRequest, *, sorts: Mapping[str, type], default: str) -> Asked:
    """Read ``limit``, ``cursor`` and ``sort``; ``sorts`` names the columns and their types.

    Raises ``InvalidParameter`` naming the parameter that does not fit.
    """
    sort = request.GET.get("sort") or default
    if sort.removeprefix("-") not in sorts:
        raise _refuse("sort", "Sort by " + ", ".join(f"{name}, -{name}" for name in sorts) + ".")
    limit = read_limit(request)
    cursor = request.GET.get("cursor", "")
    return Asked(sort, limit, _read(cursor, sort, sorts[sort.removeprefix("-")]) if cursor else None)


def read_limit(request: HttpRequest) -> int:
    """Read how many are asked for. Raises ``InvalidParameter``."""
    given = request.GET.get("limit", "")
    if not given:
        return LIMIT
    if not (given.isascii() and given.isdigit()) or len(given) > 4 or not 1 <= int(given) <= MAX_LIMIT:
        raise _refuse("limit", f"Give a whole number from 1 to {MAX_LIMIT}.")
    return int(given)


def _read(cursor: str, sort: str, kind: type) -> tuple[Any, uuid.UUID]:
    try:
        made_by, value, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if made_by != sort or not isinstance(value, str) or "\0" in value:
            raise ValueError(made_by)
        value.encode()
        if kind is not datetime.datetime:
            return value, uuid.UUID(key)
        moment = datetime.datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError(value)
        return moment.astimezone(datetime.UTC), uuid.UUID(key)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        raise _refuse("cursor", "This is not a cursor of this list in this order. Start from the first page.") from None


def paged[M: Model](rows: QuerySet[M], asked: Asked) -> tuple[list[M], str | None]:
    """Return the rows of a page and the cursor of the page after it."""
    descending = asked.sort.startswith("-")
    if asked.after is not None:
        value, key = asked.after
        beyond = "lt" if descending else "gt"
        rows = rows.filter(Q(**{f"{asked.column}__{beyond}": value}) | Q(**{asked.column: value, f"pk__{beyond}": key}))
    found = list(rows.order_by(asked.sort, "-pk" if descending else "pk")[: asked.limit + 1])
    if len(found) <= asked.limit:
        return found, None
    last = found[asked.limit - 1]
    value = getattr(last, asked.column)
    text = value.isoformat() if isinstance(value, datetime.datetime) else str(value)
    data = json.dumps([asked.sort, text, str(last.pk)], separators=(",", ":"))
    return found[: asked.limit], base64.urlsafe_b64encode(data.encode()).decode().rstrip("=")
