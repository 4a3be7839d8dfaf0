"""All tables of a new embedded database at once, instead of migration by migration.

Django draws every model anew for each migration: most of a first start. ``tables.sql`` is what the migrations make, as
``scripts/tables.py`` wrote it down; migrations that came later are applied after it (docs/decisions/tables.md).
"""

import subprocess
from pathlib import Path

import psycopg

from moondesk.supervision.postgres.programs import find_programs

TABLES = Path(__file__).with_name("tables.sql")


def lay_tables(superuser_url: str) -> bool:
    """Make the tables in an empty database, all or none; return whether they were made.

    A PostgreSQL that does not understand the file, such as an older one the operator chose, is left to the migrations.
    """
    psql = find_programs().folder / "psql"
    if not TABLES.exists() or not psql.exists() or not _is_empty(superuser_url):
        return False
    how = ("-X", "-q", "-v", "ON_ERROR_STOP=1", "--single-transaction")
    command: list[str | Path] = [psql, *how, "-f", TABLES, superuser_url]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)  # noqa: S603
    return done.returncode == 0


def _is_empty(url: str) -> bool:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    return row == (0,)
