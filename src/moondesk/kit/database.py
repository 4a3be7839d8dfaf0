"""What the application asks of its database before it starts work, and the few readers across organizations."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from moondesk.kit.errors import StartupError

MINIMUM_VERSION = 150000
_USUALLY_ALIKE = "0.6"


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


@contextmanager
def words_this_alike(threshold: float) -> Iterator[None]:
    """Find words by this likeness for the statements inside, and by the usual one behind them."""
    statement = "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)"
    with connection.cursor() as cursor:
        cursor.execute(statement, [str(threshold)])
    yield
    with connection.cursor() as cursor:
        cursor.execute(statement, [_USUALLY_ALIKE])


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
