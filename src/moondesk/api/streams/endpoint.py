"""Three streams, such as ``GET /api/tickets/stream``: HTTP on the event loop.

An open stream holds no thread and no database connection.
"""

import asyncio
import contextlib
import functools
import json
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError, connection
from psycopg_pool import PoolTimeout

from moondesk.api.streams.seating import Seating
from moondesk.api.streams.source import StreamSource
from moondesk.api.streams.viewers import Asked, SignInFirst, StreamViewer, recognize, require
from moondesk.kit import metrics
from moondesk.kit.database import dsn
from moondesk.kit.errors import DomainError, NotFound
from moondesk.kit.ids import new_id
from moondesk.portals.queries import is_desks
from moondesk.realtime.announcing import Announcement
from moondesk.realtime.frames import Channel
from moondesk.realtime.hub import Hub, Limits, TooManyStreams
from moondesk.realtime.listener import Listener
from moondesk.realtime.presence import HERE, Presences
from moondesk.realtime.stream import Pace, Stream

log = structlog.get_logger(__name__)

PATHS = {channel: f"/api/{channel.value}/stream" for channel in Channel}
_TOO_MANY = {
    "too_busy": "This server has as many streams open as it can. Try again in half a minute.",
    "too_many_streams": "You have too many streams open. Close some: one stream can carry all three channels (`also`).",
}
_DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeout)
_HEADERS = [
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"vary", b"Cookie, Authorization"),
]

_pool = ThreadPoolExecutor(4, thread_name_prefix="streams")
_tasks: list[asyncio.Task[None]] = []
_hub: Hub[StreamViewer] | None = None
_seating = Seating(Limits.per_person, Pace.lifetime)
_LOOK_FOR_GONE = 1.0
_LAST_WORD = 1.0


def _changed(organization_id: uuid.UUID, ticket_id: uuid.UUID) -> None:
    if _hub is not None:
        _hub.heard([Announcement(organization_id, ticket_id, new_id(), HERE)])


_presences = Presences(_changed)
_source = StreamSource(_presences.people)


async def open_streams(limits: Limits | None = None, pace: Pace | None = None) -> None:
    """Begin to listen; called once when the process starts."""
    global _hub, _seating
    limits, pace = limits or Limits(), pace or Pace()
    _hub, _seating = Hub(_source, _pool, limits, pace), Seating(limits.per_person, pace.lifetime)
    address = await asyncio.get_running_loop().run_in_executor(_pool, dsn)
    listener = Listener(address, heard=_hub.heard, missed=_hub.missed, present=_presences.heard)
    _tasks.extend(asyncio.create_task(work) for work in (listener.run(), _hub.watch(), _forget_gone()))


async def _forget_gone() -> None:
    while True:
        await asyncio.sleep(_LOOK_FOR_GONE)
        _presences.forget_old()
        if _seating.has_left:
            await _in_thread(_seating.settle)


def end_streams() -> None:
    """End all open streams; browsers come back, each after a time of its own."""
    if _hub is not None:
        _hub.end()


async def close_streams() -> None:
    """End everything."""
    end_streams()
    for task in _tasks:
        task.cancel()
    await asyncio.gather(*_tasks, return_exceptions=True)
    _tasks.clear()
    with contextlib.suppress(Exception):
        await _in_thread(_seating.end)
    _pool.shutdown(wait=False, cancel_futures=True)


async def _listen(own: Channel, scope: Any, receive: Any, send: Any) -> None:
    """Answer one request for a stream."""
    if scope["method"] != "GET":
        await _refuse(send, 405, "method_not_allowed", "Ask with GET.", allow="GET")
        return
    hub = _hub
    if hub is None:
        raise RuntimeError("The server was started without lifespan")
    try:
        asked = Asked.of(scope)
        channels = asked.channels(own)
        viewer, seat = await _in_thread(_admitted, asked, channels)
        with _held(seat), hub.join(viewer, channels) as stream, metrics.STREAMS.track_inprogress():
            present = _presences.tickets(viewer.organization_id)
            said, config = await _in_thread(_source.first, viewer, channels, _last_event(scope), present)
            hub.configured(viewer.organization_id, config)
            await _serve(stream, b"".join(frame.data for frame in said), receive, send)
    except DomainError as error:
        await _refuse(send, error.status, error.code, error.message)
    except TooManyStreams as error:
        status, code = (503, "too_busy") if error.busy else (429, "too_many_streams")
        await _refuse(send, status, code, _TOO_MANY[code], retry_after=30)
    except _DATABASE_AWAY as error:
        log.warning("database away", error=type(error).__name__, path=PATHS[own])
        await _refuse(send, 503, "database_unavailable", "The database does not answer.", retry_after=5)
    except ValueError:
        await _refuse(send, 400, "bad_request", "The request could not be read.")


async def _in_thread[R](function: Callable[..., R], *args: Any) -> R:
    return await asyncio.get_running_loop().run_in_executor(_pool, Context().run, function, *args)


def _admitted(asked: Asked, channels: frozenset[Channel]) -> tuple[StreamViewer, uuid.UUID]:
    """Let somebody in, at the desk's own name only: these addresses are answered before Django looks at the host."""
    try:
        if not is_desks(asked.headers.get("host", "")):
            raise NotFound("There is nothing here.")
        viewer = recognize(asked)
        require(viewer, channels)
        return viewer, _seating.take(viewer.person)
    finally:
        connection.close()


@contextlib.contextmanager
def _held(seat: uuid.UUID) -> Iterator[None]:
    try:
        yield
    finally:
        _seating.leave(seat)


def _last_event(scope: Any) -> str:
    found: list[bytes] = [value for name, value in scope["headers"] if name == b"last-event-id"]
    return found[-1].decode("latin-1")[:100] if found else ""


async def _serve(stream: Stream, first: bytes, receive: Any, send: Any) -> None:
    headers = [(b"content-type", b"text/event-stream; charset=utf-8"), *_HEADERS]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    gone = asyncio.create_task(_until_gone(stream, receive))
    try:
        async with asyncio.timeout(None) as patience:
            async for piece in stream.pieces(lambda: patience.reschedule(asyncio.get_running_loop().time())):
                await send({"type": "http.response.body", "body": piece + first, "more_body": True})
                first = b""
        await send({"type": "http.response.body", "body": b""})
    except (TimeoutError, OSError):
        # Whoever reads nothing for so long gets no more; a page that lives comes back and is told what it missed.
        # The end, too, would wait until they read: without it the server closes the connection.
        with contextlib.suppress(TimeoutError, OSError):
            async with asyncio.timeout(_LAST_WORD):
                await send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()


async def _until_gone(stream: Stream, receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.close()


async def _refuse(
    send: Any, status: int, code: str, detail: str, *, retry_after: int | None = None, allow: str = ""
) -> None:
    problem = {"type": "about:blank", "title": detail, "status": status, "code": code, "detail": detail}
    body = json.dumps(problem).encode()
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode()), *_HEADERS]
    if status == SignInFirst.status:
        headers.append((b"www-authenticate", b"Bearer"))
    if retry_after is not None:
        headers.append((b"retry-after", str(retry_after).encode()))
    if allow:
        headers.append((b"allow", allow.encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


STREAMS = {PATHS[channel]: functools.partial(_listen, channel) for channel in Channel}
"""The addresses that are answered on the event loop, for ``config.asgi``."""
