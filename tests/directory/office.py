"""A small office system: a real web server on the loopback that speaks the contract of docs/api/directory-pull.md."""

import http.server
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_network
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

TOKEN = "office-secret-1"
SAID_BY_HAND = "application/json; charset=utf-8"


def person(number: int | str, *groups: str, **said: Any) -> dict[str, Any]:
    """Return a person of the office."""
    about = {"id": f"p{number}", "user_name": f"user{number}", "email": f"user{number}@acme.test", "active": True}
    return about | {"display_name": f"User {number}", "groups": list(groups)} | said


class Office(http.server.ThreadingHTTPServer):
    """The system: its people and groups, how many stand on a page, and what it answers wrongly."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int = 0) -> None:
        self.people: list[dict[str, Any]] = []
        self.groups: list[dict[str, Any]] = [{"id": "g1", "name": "Support"}]
        self.on_page = 500
        self.since: dict[str, dict[str, Any]] = {}
        """What is answered to who asks for changes since then."""
        self.as_of = ""
        self.tagged = False
        self.answers: dict[int, Callable[[Desk], None]] = {}
        """What is answered instead, by the number of the request."""
        self.seen: list[tuple[str, dict[str, str]]] = []
        super().__init__(("127.0.0.1", port), Desk)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://localhost:{self.server_port}/people"

    def page(self, query: dict[str, list[str]]) -> dict[str, Any]:
        """Return one page."""
        if "since" in query and query["since"][0] in self.since:
            return {"version": 1, "listing": "changes", "as_of": self.as_of, **self.since[query["since"][0]]}
        first = int(query.get("from", ["0"])[0])
        told: dict[str, Any] = {"version": 1, "listing": "full", "as_of": self.as_of}
        told["groups"] = self.groups if first == 0 else []
        told["people"] = self.people[first : first + self.on_page]
        if first + self.on_page < len(self.people):
            told["next"] = "?" + urlencode({"from": first + self.on_page})
        return told


class Desk(http.server.BaseHTTPRequestHandler):
    """One request."""

    server: Office

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.seen.append((self.path, headers))
        wrong = self.server.answers.get(len(self.server.seen))
        if wrong is not None:
            wrong(self)
        elif headers.get("authorization") != f"Bearer {TOKEN}":
            self.say(b"{}", 401)
        else:
            content = json.dumps(self.server.page(parse_qs(urlsplit(self.path).query))).encode()
            tag = f'"{hash(content)}"'
            if self.server.tagged and headers.get("if-none-match") == tag:
                self.say(b"", 304)
            else:
                self.say(content, ETag=tag)

    def say(self, content: bytes, status: int = 200, **headers: str) -> None:
        """Answer."""
        self.send_response(status)
        for name, value in ({"Content-Type": SAID_BY_HAND} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args: Any) -> None:
        pass


def saying(content: bytes = b"{}", status: int = 200, **headers: str) -> Callable[[Desk], None]:
    """Return an answer that is wrong."""
    return lambda desk: desk.say(content, status, **headers)


def drip(desk: Desk) -> None:
    """Send a byte now and then, for ever."""
    desk.send_response(200)
    desk.send_header("Content-Type", SAID_BY_HAND)
    desk.end_headers()
    try:
        while True:
            desk.wfile.write(b" ")
            time.sleep(0.05)
    except OSError:
        pass


def hang_up(desk: Desk) -> None:
    """Promise more than is sent."""
    desk.send_response(200)
    desk.send_header("Content-Type", SAID_BY_HAND)
    desk.send_header("Content-Length", "5000")
    desk.end_headers()
    desk.wfile.write(b'{"version": 1')


@contextmanager
def running(port: int = 0) -> Iterator[Office]:
    """Run the system."""
    with Office(port) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def office(settings: Any) -> Iterator[Office]:
    """Run the system in a network that the operator opened."""
    with running() as server:
        settings.EGRESS_NETWORKS = [ip_network("127.0.0.0/8"), ip_network("::1/128")]
        settings.EGRESS_PORTS = frozenset({server.server_port})
        yield server
