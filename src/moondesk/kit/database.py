"""What the application asks of its database before it starts work, and the few readers across organizations."""

import uuid
from typing import Any

from django.db import OperationalError, connection
from psycopg.conninfo import make_conninfo

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


def check_role() -> None:
    """Raise ``StartupError`` when the database cannot be reached or its role could get round the tenant fences."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('server_version_num')::int, rolname, rolsuper OR rolbypassrls, "
                "EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                "WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND pg_has_role(c.relowner, 'USAGE')) "
                "FROM pg_roles WHERE rolname = current_user"
            )
            version, role, bypasses, owns = cursor.fetchone() or (0, "", True, True)
    except OperationalError as error:
        raise StartupError(
            f"The database cannot be reached ({str(error).strip().splitlines()[0]}). Check DATABASE_URL and that "
            "PostgreSQL is running."
        ) from None
    if version < MINIMUM_VERSION:
        raise StartupError(f"PostgreSQL {version // 10000} is too old. Use PostgreSQL 15 or newer.")
    if bypasses or owns:
        why = "may bypass row security" if bypasses else "owns the tables"
        raise StartupError(
            f"The database role {role} {why}, so organizations would not be sealed off from each other. Give this role "
            "in DATABASE_OWNER_URL, for migrations only, and an ordinary role in DATABASE_URL."
        )


def dsn() -> str:
    """Return how to connect to the application's database outside of Django's pool, for LISTEN."""
    params = connection.get_connection_params()
    known = ("dbname", "user", "password", "host", "port", "sslmode", "sslrootcert", "connect_timeout")
    return make_conninfo("", **{key: value for key, value in params.items() if key in known})
