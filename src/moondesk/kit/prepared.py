"""Hot statements that PostgreSQL has prepared: planning them costs more than running them.

Django puts values into the text of a statement, so PostgreSQL plans each anew. Here the values travel beside the text;
after a few times (``PREPARE_AFTER`` in the settings) a connection answers from the plan it has kept. The fences hold as
ever: policies read the organization when a statement runs, not when it is planned.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.postgresql import base
from psycopg import _queries

type Values = Sequence[Any]

# psycopg reads the marks of longer statements anew each time, which is a twelfth of opening a ticket.
_queries.MAX_CACHED_STATEMENT_LENGTH = 16_384
_queries.MAX_CACHED_STATEMENT_PARAMS = 200

_django: Any = connection
_Cursor: Any = base.ServerBindingCursor


def _cursor() -> Any:
    _django.ensure_connection()
    with _django.wrap_database_errors:
        bare = _Cursor(_django.connection)
    return _django._prepare_cursor(bare)


def run(sql: str, values: Values) -> None:
    """Run a statement that is run again and again with the same text and gives no rows."""
    with _cursor() as cursor:
        cursor.execute(sql, values)


def rows(sql: str, values: Values) -> list[tuple[Any, ...]]:
    """Return the rows of such a statement."""
    with _cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def row(sql: str, values: Values) -> tuple[Any, ...] | None:
    """Return the first row, or None."""
    found = rows(sql, values)
    return found[0] if found else None


def planned_anew(sql: str, values: Values) -> list[tuple[Any, ...]]:
    """Return the rows of a statement whose best plan depends on its values."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


@contextmanager
def keeping_plans() -> Iterator[None]:
    """Have all statements inside sent as those here, for work that is done again and again and looks rows up by ids.

    Also a decorator. A plan is kept for any values once that is no dearer than planning anew, as PostgreSQL reckons.
    """
    known = _django.keeps_plans
    _django.keeps_plans = True
    try:
        yield
    finally:
        _django.keeps_plans = known
