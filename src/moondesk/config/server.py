"""The web server: uvicorn with bounds on what a connection may do (docs/decisions/server.md)."""

import asyncio
import os
import socket
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from moondesk.config.processes import Processes, serve
from moondesk.config.refusals import HEADER_LIMIT

GRACE = 5
"""Seconds that requests in hand get when the server is asked to stop."""

HEAD_SECONDS = 15.0
"""How long a client may take to send the head of a request, from its first byte or from connecting."""

GONE_MILLISECONDS = 25_000
"""After how long without an acknowledgement a client that vanished is given up: less than two heartbeats."""


class Protocol(HttpToolsProtocol):
    """One connection: its request heads are bounded in size and time, and its targets are plain paths."""

    _head = 0
    _in_head = True
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Start the clock for the first head."""
        super().connection_made(transport)
        self._start_clock()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._stop_clock()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in what arrived, unless it is a head without end."""
        if self._in_head:
            self._head += len(data)
            self._start_clock()
        super().data_received(data)
        if self._in_head and self._head > 2 * HEADER_LIMIT and not self.transport.is_closing():
            self.send_400_response("The head of the request is too large.")

    def on_message_begin(self) -> None:
        """Begin to count."""
        self._in_head = True
        self._head = 0
        self._start_clock()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Hand the request on if its target is a path: the absolute form is for proxies, which this is not."""
        self._in_head = False
        self._stop_clock()
        if not self.url.startswith(b"/"):
            self.send_400_response("Ask for a path.")
            return
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body of a request that was handed on and that nobody has answered yet."""
        if self.cycle is None or self.transport.is_closing():
            return
        if self.cycle.response_complete:
            self.transport.close()
            return
        super().on_body(body)

    def on_message_complete(self) -> None:
        """End the body of a request that was handed on; what comes next is the next head."""
        self._in_head = True
        self._head = 0
        if self.cycle is not None and not self.transport.is_closing():
            super().on_message_complete()

    def _start_clock(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(HEAD_SECONDS, self._too_slow)

    def _stop_clock(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_slow(self) -> None:
        self._deadline = None
        if self.transport.is_closing():
            return
        if self.cycle is not None and not self.cycle.response_complete:
            # Bytes that came early, while an answer is under way: their clock runs once it is out.
            self._start_clock()
            return
        self.transport.close()


def listen(config: uvicorn.Config) -> socket.socket:
    """Return the listening socket; what it accepts notices a client that vanished without a word."""
    sock = config.bind_socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (("TCP_KEEPIDLE", 20), ("TCP_KEEPINTVL", 5), ("TCP_USER_TIMEOUT", GONE_MILLISECONDS)):
        if hasattr(socket, name):
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
    return sock


def configuration(host: str, port: int, workers: int) -> uvicorn.Config:
    """Return how uvicorn is run."""
    return uvicorn.Config(
        "moondesk.config.asgi:application",
        host=host,
        port=port,
        workers=workers,
        loop="uvloop" if os.name != "nt" else "asyncio",
        http=Protocol,
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        date_header=True,
        proxy_headers=False,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=GRACE,
    )


def run(host: str, port: int, workers: int = 1) -> None:
    """Serve until SIGTERM or SIGINT. Raises ``SystemExit`` when the server could not start."""
    config = configuration(host, port, workers)
    sock = listen(config)
    status = Processes(config, sock).run() if workers > 1 else serve(config, sock)
    if status:
        raise SystemExit(status)
