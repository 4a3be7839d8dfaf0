"""The yardstick: a bare handler in the same server and pool that runs the same SQL and writes the same bytes."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django
import psycopg
from psycopg_pool import ConnectionPool

django.setup(set_prefix=False)

_THREADS = 8
_threads = ThreadPoolExecutor(_THREADS)
_connections: "ConnectionPool[psycopg.Connection[Any]]" = ConnectionPool(
    os.environ["DATABASE_URL"], min_size=_THREADS, max_size=_THREADS, open=False
)


def list_statement() -> tuple[str, tuple[Any, ...], str]:
    """Return the statement of the list API's default page, its values, and the organization."""
    from moondesk.kit import tenancy
    from moondesk.organizations.actor import system_actor
    from moondesk.organizations.queries import organization_id_of
    from moondesk.tickets.documents import _compile
    from moondesk.tickets.list_query import ListQuery, Sort

    organization = organization_id_of("bench-0")
    with tenancy.organization(organization):
        statement = _compile(system_actor(organization), ListQuery(sort=Sort.NEWEST), retired=False)
    if statement is None:
        raise SystemExit("The list has no statement")
    return *statement, str(organization)


_sql, _values, _organization = list_statement()


def _read() -> bytes:
    with _connections.connection() as connection, connection.transaction():
        connection.execute("SELECT set_config('moondesk.organization', %s, true)", [_organization])
        rows = connection.execute(_sql, _values).fetchall()[:25]
    return b'{"items":[' + b",".join(str(row[0]).encode() for row in rows) + b'],"next":null}'


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Answer everything with the page."""
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                _connections.open(wait=True)
                await send({"type": "lifespan.startup.complete"})
            else:
                _connections.close()
                await send({"type": "lifespan.shutdown.complete"})
                return
    body = await asyncio.get_running_loop().run_in_executor(_threads, _read)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def run(port: int) -> None:
    """Serve it with Moondesk's own server settings."""
    import uvicorn

    from moondesk.config.server import configuration

    config = configuration("127.0.0.1", port, 1)
    config.app = "bench.yardstick:application"
    uvicorn.Server(config).run()
