"""The database of one test process: made from the migrated template, used as the application's role."""

import contextlib
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.harness import environment

KEPT_TABLES = ("django_migrations", "procrastinate_workers")
"""Never emptied: what the migrations wrote about themselves, and the heartbeats of running workers."""
PATIENCE = 60.0

_seeds: set[str] = set()
_cleaners: list["psycopg.Connection[tuple[Any, ...]]"] = []
"""The connection that empties the tables, kept: a new one reads the catalogue of all tables again each time."""


def as_superuser(database: str | None = None) -> "psycopg.Connection[tuple[Any, ...]]":
    """Connect past all fences, to prepare or to count what there really is."""
    return psycopg.connect(environment.url("postgres", database or environment.database_name()), autocommit=True)


def as_owner() -> "psycopg.Connection[tuple[Any, ...]]":
    """Connect as the role that owns the tables."""
    return psycopg.connect(environment.url("moondesk_owner", environment.database_name()), autocommit=True)


def as_application() -> "psycopg.Connection[tuple[Any, ...]]":
    """Connect as the application does, outside of Django."""
    return psycopg.connect(environment.url("moondesk_app", environment.database_name()), autocommit=True)


def create_database() -> None:
    """Make this process's database and give the roles in it what they have on a real desk."""
    from moondesk.supervision import roles

    name = sql.Identifier(environment.database_name())
    with as_superuser("postgres") as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER moondesk_owner TEMPLATE {} STRATEGY FILE_COPY").format(
                name, sql.Identifier(roles.DATABASE)
            )
        )
    owner = environment.url("moondesk_owner", environment.database_name())
    roles.grant(owner, roles.APPLICATION)
    roles.seal(owner, roles.APPLICATION)
    with as_superuser() as connection:
        _seeds.update(_filled(connection, _tables(connection)))


def filled_tables(connection: "psycopg.Connection[tuple[Any, ...]]") -> list[str]:
    """Return the tables that have rows now and had none after the migrations."""
    return _filled(connection, [one for one in _tables(connection) if one not in _seeds and one not in KEPT_TABLES])


def _tables(connection: "psycopg.Connection[tuple[Any, ...]]") -> list[str]:
    return [row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]


def _filled(connection: "psycopg.Connection[tuple[Any, ...]]", tables: list[str]) -> list[str]:
    asked = sql.SQL(" UNION ALL ").join(
        sql.SQL("(SELECT {} FROM {} LIMIT 1)").format(sql.Literal(table), sql.Identifier(table)) for table in tables
    )
    return [row[0] for row in connection.execute(asked)]


def empty_database() -> None:
    """Empty every table that a test filled. The application may not do that, so it is done past the fences.

    By DELETE: TRUNCATE makes new files for each table and index, which takes a hundred times as long. All tables are
    taken at once or not at all, because a running desk writes meanwhile, in an order of its own.
    """
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(psycopg.errors.LockNotAvailable):
            _empty(_cleaner())
            return
        time.sleep(0.01)
    raise AssertionError("The tables could not be emptied")


def _cleaner() -> "psycopg.Connection[tuple[Any, ...]]":
    """Return the kept connection, or another one where a test cut it."""
    if _cleaners:
        with contextlib.suppress(psycopg.OperationalError):
            _cleaners[0].execute("SELECT 1")
            return _cleaners[0]
        _cleaners.pop().close()
    _cleaners.append(as_superuser())
    return _cleaners[0]


def _empty(connection: "psycopg.Connection[tuple[Any, ...]]") -> None:
    tables = [table for table in _tables(connection) if table not in _seeds and table not in KEPT_TABLES]
    names = sql.SQL(", ").join(map(sql.Identifier, tables))
    with connection.transaction():
        connection.execute(sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE NOWAIT").format(names))
        connection.execute("SET LOCAL session_replication_role = replica")  # all go, so nobody asks who points where
        for table in _filled(connection, tables):
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))


def _leave_clean() -> None:
    from django.db import connection

    empty_database()
    connection.close()
    if connection.pool:
        connection.pool.check()  # a test may have cut connections on purpose


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Make the database of this process. Tests connect as the application, so row level security is real in all."""
    from django.db import connections
    from django.test import TransactionTestCase

    from tests.harness import laying, people, running

    create_database()
    with django_db_blocker.unblock():
        laying.keep(people.make_cast_by_actions)
    # Django would run "flush", which truncates, which the application may not.
    TransactionTestCase._fixture_teardown = lambda self: _leave_clean()  # type: ignore[method-assign,attr-defined]
    yield
    running.close_queue()
    while _cleaners:
        _cleaners.pop().close()
    with django_db_blocker.unblock():
        for connection in connections.all():
            connection.close()
            if connection.pool:
                connection.close_pool()


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Leave the settings alone: the environment named the right database already."""


@pytest.fixture
def superuser() -> Iterator["psycopg.Connection[tuple[Any, ...]]"]:
    """A connection past all fences. It sees only what is committed."""
    with as_superuser() as connection:
        yield connection


@pytest.fixture
def application() -> Iterator["psycopg.Connection[tuple[Any, ...]]"]:
    """A bare connection as the application's role. It sees only what is committed."""
    with as_application() as connection:
        yield connection
