"""The database of one test process: made from the migrated template, used as the application's role."""

import contextlib
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.harness import environment

KEPT_TABLES = ("django_migrations", "procrastinate_workers")
"""Never emptied: what the migrations wrote about themselves, and the heartbeats of running workers."""

_seeds: set[str] = set()


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
    _seeds.update(_filled_tables())


def _filled_tables() -> list[str]:
    with as_superuser() as connection:
        tables = [row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        asked = sql.SQL(" UNION ALL ").join(
            sql.SQL("(SELECT {} FROM {} LIMIT 1)").format(sql.Literal(table), sql.Identifier(table)) for table in tables
        )
        return [row[0] for row in connection.execute(asked)]


def empty_database() -> None:
    """Empty every table that a test filled. The application may not truncate, so this is done past the fences."""
    filled = [table for table in _filled_tables() if table not in _seeds and table not in KEPT_TABLES]
    if not filled:
        return
    tables = sql.SQL(", ").join(map(sql.Identifier, filled))
    for _try in range(10):
        # A running desk reads meanwhile, in an order of its own.
        with contextlib.suppress(psycopg.errors.DeadlockDetected), as_superuser() as connection:
            connection.execute("SET lock_timeout = '10s'")
            connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(tables))
            return
    raise AssertionError("The tables could not be emptied")


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

    create_database()
    # Django would run "flush", which truncates, which the application may not.
    TransactionTestCase._fixture_teardown = lambda self: _leave_clean()  # type: ignore[method-assign,attr-defined]
    yield
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
