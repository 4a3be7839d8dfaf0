"""Hot statements that PostgreSQL has prepared: planning them costs more than running them.

Django puts values into the text of a statement, so PostgreSQL plans each anew. Here the values travel beside the text,
and a connection answers from the plan it has kept. The fences hold as ever: policies read the organization when a
statement runs, not when it is planned.

Left to itself PostgreSQL plans a statement five times for its values before it keeps a plan for any, on each
connection. The doors that requests come in by (``tenancy.AT_DOORS``) have it keep the first, for the length of their
transaction. What may need another plan for other values asks for that (``weighed``).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.postgresql import base
from psycopg import _queries

type Values = Sequence[Any]

# psycopg reads the marks of longer statements anew each time, which is a twelfth of opening a ticket.
_queries.MAX_CACHED_STATEMENT_LENGTH = 16_384
_queries.MAX_CACHED_STATEMENT_PARAMS = 200

_django: Any = connection
_Weighed: Any = base.ServerBindingCursor


class _Cursor(_Weighed):
    """Has PostgreSQL prepare a statement when it comes first, so that each connection plans it once."""

    def execute(self, query: Any, params: Any = None, **_options: Any) -> Any:
        return super().execute(query, params, prepare=True)


def _cursor(kind: Any = _Cursor) -> Any:
    _django.ensure_connection()
    with _django.wrap_database_errors:
        bare = kind(_django.connection)
    return _django._prepare_cursor(bare)


def run(sql: str, values: Values) -> None:
    """Run a statement that is run again and again with the same text and gives no rows."""
    with _cursor() as cursor:
        cursor.execute(sql, values)


def rows(sql: str, values: Values) -> list[tuple[Any, ...]]:
    """Return the rows of such a statement.

    Django's wrapper of a cursor is for those who watch statements; without any it costs as much again as the rest.
    """
    own: Any = connections[DEFAULT_DB_ALIAS]
    if own.queries_logged or own.execute_wrappers:
        with _cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())
    if own.connection is None:
        own.ensure_connection()
    own.validate_no_broken_transaction()
    with own.wrap_database_errors:
        bare = _Cursor(own.connection)
        bare.execute(sql, values)
        found: list[tuple[Any, ...]] = bare.fetchall()
        return found


def row(sql: str, values: Values) -> tuple[Any, ...] | None:
    """Return the first row, or None."""
    found = rows(sql, values)
    return found[0] if found else None


def weighed(sql: str, values: Values) -> list[tuple[Any, ...]]:
    """Return the rows of a statement for which PostgreSQL weighs, as it does by itself, whether to keep a plan.

    So it goes on until the transaction ends.
    """
    with _cursor(_Weighed) as cursor:
        cursor.execute("SELECT set_config('plan_cache_mode', 'auto', true)")
        cursor.execute(sql, values)
        return list(cursor.fetchall())


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
