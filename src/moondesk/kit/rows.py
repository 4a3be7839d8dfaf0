"""Writing new rows of any models in one round trip, and one row unless there is one like it.

A ticket is opened with rows in five tables. ``Model.save`` builds each statement anew and waits for each answer, which
costs more than the rows do; here a model's statement is built once, and all rows of a change go together.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

from moondesk.kit import prepared


@cache
def _statement(model: type[models.Model]) -> tuple[str, tuple[Any, ...]]:
    """Return the INSERT of one row, and the fields that fill it."""
    fields = tuple(model._meta.concrete_fields)
    marks = ", ".join(["%s"] * len(fields))
    return f'INSERT INTO "{model._meta.db_table}" ({_columns(fields)}) VALUES ({marks})', fields  # noqa: S608 - names of ours


def _values(row: models.Model, fields: Sequence[Any]) -> list[Any]:
    connection = connections[DEFAULT_DB_ALIAS]  # itself: fields ask it often, and its proxy looks it up each time
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]


def _note_saved(row: models.Model) -> None:
    row._state.adding = False
    row._state.db = DEFAULT_DB_ALIAS


@cache
def _together(kinds: tuple[type[models.Model], ...]) -> str:
    """Return the one statement that writes a row of each kind."""
    *before, last = (_statement(model)[0] for model in kinds)
    made = ", ".join(f"row{number} AS ({sql})" for number, sql in enumerate(before))
    return f"WITH {made} {last}" if made else last


def insert(*rows: models.Model) -> None:
    """Write new rows whose ids are known in one statement. They may point to each other: that is checked at commit."""
    if not rows:
        return
    values: list[Any] = []
    for row in rows:
        values += _values(row, _statement(type(row))[1])
    prepared.run(_together(tuple(type(row) for row in rows)), values)
    for row in rows:
        _note_saved(row)


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
