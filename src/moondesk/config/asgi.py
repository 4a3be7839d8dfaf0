"""The ASGI application: streams are answered on the event loop, everything else by Django's synchronous handler."""

import asyncio
import signal
from types import FrameType

import django
from django.conf import settings
from django.urls import get_resolver

django.setup(set_prefix=False)

from moondesk.api.streams.endpoint import STREAMS, close_streams, end_streams, open_streams  # noqa: E402
from moondesk.config import refusals  # noqa: E402
from moondesk.config.bodies import Receive, Scope  # noqa: E402
from moondesk.config.handler import Send, ThreadedHandler  # noqa: E402
from moondesk.kit.database import check_role  # noqa: E402
from moondesk.kit.errors import StartupError  # noqa: E402
from moondesk.kit.postgresql.base import WEB_PATIENCE, Connection  # noqa: E402

_pages = ThreadedHandler(settings.WEB_THREADS)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request, or go along with the server's start and stop."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
        return
    if scope["type"] != "http":
        return
    try:
        refusals.check(scope)
    except refusals.Refused as error:
        await refusals.refuse(send, error)
        return
    stream = STREAMS.get(scope["path"])
    await (stream or _pages)(scope, receive, send)


async def _live(receive: Receive, send: Send) -> None:
    await receive()
    Connection.patience = WEB_PATIENCE
    try:
        await asyncio.to_thread(_check)
        await open_streams()
        _end_streams_when_stopped()
    except StartupError as error:
        await send({"type": "lifespan.startup.failed", "message": str(error)})
        return
    await send({"type": "lifespan.startup.complete"})
    loading = asyncio.create_task(asyncio.to_thread(_load_pages))
    await receive()
    await asyncio.wait({loading})
    await close_streams()
    _pages.close()
    await send({"type": "lifespan.shutdown.complete"})


def _end_streams_when_stopped() -> None:
    """End the streams as soon as the server is asked to stop: it waits for open answers, and they would never end."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        stop = signal.getsignal(number)

        def end(received: int, frame: FrameType | None, stop: object = stop) -> None:
            loop.call_soon_threadsafe(end_streams)
            if callable(stop):
                stop(received, frame)

        signal.signal(number, end)


def _load_pages() -> None:
    """Load the addresses and all that they lead to: two seconds that whoever asks first need not wait for."""
    _ = get_resolver().url_patterns


def _check() -> None:
    from django.db import connection

    check_role()
    connection.close()
