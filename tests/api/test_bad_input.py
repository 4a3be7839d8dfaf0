"""Whatever is sent, the answer is a clear problem and nothing is changed."""

import json

import pytest

from moondesk.kit import tenancy
from moondesk.tickets.models import Ticket
from tests.api.conftest import Program, is_problem, new_ticket
from tests.harness.people import Cast


@pytest.fixture(autouse=True)
def _nothing_made(cast: Cast):  # type: ignore[no-untyped-def]
    yield
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"subject": ""}, "invalid_ticket", "subject"),
        ({"subject": " \t"}, "invalid_ticket", "subject"),
        ({"subject": "x" * 201}, "invalid", "subject"),
        ({"subject": "a\u0007b"}, "invalid_ticket", "subject"),
        ({"subject": 7}, "invalid", "subject"),
        ({"subject": None}, "invalid", "subject"),
        ({"description": " "}, "invalid_message", "description"),
        ({"description": "x" * 100_001}, "invalid", "description"),
        ({"description": ["x"]}, "invalid", "description"),
        ({"priority": 2}, "invalid", "priority"),
        ({"priority": "huge"}, "invalid", "priority"),
        ({"type": "x"}, "invalid", "type"),
        ({"category": "none"}, "invalid", "category"),
        ({"department": "x"}, "invalid", "department"),
        ({"tags": "a"}, "invalid", "tags"),
        ({"tags": ["x" * 41]}, "invalid", "tags.0"),
        ({"tags": ["x"] * 21}, "invalid", "tags"),
        ({"language": "english"}, "invalid", "language"),
        ({"requester": {}}, "invalid_ticket", "requester"),
        ({"requester": {"email": "not an address"}}, "invalid_contact", "requester.email"),
        ({"requester": {"email": "a@b.test", "is_staff": True}}, "unknown_field", "requester.is_staff"),
        ({"organization": "globex"}, "unknown_field", "organization"),
        ({"subject": "a\0b"}, "invalid_text", "subject"),
        ({"description": "a\ud800b"}, "invalid_text", "description"),
        ({"tags": ["\udfff"]}, "invalid_text", "tags.0"),
        ({"a\0b": 1}, "invalid_text", "body"),
    ],
)
def test_a_field_that_does_not_fit(agent: Program, change: dict, code: str, field: str) -> None:  # type: ignore[type-arg]
    found = is_problem(agent.post("/tickets", new_ticket(**change)), 422, code)
    assert field in found["fields"], found


@pytest.mark.parametrize(
    "body",
    [
        b"{", b"", b"nope", b'{"a": NaN}', b'{"a": 1, "a": 2}', b"\xff\xfe", b"[" * 100_000,
        b'{"a":' * 1000 + b"1" + b"}" * 1000,
        b'{"subject": 1e400', b"1" * 5000,
    ],
)  # fmt: skip
def test_what_is_not_json(agent: Program, body: bytes) -> None:
    response = agent.post("/tickets", body)
    found = json.loads(response.content)
    assert response.status_code in (400, 422)
    assert found["code"] in ("malformed_json", "invalid")


@pytest.mark.parametrize("value", ["1e400", "9" * 30, "-1", "true", "null", '"x"', "[]"])
def test_any_json_that_is_not_an_object(agent: Program, value: str) -> None:
    is_problem(agent.post("/tickets", value), 422, "invalid")


def test_a_body_that_is_too_large_and_one_that_is_not(agent: Program) -> None:
    found = is_problem(agent.post("/tickets", b" " * (1024 * 1024 + 1)), 413, "body_too_large")
    assert found["limit"] == 1024 * 1024
    is_problem(agent.post("/tickets", b" " * (10 * 1024 * 1024)), 413, "body_too_large")
    is_problem(agent.post("/tickets", b" " * (1024 * 1024)), 400, "malformed_json")


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x"]
)
def test_another_media_type(agent: Program, content_type: str) -> None:
    is_problem(
        agent.post("/tickets", json.dumps(new_ticket()), Content_Type=content_type), 415, "unsupported_media_type"
    )


@pytest.mark.parametrize(
    "path", ["/nothing", "", "/", "/tickets/", "/tickets/a/b/c", "/contacts/7", "/%00", "/<b>x</b>"]
)
def test_an_address_that_is_none(agent: Program, path: str) -> None:
    found = agent.get(path)
    assert found.status_code == 404
    assert json.loads(found.content)["code"] in ("route_not_found", "ticket_not_found")
    assert b"<b>" not in found.content


@pytest.mark.parametrize(("method", "path"), [("PUT", "/tickets"), ("DELETE", "/me"), ("TRACE", "/tickets")])
def test_a_method_that_is_none(agent: Program, method: str, path: str) -> None:
    response = agent.send(method, path)
    found = is_problem(response, 405, "method_not_allowed")
    assert ", ".join(found["allowed"]) == response["Allow"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/tickets?nothing=1", "nothing"),
        ("/tickets?order_by=id;drop", "order_by"),
        ("/tickets?sort=password", "sort"),
        ("/tickets?limit=0", "limit"),
        ("/tickets?limit=101", "limit"),
        ("/tickets?limit=1e3", "limit"),
        ("/tickets?priority=9", "priority"),
        ("/tickets?assignee=x", "assignee"),
        ("/tickets?cursor=abc", "cursor"),
        ("/tickets?created_from=yesterday", "created_from"),
        ("/tickets?created_from=0001-01-01T00:00:00%2B23:00", "created_from"),
        ("/contacts?x=1", "x"),
        ("/contacts?limit=-1", "limit"),
        ("/contacts?sort=email", "sort"),
        ("/contacts?cursor=W10", "cursor"),
        ("/members?cursor=%F0%9F%98%80", "cursor"),
        ("/statuses?limit=1", "limit"),
        ("/me?page=1000000000", "page"),
    ],
)
def test_a_parameter_that_does_not_fit(owner: Program, path: str, name: str) -> None:
    response = owner.get(path)
    found = json.loads(response.content)
    assert response.status_code == 422, found
    assert list(found["fields"]) == [name]


def test_a_zone_that_only_python_knows(owner: Program) -> None:
    assert owner.get("/tickets?created_from=1284-12-22T06:31:38-23:53").status_code == 200


def test_nul_in_the_address(owner: Program) -> None:
    is_problem(owner.get("/tickets?q=a%00b"), 422, "invalid_text")
    is_problem(owner.get("/contacts?q=a%00b"), 422, "invalid_text")
    is_problem(owner.get("/tickets/a%00b"), 404, "ticket_not_found")


def test_an_error_of_ours_says_only_its_number(agent: Program, cast: Cast, superuser, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    def broken(*_args: object, **_kwargs: object) -> None:
        raise ZeroDivisionError("secret path /etc/passwd SELECT 1")

    monkeypatch.setattr("moondesk.api.organization.organization_out", broken)
    response = agent.get("/me", X_Request_ID="abcdefgh-1")
    found = is_problem(response, 500, "server_error")
    assert found["request_id"] == "abcdefgh-1"
    assert b"secret" not in response.content
    assert b"Zero" not in response.content
