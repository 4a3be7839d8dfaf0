"""Writing new rows of any models and fields of others in one round trip, and one row unless there is one like it.

A ticket is opened with rows in five tables. ``Model.save`` builds each statement anew and waits for each answer, which
costs more than the rows do; here a model's statement is built once, and all rows of a change go together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models

from moondesk.kit import prepared


@cache
def _statement(model: type[models.Model]) -> tuple[str, tuple[Any, ...]]:
    """Return the INSERT of one row, and the fields that fill it."""
    fields = tuple(model._meta.concrete_fields)
    marks = ", ".join(["%s"] * len(fields))
    return f'INSERT INTO "{model._meta.db_table}" ({_columns(fields)}) VALUES ({marks})', fields  # noqa: S608 - names of ours


@dataclass(frozen=True)
class Changed:
    """A row that is there and locked, and the names of its fields to be written."""

    row: models.Model
    fields: tuple[str, ...]


type Kind = tuple[type[models.Model], tuple[str, ...] | None]
"""What is written: a new row, or some fields of one that is there."""


@cache
def _update(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, tuple[Any, ...]]:
    """Return the UPDATE of some fields of one row, and what fills it: these fields, and those it is found by."""
    known: Any = model._meta
    fields = tuple(known.get_field(name) for name in names)
    found = tuple(known.get_field(name) for name in ("organization", "id"))
    new, same = (", ".join(f'"{one.column}" = %s' for one in some) for some in (fields, found))
    sql = f'UPDATE "{model._meta.db_table}" SET {new} WHERE {same.replace(", ", " AND ")}'  # noqa: S608 - names of ours
    return sql, (*fields, *found)


def _written(kind: Kind) -> tuple[str, tuple[Any, ...]]:
    model, names = kind
    return _statement(model) if names is None else _update(model, names)


def _values(row: models.Model, fields: Sequence[Any]) -> list[Any]:
    connection = connections[DEFAULT_DB_ALIAS]  # itself: fields ask it often, and its proxy looks it up each time
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]


def _note_saved(row: models.Model) -> None:
    row._state.adding = False
    row._state.db = DEFAULT_DB_ALIAS


@cache
def _together(kinds: tuple[Kind, ...]) -> str:
    """Return the one statement that writes a row of each kind."""
    *before, last = (_written(kind)[0] for kind in kinds)
    made = ", ".join(f"row{number} AS ({sql})" for number, sql in enumerate(before))
    return f"WITH {made} {last}" if made else last


def insert(*rows: models.Model) -> None:
    """Write new rows whose ids are known in one statement. They may point to each other: that is checked at commit."""
    write(*rows)


def write(*changes: models.Model | Changed) -> None:
    """Write new rows and fields of others in one statement, each row once."""
    if not changes:
        return
    values: list[Any] = []
    kinds: list[Kind] = []
    for one in changes:
        row, names = (one.row, one.fields) if isinstance(one, Changed) else (one, None)
        kind = (type(row), names)
        kinds.append(kind)
        values += _values(row, _written(kind)[1])
    prepared.run(_together(tuple(kinds)), values)
    for one in changes:
        if isinstance(one, models.Model):
            _note_saved(one)


def update(row: models.Model, *names: str) -> None:
    """Write some fields of a row, as ``save`` does. Raises ``DatabaseError`` when it is gone."""
    sql, fields = _update(type(row), names)
    if prepared.row(f"{sql} RETURNING id", _values(row, fields)) is None:
        raise DatabaseError("The row to write is not there any more")


def insert_if_free(row: models.Model, *unique: str, **found: tuple[str, Sequence[Any]]) -> bool:
    """Write a new row unless one has the same ``unique`` columns; say whether it was written.

    This needs no savepoint, which costs two round trips even when nobody has the same. ``found`` gives columns that
    PostgreSQL looks up by an expression and its values; the row has them afterwards.
    """
    table, fields = row._meta.db_table, row._meta.concrete_fields
    marks: list[str] = []
    values: list[Any] = []
    for field, own in zip(fields, _values(row, fields), strict=True):
        sql, given = found.get(field.column or "") or ("%s", (own,))
        marks.append(sql)
        values += given
    written = prepared.row(
        f'INSERT INTO "{table}" ({_columns(fields)}) VALUES ({", ".join(marks)}) '  # noqa: S608 - names of ours
        f"ON CONFLICT ({_names(unique)}) DO NOTHING RETURNING {_names(found or unique)}",
        values,
    )
    if written is None:
        return False
    for name, value in zip(found, written, strict=False):
        setattr(row, name, value)
    _note_saved(row)
    return True


def find_or_insert[M: models.Model](row: M, *unique: str) -> M | None:
    """Return the row that has the same ``unique`` columns, or write ``row`` and return it, in one round trip.

    Returns None when somebody wrote such a row at this very moment: it is there now, so look again. Models with JSON
    are read otherwise.
    """
    sql, fields = _statement(type(row))
    columns = _columns(fields)
    same = " AND ".join(f'"{name}" = %s' for name in unique)
    attributes = [field.attname for field in fields]
    found = prepared.row(
        f"WITH made AS ({sql} ON CONFLICT ({_names(unique)}) DO NOTHING RETURNING {columns}) "  # noqa: S608
        f'SELECT {columns} FROM made UNION ALL SELECT {columns} FROM "{row._meta.db_table}" WHERE {same}',
        _values(row, fields) + [getattr(row, name) for name in unique],
    )
    return None if found is None else type(row).from_db(DEFAULT_DB_ALIAS, attributes, found)


def _columns(fields: Sequence[Any]) -> str:
    return _names([field.column for field in fields])


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
