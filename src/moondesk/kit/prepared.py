"""Hot reads as statements that PostgreSQL has prepared: planning them costs more than answering them.

Django puts values into the text of a statement, so PostgreSQL plans each anew. Here the values travel beside the text;
after a few times (``PREPARE_AFTER`` in the settings) a connection answers from the plan it has kept. The fences hold as
ever: policies read the organization when a statement runs, not when it is planned.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.backends.postgresql import base

_django: Any = connection
_Cursor: Any = base.ServerBindingCursor


def rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement that is asked again and again with the same text."""
    _django.ensure_connection()
    with _django.wrap_database_errors:
        bare = _Cursor(_django.connection)
    with _django._prepare_cursor(bare) as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def row(sql: str, values: Sequence[Any]) -> tuple[Any, ...] | None:
    """Return the first row, or None."""
    found = rows(sql, values)
    return found[0] if found else None
