"""Django's synchronous handler behind ASGI: requests run in a pool of threads, bodies and answers on the event loop.

Django under ASGI alone costs a third of its throughput (docs/decisions/server.md); this keeps its middleware
synchronous and its database connections tied to one thread for as long as a request has one.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from dataclasses import dataclass
from typing import IO, Any

import structlog
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.base import BaseHandler
from django.db import close_old_connections
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from moondesk.config.bodies import Bodies, Receive, Scope, TooLarge, without_body
from moondesk.config.refusals import Refused, refuse

log = structlog.get_logger(__name__)

type Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
type Headers = list[tuple[bytes, bytes]]

_PIECE = 256 * 1024
_WAITING_PER_THREAD = 64
APART = "/mail-pictures/"
"""Addresses whose answers may wait for servers elsewhere: threads of their own, so that pages never wait for these."""
APART_THREADS = 3


@dataclass
class Answer:
    """What a thread made of a request; ``rest`` is what is left of a body too long to be read at once."""

    status: int
    headers: Headers
    body: bytes
    rest: Iterator[bytes] | None = None
    response: HttpResponseBase | None = None


class Lane:
    """Some threads, and how many requests are in them or wait for one."""

    def __init__(self, name: str, threads: int) -> None:
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self.most = threads * _WAITING_PER_THREAD
        self.open = 0


class ThreadedHandler(BaseHandler):
    """Answers HTTP requests with Django's synchronous stack in a pool of threads."""

    def __init__(self, threads: int) -> None:
        super().__init__()
        self.load_middleware(is_async=False)
        self._pages, self._apart = Lane("web", threads), Lane("apart", APART_THREADS)
        self._bodies = Bodies()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        lane = self._apart if scope["path"].startswith(APART) else self._pages
        with self._bodies.holding() as body:
            try:
                if lane.open >= lane.most:
                    raise Refused(503, "Too busy. Try again in a few seconds.", retry_after=5)
                await self._bodies.fill(body, scope, receive)
            except RequestAborted:
                return
            except Refused as error:
                await refuse(send, error)
                return
            except TooLarge:
                body.empty()
                await self._serve(lane, without_body(scope), body.file, _closing(send))
                return
            await self._serve(lane, scope, body.file, send)

    async def _serve(self, lane: Lane, scope: Scope, body: IO[bytes], send: Send) -> None:
        lane.open += 1
        try:
            answer = await self._in_thread(lane, self._answer, scope, body)
            await self._send(lane, answer, send)
        finally:
            lane.open -= 1

    def close(self) -> None:
        """Let the threads finish what they have and end."""
        for lane in (self._pages, self._apart):
            lane.pool.shutdown(wait=False, cancel_futures=True)

    async def _in_thread[R](self, lane: Lane, function: Callable[..., R], *args: Any) -> R:
        # A context of its own: nothing of one request (language, organization, log fields) is left for the next.
        return await asyncio.get_running_loop().run_in_executor(lane.pool, Context().run, function, *args)

    def _answer(self, scope: Scope, body: IO[bytes]) -> Answer:
        set_script_prefix("/")
        signals.request_started.send(sender=self.__class__, scope=scope)
        try:
            request = ASGIRequest(scope, body)
        except UnicodeDecodeError:
            signals.request_finished.send(sender=self.__class__)
            return Answer(400, [(b"content-type", b"text/plain")], b"The address is not valid UTF-8.\n")
        response: Any = self.get_response(request)
        response._handler_class = self.__class__
        headers = _headers_of(response)
        if not response.streaming:
            answer = Answer(response.status_code, headers, response.content)
            response.close()
            return answer
        return self._start_stream(response, headers)

    def _start_stream(self, response: Any, headers: Headers) -> Answer:
        if isinstance(response, FileResponse):
            response.block_size = _PIECE
        pieces = iter(response)
        answer = Answer(response.status_code, headers, next(pieces, b""))
        following = next(pieces, None) if len(answer.body) == _PIECE or not isinstance(response, FileResponse) else None
        if following is None:
            response.close()
            return answer
        # The database goes back to the pool now: a slow reader must not keep it.
        close_old_connections()
        answer.rest, answer.response = _chain(following, pieces), response
        return answer

    async def _send(self, lane: Lane, answer: Answer, send: Send) -> None:
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        if answer.rest is None:
            await send({"type": "http.response.body", "body": answer.body})
            return
        try:
            await send({"type": "http.response.body", "body": answer.body, "more_body": True})
            while (piece := await self._in_thread(lane, next, answer.rest, None)) is not None:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            if answer.response is not None:
                await self._in_thread(lane, answer.response.close)


def _chain(first: bytes, others: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from others


def _headers_of(response: Any) -> Headers:
    headers = [(name.encode("ascii"), value.encode("latin-1")) for name, value in response.items()]
    headers += [(b"Set-Cookie", cookie.OutputString().encode("ascii")) for cookie in response.cookies.values()]
    return headers


def _closing(send: Send) -> Send:
    """Return ``send`` for an answer after which the connection ends: the rest of the body is not read."""

    async def close(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], (b"connection", b"close")]}
        await send(message)

    return close
