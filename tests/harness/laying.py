"""The cast laid out from a copy: making it by actions takes a hundred statements, and nearly every test wants it.

Once for each test database it is made by actions and copied. A function of the database then lays the copy out in
whatever transaction the test is in, with ids and moments of its own, so that no two tests share what is kept by id.
"""

import contextvars
import datetime
import io
import itertools
import pickle
import uuid
from collections.abc import Callable
from typing import Any

import psycopg
from psycopg import sql

from tests.harness import database

_ID = "([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{4})[0-9a-f]{8}"
_OWN_DIGITS = 8

_numbers = itertools.count(1)
_copies: dict[Callable[[], Any], tuple[bytes, datetime.datetime]] = {}
_digits: contextvars.ContextVar[str] = contextvars.ContextVar("digits")
_later: contextvars.ContextVar[datetime.timedelta] = contextvars.ContextVar("later")

_COLUMNS = """SELECT a.attname, t.typname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum"""


def keep(make: Callable[[], Any]) -> None:
    """Call ``make``, copy all rows it left in the empty database, and empty that again."""
    made, moment = make(), datetime.datetime.now(datetime.UTC)
    with database.as_superuser() as connection:
        schema = make.__name__
        grant = sql.SQL("CREATE SCHEMA {0}; GRANT USAGE ON SCHEMA {0} TO moondesk_app")
        connection.execute(grant.format(sql.Identifier(schema)))
        inserts = [_copy(connection, schema, table) for table in database.filled_tables(connection)]
        # As if a superuser wrote them: past the fences, and no trigger counts again what was counted.
        connection.execute(
            sql.SQL(
                "CREATE FUNCTION {}.lay_out(digits text, later interval) RETURNS void LANGUAGE sql SECURITY DEFINER "
                "SET session_replication_role = replica BEGIN ATOMIC {} END"
            ).format(sql.Identifier(schema), sql.SQL("").join(inserts))
        )
    _copies[make] = (_pickled(made), moment)
    database.empty_database()


def lay_out[T](make: Callable[[], T]) -> T:
    """Return what ``make`` returned, its rows in the database: new ids, moments of now."""
    from django.db import connection

    content, moment = _copies[make]
    digits = f"{next(_numbers):0{_OWN_DIGITS}x}"
    later = datetime.datetime.now(datetime.UTC) - moment
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{make.__name__}".lay_out(%s, %s)', [digits, later])
    _digits.set(digits)
    _later.set(later)
    made: T = pickle.loads(content)  # what this process wrote itself
    return made


def _copy(connection: "psycopg.Connection[tuple[Any, ...]]", schema: str, table: str) -> sql.Composed:
    """Copy a table; return the statement that puts the rows back."""
    name, kept = sql.Identifier("public", table), sql.Identifier(schema, table)
    connection.execute(sql.SQL("CREATE TABLE {} AS TABLE {}").format(kept, name))
    columns = connection.execute(_COLUMNS, [f'public."{table}"']).fetchall()
    values = []
    for column, type_ in columns:
        asked = sql.SQL("SELECT count(*) FROM {} WHERE {}::text ~ {}").format(
            kept, sql.Identifier(column), sql.Literal(_ID)
        )
        has_ids = (connection.execute(asked).fetchone() or (0,))[0] > 0
        values.append(_value(sql.Identifier(column), type_, has_ids=has_ids))
    return sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM {};").format(
        name, sql.SQL(", ").join(sql.Identifier(column) for column, _type in columns), sql.SQL(", ").join(values), kept
    )


def _value(column: sql.Identifier, type_: str, *, has_ids: bool) -> sql.Composed:
    if type_ == "timestamptz":
        return sql.SQL("{} + later").format(column)
    if not has_ids:
        return sql.SQL("{}").format(column)
    return sql.SQL("regexp_replace({}::text, {}, '\\1' || digits, 'g')::{}").format(
        column, sql.Literal(_ID), sql.Identifier(type_)
    )


class _Pickler(pickle.Pickler):
    """Writes ids and moments such that they are made anew when read."""

    def reducer_override(self, value: Any) -> Any:
        """Return how a value comes back, where it is not as usual."""
        if isinstance(value, uuid.UUID):
            return _id, (str(value),)
        if isinstance(value, datetime.datetime):
            return _moment, (value.isoformat(),)
        return NotImplemented


def _pickled(made: Any) -> bytes:
    written = io.BytesIO()
    _Pickler(written).dump(made)
    return written.getvalue()


def _id(text: str) -> uuid.UUID:
    return uuid.UUID(text[:-_OWN_DIGITS] + _digits.get())


def _moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text) + _later.get()
