"""One connection of the real server: how long it may take over a head, and over what nobody asked for."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
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


class _Sending:
    """Requests that send what they are given and are held until they end."""

    def __init__(self, taken: bodies.Bodies) -> None:
        self.taken = taken
        self.open = ExitStack()

    def send(self, size: int, address: str | None, *, forwarded: str = "") -> int:
        """Send a body from an address; returns the status with which it was refused, or 200."""
        headers = [(b"transfer-encoding", b"chunked"), (b"x-forwarded-for", forwarded.encode())]
        client = (address, 1) if address else None
        scope = {"path": "/api/v1/x", "headers": headers, "client": client}

        async def receive() -> Any:
            return {"type": "http.request", "body": b"x" * size}

        with ExitStack() as held:
            body = held.enter_context(self.taken.holding())
            try:
                asyncio.run(self.taken.fill(body, scope, receive))
            except Refused as refused:
                return refused.status
            self.open.push(held.pop_all())
            return 200


SIZE = 600 * 1024


@pytest.fixture
def sending(settings: Any) -> Iterator[_Sending]:
    """A place for eight megabytes, of which one network may hold one."""
    settings.FILE_LIMIT = 0
    settings.TRUSTED_PROXIES = ["10.0.0.1/32"]
    held = _Sending(bodies.Bodies(most=8 * 1024 * 1024))
    with held.open:
        yield held
    assert (held.taken.held, held.taken.by_network) == (0, {})


def test_one_network_holds_its_share_and_leaves_the_rest_to_others(sending: _Sending) -> None:
    assert sending.send(SIZE, "203.0.113.1") == 200
    assert sending.send(SIZE, "203.0.113.1") == 429
    assert sending.send(SIZE, "203.0.113.2") == 200
    sending.open.close()
    assert sending.send(SIZE, "203.0.113.1") == 200


def test_one_network_is_a_64_of_ipv6_and_who_is_behind_a_proxy_of_ours(sending: _Sending) -> None:
    assert [sending.send(SIZE, f"2001:db8::{last}") for last in "123"] == [200, 429, 429]
    assert sending.send(SIZE, "2001:db8:0:1::1") == 200
    behind = [sending.send(SIZE, "10.0.0.1", forwarded=one) for one in ("198.51.100.1", "198.51.100.1", "198.51.100.2")]
    assert behind == [200, 429, 200]
    assert sending.send(SIZE, "198.51.100.1", forwarded="192.0.2.9") == 429, "only our own proxies are believed"


def test_where_addresses_are_not_known_only_the_whole_is_bounded(sending: _Sending) -> None:
    assert [sending.send(SIZE, None) for _number in range(3)] == [200, 200, 200]


def test_one_file_of_the_largest_kind_always_fits(sending: _Sending, settings: Any) -> None:
    settings.FILE_LIMIT = 2 * 1024 * 1024
    assert [sending.send(SIZE, "203.0.113.1") for _number in range(4)] == [200, 200, 200, 429]


def test_files_sent_at_once_wait_for_each_other(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.FILE_LIMIT = 0
    taken = bodies.Bodies(most=8 * 1024 * 1024)
    order: list[str] = []

    async def send(name: str, seconds: float) -> None:
        headers = [(b"content-length", str(SIZE).encode())]
        scope = {"path": "/api/v1/x", "headers": headers, "client": ("203.0.113.1", 1)}

        async def receive() -> Any:
            return {"type": "http.request", "body": b"x" * SIZE}

        with taken.holding() as body:
            await taken.fill(body, scope, receive)
            order.append(f"{name} is here")
            await asyncio.sleep(seconds)
            order.append(f"{name} is done")

    async def both() -> list[Any]:
        return [*await asyncio.gather(send("first", 0.5), send("second", 0.1), return_exceptions=True)]

    assert asyncio.run(both()) == [None, None]
    assert order == ["first is here", "first is done", "second is here", "second is done"]
    monkeypatch.setattr(bodies, "WAIT", 0.2)
    refused = asyncio.run(both())[1]
    assert isinstance(refused, Refused)
    assert (refused.status, taken.held, taken.by_network) == (429, 0, {})
