"""A program with a token."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from moondesk.api import throttle
from tests.harness.people import Cast

ROOT = "/api/v1"


class Program:
    """Sends JSON and reads JSON."""

    def __init__(self, token: str = "", client: Client | None = None) -> None:
        self.token = token
        self.client = client or Client()

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """Send one request; ``If_Match`` is the header If-Match. A str or bytes is sent as it is."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            given.setdefault("Authorization", f"Bearer {self.token}")
        content_type = given.pop("Content-Type", "application/json")
        data = body if isinstance(body, (str, bytes)) else b"" if body is None else json.dumps(body)
        return self.client.generic(method, f"{ROOT}{path}", data, content_type=content_type, headers=given)  # type: ignore[return-value]

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> HttpResponse:
        return self.send("PATCH", path, body, **headers)

    def put(self, path: str, body: Any, **headers: str) -> HttpResponse:
        return self.send("PUT", path, body, **headers)

    def delete(self, path: str, **headers: str) -> HttpResponse:
        return self.send("DELETE", path, **headers)


def is_problem(response: HttpResponse, status: int, code: str) -> dict[str, Any]:
    """Assert that an answer is this problem, and return it."""
    assert response["Content-Type"] == "application/problem+json", response.content
    found = json.loads(response.content)
    assert (response.status_code, found["code"]) == (status, code), found
    assert found["status"] == status
    assert found["detail"]
    assert found["title"]
    assert found["type"].endswith(f"#{code}")
    assert "Traceback" not in found["detail"]
    return dict(found)


def new_ticket(**changes: Any) -> dict[str, Any]:
    return {"subject": "Printer", "description": "It *burns*.", "requester": {"email": "new@customer.test"}} | changes


@pytest.fixture(autouse=True)
def _no_counts() -> Iterator[None]:
    throttle.reset()
    yield
    throttle.reset()


@pytest.fixture
def programs(cast: Cast, token_of: Callable[..., str]) -> Callable[..., Program]:
    """Return a program with a token of one of the cast."""

    def program(who: str, **options: Any) -> Program:
        return Program(token_of(cast.people[who], **options))

    return program


@pytest.fixture
def agent(programs: Callable[..., Program]) -> Program:
    return programs("agent")


@pytest.fixture
def owner(programs: Callable[..., Program]) -> Program:
    return programs("owner")
