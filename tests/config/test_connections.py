"""One connection of the real server: how long it may take over a head, and over what nobody asked for."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from moondesk.config import bodies, server
from moondesk.config.refusals import Refused

HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


async def _hello(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"hi"})


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a server that gives a head half a second."""
    monkeypatch.setattr(server, "HEAD_SECONDS", 0.5)
    config = uvicorn.Config(_hello, http=server.Protocol, ws="none", lifespan="off", log_config=None)
    listening = socket.create_server(("127.0.0.1", 0))
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield int(listening.getsockname()[1])
    finally:
        running.should_exit = True
        thread.join(10)


def _is_cut(port: int, first: bytes, drip: bytes) -> bool:
    """Send something whole, then drip; say whether the server ended it within two seconds."""
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        connection.settimeout(0.1)
        connection.sendall(first)
        until = time.monotonic() + 2
        while time.monotonic() < until:
            try:
                connection.sendall(drip)
                if not connection.recv(4096):
                    return True
            except TimeoutError:
                continue
            except ConnectionError:
                return True
    return False


@pytest.mark.parametrize("drip", [b"x", b"\r\n"])
@pytest.mark.parametrize("before", [b"", HEAD, HEAD + HEAD])
def test_no_head_takes_for_ever(port: int, before: bytes, drip: bytes) -> None:
    """Not the first of a connection, and none after it: neither letters nor empty lines keep it open."""
    start = b"" if drip == b"\r\n" else b"GET / HTTP/1.1\r\nX: "
    assert _is_cut(port, before + start, drip)


def test_a_body_that_comes_after_the_answer_ends_the_connection(port: int) -> None:
    assert _is_cut(port, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\n", b"x")


def test_one_connection_serves_request_after_request(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        for _ in range(3):
            time.sleep(0.4)
            connection.sendall(HEAD)
            answer = b""
            while b"hi" not in answer:
                answer += connection.recv(4096)
            assert answer.startswith(b"HTTP/1.1 200")


def test_all_bodies_together_are_bounded() -> None:
    pieces = iter([{"type": "http.request", "body": b"x" * 600, "more_body": True}] * 2)

    async def receive() -> Any:
        return next(pieces)

    taken = bodies.Bodies(most=1000)
    scope = {"path": "/api/v1/x", "headers": [(b"transfer-encoding", b"chunked")]}
    with taken.holding() as body, pytest.raises(Refused) as refused:
        asyncio.run(taken.fill(body, scope, receive))
    assert (refused.value.status, taken.held) == (503, 0)
