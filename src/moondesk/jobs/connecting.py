"""The connections by which a worker takes work from the queue and says what became of it."""

import select
from typing import Any

import psycopg
import psycopg_pool
from django.conf import settings
from procrastinate import PsycopgConnector
from procrastinate.contrib.django.utils import connector_params


def connector() -> PsycopgConnector:
    """Return the library's connector, with fewer round trips: each of its statements is a transaction by itself."""
    return PsycopgConnector(kwargs=connector_params(), configure=_configure, pool_factory=_pool)


def _pool(**given: Any) -> psycopg_pool.AsyncConnectionPool:
    return psycopg_pool.AsyncConnectionPool(**(given | {"check": _check}))


async def _configure(connection: psycopg.AsyncConnection[Any]) -> None:
    """Wait for no disk: that a job was taken or is done may be forgotten, as then it is done again.

    (docs/decisions/lasting.md) A pooler that hands connections on would give this setting to others as well.
    """
    await connection.set_autocommit(True)
    if settings.DATABASE_DIRECT_URL == settings.DATABASE_URL:
        await connection.execute("SET synchronous_commit = off")


async def _check(connection: psycopg.AsyncConnection[Any]) -> None:
    """Ask the server only when there is something to read: one that went away leaves the end of the stream."""
    look = select.poll()
    look.register(connection.fileno(), select.POLLIN)
    if look.poll(0):
        await psycopg_pool.AsyncConnectionPool.check_connection(connection)
