"""Which tables have rows of organizations, as the database says it: a table that nobody thought of is among them."""

from dataclasses import dataclass

from django.db import connection

from moondesk.kit.tenancy import SETTING

HERE = f"(SELECT nullif(current_setting('{SETTING}', true), '')::uuid)"

_TABLES = """
SELECT c.oid, c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
AND a.attname = 'organization_id' AND NOT a.attisdropped ORDER BY c.relname
"""
_REFERENCES = """
SELECT f.conrelid, f.confrelid, a.attname FROM pg_constraint f JOIN pg_attribute a ON a.attrelid = f.conrelid
AND a.attnum = ANY (f.conkey) AND a.attname <> 'organization_id' WHERE f.contype = 'f'
"""


@dataclass(frozen=True)
class Table:
    """One table with rows of organizations; ``own_kind`` are its columns that point to rows of the same table."""

    name: str
    own_kind: tuple[str, ...]


def tenant_tables() -> list[Table]:
    """Return them in an order in which they can be emptied: what points to others stands before them."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        names: dict[int, str] = dict(cursor.fetchall())
        cursor.execute(_REFERENCES)
        references = [row for row in cursor.fetchall() if row[0] in names and row[1] in names]
    own = {pk: tuple(sorted({column for a, b, column in references if a == b == pk})) for pk in names}
    pointing = {pk: {a for a, b, _column in references if b == pk and a != pk} for pk in names}
    ordered: list[Table] = []
    done: set[int] = set()
    while len(done) < len(names):
        free = [pk for pk in names if pk not in done and pointing[pk] <= done] or [min(set(names) - done)]
        ordered += [Table(names[pk], own[pk]) for pk in free]
        done.update(free)
    return ordered
