"""What the application asks of its database before it starts work, and the few readers across organizations."""

import uuid
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from moondesk.kit import prepared
from moondesk.kit.errors import StartupError

MINIMUM_VERSION = 150000


def crossing(name: str, *arguments: Any) -> list[tuple[Any, ...]]:
    """Return the rows of a reader across organizations (``kit.crossings``)."""
    marks = ", ".join(["%s"] * len(arguments))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {name}({marks})", list(arguments))  # noqa: S608 - the name is a constant of ours
        return list(cursor.fetchall())


def organization_ids() -> list[uuid.UUID]:
    """Return the ids of all organizations, for work that is done for each in turn."""
    return [row[0] for row in crossing("organization_ids")]


def check_reachable() -> None:
    """Raise ``StartupError`` with the reason when nobody answers; the pool would only say that it waited."""
    ways = {"DATABASE_URL": _conninfo()}
    if settings.DATABASE_DIRECT_URL != settings.DATABASE_URL:
        ways["DATABASE_DIRECT_URL"] = dsn()
    for name, way in ways.items():
        try:
            psycopg.connect(way).close()
        except (psycopg.OperationalError, psycopg.ProgrammingError) as error:
            said = str(error).strip().splitlines()[0].split("FATAL:")[-1].strip()
            raise StartupError(
                f"The database cannot be reached ({said}). Check {name} and that PostgreSQL is running."
            ) from None


def check_role() -> None:
    """Raise ``StartupError`` when there is no database to work with or its role could get round the tenant fences."""
    check_reachable()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int, rolname, rolsuper OR rolbypassrls, "
            "EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND pg_has_role(c.relowner, 'USAGE')), "
            "to_regclass('public.django_migrations') IS NULL FROM pg_roles WHERE rolname = current_user"
        )
        version, role, bypasses, owns, is_empty = cursor.fetchone() or (0, "", True, True, True)
    if version < MINIMUM_VERSION:
        raise StartupError(f"PostgreSQL {version // 10000} is too old. Use PostgreSQL 15 or newer.")
    if bypasses or owns:
        why = "may bypass row security" if bypasses else "owns the tables"
        raise StartupError(
            f"The database role {role} {why}, so organizations would not be sealed off from each other. Give this role "
            "in DATABASE_OWNER_URL, for migrations only, and an ordinary role in DATABASE_URL."
        )
    if is_empty:
        raise StartupError(
            "The database has no tables yet. Run 'moondesk migrate' with DATABASE_OWNER_URL set to the role that shall "
            "own them."
        )


def alike(threshold: float, name: str, wanted: str | list[str], most: int) -> list[tuple[Any, ...]]:
    """Return the rows of a reader that finds words by their likeness: from this one on, for the transaction."""
    kind = "text" if isinstance(wanted, str) else "text[]"
    # The reader takes what it looks for from where the likeness is set, so that is done before.
    return prepared.rows(
        f"SELECT r.* FROM set_config('pg_trgm.word_similarity_threshold', %s, true) AS likeness, "  # noqa: S608
        f"LATERAL {name}(CASE WHEN likeness <> '' THEN %s::{kind} END, %s) r",
        [str(threshold), wanted, most],
    )


def dsn() -> str:
    """Return how to connect to the application's database outside of Django's pool, for LISTEN.

    Behind a pooler that hands a connection on with each transaction, ``DATABASE_DIRECT_URL`` leads past it.
    """
    if settings.DATABASE_DIRECT_URL != settings.DATABASE_URL:
        return str(settings.DATABASE_DIRECT_URL)
    return _conninfo()


def _conninfo() -> str:
    params = connection.get_connection_params()
    known = ("dbname", "user", "password", "host", "port", "sslmode", "sslrootcert", "connect_timeout")
    return make_conninfo("", **{key: value for key, value in params.items() if key in known})
