"""The client for web addresses: guarded, in bounds of time and size, and without redirects unless asked for."""

import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from moondesk.kit.egress.errors import Unreachable
from moondesk.kit.egress.names import Deadline, plain_host
from moondesk.kit.egress.policy import WEB_PORTS
from moondesk.kit.egress.sockets import dial

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ODD = re.compile(r"[\x00-\x20\x7f-\x9f\\\u2028\u2029]")
_PIECE = 64 * 1024
_SECRETS = frozenset({"authorization", "cookie", "proxy-authorization"})
AGENT = "Moondesk"


@dataclass(frozen=True)
class Bounds:
    """What an answer may take: seconds from the first look at the name to the last byte, and bytes unpacked."""

    seconds: float = 10.0
    size: int = 1024 * 1024
    redirects: int = 0


@dataclass(frozen=True)
class Answer:
    """What came back. ``url`` is where from, after redirects; names in ``headers`` are in small letters."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    url: str


@dataclass(frozen=True)
class _Question:
    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True)
class _Target:
    scheme: str
    host: str
    port: int
    path: str


def fetch(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    content: bytes = b"",
    bounds: Bounds = Bounds(),
) -> Answer:
    """Return the answer of a web address, whatever its status. Raises ``Unreachable``.

    Redirects are followed for GET and HEAD only, as often as the bounds say, never from https to http; to another
    host without what proves who we are. Without leave to follow them a redirect is an answer like any other.
    """
    deadline = Deadline(bounds.seconds)
    question = _Question(method.upper(), url, {"user-agent": AGENT, **_lowered(headers or {})}, content)
    for _hop in range(bounds.redirects + 1):
        answer = _ask(question, deadline, bounds.size)
        onward = answer.headers.get("location", "")
        asks = bounds.redirects and onward and question.method in ("GET", "HEAD")
        if answer.status not in _REDIRECTS or not asks:
            return answer
        question = _redirected(question, onward)
    raise Unreachable("redirects")


def _lowered(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _redirected(question: _Question, onward: str) -> _Question:
    url = urljoin(question.url, onward)
    before, after = _target(question.url), _target(url)
    if before.scheme == "https" and after.scheme != "https":
        raise Unreachable("redirects")
    if (before.host, before.port) == (after.host, after.port):
        return replace(question, url=url)
    kept = {name: value for name, value in question.headers.items() if name not in _SECRETS}
    return replace(question, url=url, headers=kept)


def _target(url: str) -> _Target:
    """Read a web address strictly: whatever two readers could understand in two ways is refused."""
    if len(url) > 4000 or _ODD.search(url):
        raise Unreachable("url")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Unreachable("url") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise Unreachable("url")
    path = urllib3.util.parse_url(f"http://host{parts.path or '/'}").request_uri
    query = f"?{parts.query}" if parts.query else ""
    if not query.isascii():
        query = urllib3.util.parse_url(f"http://host/{query}").request_uri.removeprefix("/")
    host = plain_host(parts.hostname)
    return _Target(parts.scheme, host, port or (443 if parts.scheme == "https" else 80), path + query)


def _ask(question: _Question, deadline: Deadline, size: int) -> Answer:
    target = _target(question.url)
    connected = dial(target.host, target.port, WEB_PORTS, deadline)
    with _cut_off(connected, deadline), contextlib.closing(_connection(target, connected)) as connection:
        try:
            connection.request(
                question.method,
                target.path,
                body=question.content or None,
                headers=dict(question.headers),
                preload_content=False,
            )
            answer = connection.getresponse()
            found = _lowered(dict(answer.headers.items()))
            content = _read(answer, size)
            # What was cut off at the deadline may look like a whole answer.
            deadline.left()
            return Answer(answer.status, found, content, question.url)
        except (OSError, ValueError, urllib3.exceptions.HTTPError, ssl.SSLError) as error:
            raise Unreachable(type(error).__name__) from None


def _read(answer: urllib3.BaseHTTPResponse, size: int) -> bytes:
    found, length = [], 0
    for piece in answer.stream(_PIECE, decode_content=True):
        length += len(piece)
        if length > size:
            raise Unreachable("size")
        found.append(piece)
    return b"".join(found)


def _connection(target: _Target, connected: socket.socket) -> HTTPConnection:
    """Return urllib3's connection, which speaks to the socket that is open already and opens none itself."""

    class Dialled(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return connected

    class DialledSafely(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return connected

    if target.scheme == "https":
        return DialledSafely(target.host, target.port, ssl_context=ssl.create_default_context())
    return Dialled(target.host, target.port)


@contextlib.contextmanager
def _cut_off(connected: socket.socket, deadline: Deadline) -> Iterator[None]:
    """End the connection at the deadline: a server that sends a byte now and then never runs into a timeout."""
    same = connected.dup()

    def cut() -> None:
        with contextlib.suppress(OSError):
            same.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(deadline.left(), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        same.close()
        connected.close()
