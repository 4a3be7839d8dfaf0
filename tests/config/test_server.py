"""The server on a real socket: what it refuses, and that bodies arrive whole."""

import json
import socket
import urllib.request
from collections.abc import Callable

import pytest

from moondesk.conversations.models import Message
from moondesk.kit import tenancy
from tests.harness.people import Person
from tests.harness.running import Desk

pytestmark = pytest.mark.django_db(transaction=True)


def _ask(desk: Desk, request: bytes) -> tuple[int, bytes]:
    """Send bytes as they are; return the status and all that came back until the server closed or fell silent."""
    with socket.create_connection(("127.0.0.1", desk.server.port), 10) as connection:
        connection.settimeout(3)
        answer = b""
        try:
            connection.sendall(request)
            while piece := connection.recv(65536):
                answer += piece
        except (TimeoutError, ConnectionError):
            pass
    return (int(answer.split(b" ", 2)[1]) if answer else 0), answer


def _get(target: bytes, *headers: bytes) -> bytes:
    lines = [b"GET " + target + b" HTTP/1.1", b"Host: 127.0.0.1", b"Connection: close", *headers]
    return b"\r\n".join([*lines, b"", b""])


@pytest.mark.parametrize(
    "target",
    [b"//healthz", b"/%2e%2e/healthz", b"/../healthz", b"/./healthz", b"/x/..%2fhealthz", b"/%2fhealthz", b"/healthz;x",
     b"/healthz%3bx", b"/healthz%00", b"/healthz%0d%0aX:y", b"/\\healthz",
     b"/%5chealthz", b"/%2568ealthz", b"/healthz//",
     b"//api/tickets/stream", b"/api/tickets/stream/", b"/api//tickets/stream"],
)  # fmt: skip
def test_an_odd_path_is_never_another_page(desk: Desk, target: bytes) -> None:
    status, answer = _ask(desk, _get(target))
    assert status in (400, 404), answer
    assert b"alive" not in answer
    assert b"ontent-" in answer


@pytest.mark.parametrize(
    "request_",
    [
        _get(b"http://127.0.0.1/healthz"),
        _get(b"*"),
        _get(b"/healthz", b"Host: elsewhere.test"),
        b"GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n",
        _get(b"/healthz", b"Content-Length: 5", b"Transfer-Encoding: chunked") + b"0\r\n\r\n",
        _get(b"/healthz", b"Content-Length: 5", b"Content-Length: 6") + b"12345",
        _get(b"/healthz", b"Transfer-Encoding: chunked, identity") + b"0\r\n\r\n",
        _get(b"/healthz", b"Bad Header: x"),
    ],
)
def test_an_ambiguous_request_is_refused(desk: Desk, request_: bytes) -> None:
    status, answer = _ask(desk, request_)
    assert status == 400, answer
    assert b"alive" not in answer


def test_a_head_without_end_and_a_body_too_large_are_refused(desk: Desk) -> None:
    assert _ask(desk, _get(b"/healthz", b"X-Long: " + b"x" * 40_000))[0] == 431
    status, _answer = _ask(desk, _get(b"/healthz", b"X-Long: " + b"x" * 1_000_000))
    assert status in (0, 400)
    status, answer = _ask(desk, _get(b"/accounts/login/", b"Content-Length: 99999999"))
    assert (status, b"body_too_large" in answer, b"<html" in answer) == (413, True, True)


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_beyond_its_route_is_refused_before_it_is_kept(desk: Desk, chunked: bool) -> None:
    """A program may send 1 MB, a form 2; what is counted while it arrives is refused at the byte too many."""
    for path, most, kind in (
        (b"/api/v1/public/acme/tickets", 1024**2, b"application/problem+json"),
        (b"/acme/help/new", 2 * 1024**2, b"text/html"),
    ):
        length = b"Transfer-Encoding: chunked" if chunked else b"Content-Length: %d" % (most + 1)
        head = _get(path, length, b"Content-Type: application/json").replace(b"GET", b"POST", 1)
        body = b"%x\r\n%b" % (most + 1, b"x" * (most + 1)) if chunked else b""
        status, answer = _ask(desk, head + body)
        assert (status, kind in answer, b"body_too_large" in answer) == (413, True, True), answer[:300]
        assert b"connection: close" in answer.lower()


def test_head_answers_like_get_without_a_body(desk: Desk) -> None:
    status, answer = _ask(desk, _get(b"/healthz").replace(b"GET", b"HEAD", 1))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert (status, body) == (200, b"")
    assert b"content-length: 19" in head.lower()


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_arrives_whole(desk: Desk, token_of: Callable[..., str], chunked: bool) -> None:
    owner: Person = desk.cast.owner
    text = "ñandú " * 15_000
    new = {"subject": "Long", "description": text, "requester": {"email": "long@customer.test"}}
    body = json.dumps(new, ensure_ascii=False).encode()
    headers = {"Authorization": f"Bearer {token_of(owner)}", "Content-Type": "application/json"}
    data = iter([body[at : at + 7001] for at in range(0, len(body), 7001)]) if chunked else body
    request = urllib.request.Request(f"{desk.url}/api/v1/tickets", data=data, headers=headers, method="POST")
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert answer.status == 201
    with tenancy.organization(desk.cast.acme.pk):
        assert Message.objects.latest("id").body == text.strip()


def test_metrics_count_requests_by_route(desk: Desk) -> None:
    with urllib.request.urlopen(f"{desk.url}/metrics", timeout=10) as answer:
        text = answer.read().decode()
    assert 'moondesk_request_seconds_count{method="GET",route="readyz",status="200"}' in text
    assert "moondesk_jobs_waiting" in text
    assert "moondesk_streams_open" in text
