"""The description: committed, complete, and true of every answer."""

import json
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import requests
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis.errors import Unsatisfiable
from schemathesis.core.transport import Response
from schemathesis.generation import GenerationMode

from moondesk.api.codes import known_codes
from moondesk.api.openapi import document
from moondesk.api.reference import _bytes
from tests.api.conftest import Program
from tests.harness.people import Cast

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"


def test_the_committed_description_is_the_one_that_is_served(client: Client) -> None:
    served = client.get("/api/v1/openapi.json").content
    assert served == _bytes()
    assert served == COMMITTED.read_bytes(), "Write it anew: python -m tests.api.write_openapi"


def test_the_description_is_complete() -> None:
    schema = document()
    assert schema["openapi"].startswith("3.1")
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            assert operation["description"], (method, path)
            assert operation["summary"], (method, path)
            assert all(one["description"] for one in operation["parameters"]), (method, path)
            assert {"422", "429", "500", "503"} <= set(operation["responses"]), (method, path)
            assert ("x-permission" in operation) or operation["operationId"] in (
                "get_me", "get_organization", "list_departments", "get_department", "list_statuses", "list_categories",
                "get_status", "get_retirement", "list_transitions", "get_times",
                "list_fields", "get_field", "list_forms",
                "get_organization_transfer", "accept_organization", "decline_organization",
            ) or not operation["security"]  # fmt: skip
            if method == "post":
                assert any(one["name"] == "Idempotency-Key" for one in operation["parameters"])


def test_the_reference_shows_every_operation_and_code(client: Client) -> None:
    response = client.get("/api/v1/docs")
    page = response.content.decode()
    assert response.status_code == 200
    for methods in document()["paths"].values():
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in page
    for code in known_codes():
        assert f'id="{code.code}"' in page
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert " style=" not in page
    assert "http://cdn" not in page
    found = client.get("/api/v1/docs", {"q": "assign"}).content.decode()
    assert 'id="assign_ticket"' in found
    assert 'id="list_contacts"' not in found
    assert "<b>x" not in client.get("/api/v1/docs", {"q": "<b>x"}).content.decode()


EXAMPLES = hypothesis.settings.default.max_examples // 10 if hypothesis.settings.default else 6
OPERATIONS = [(path, method) for path, methods in document()["paths"].items() for method in methods]
SCHEMA = schemathesis.openapi.from_dict(json.loads(json.dumps(document())))
CHECKS = [
    schemathesis.checks.not_a_server_error,
    schemathesis.checks.status_code_conformance,
    schemathesis.checks.content_type_conformance,
    schemathesis.checks.response_schema_conformance,
]


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_answers_are_as_described(  # type: ignore[no-untyped-def]
    path: str, method: str, mode: GenerationMode, owner: Program, cast: Cast, settings
) -> None:
    """Both what fits the description and what does not gets an answer that fits it."""
    settings.API_RATE_LIMIT = 0
    answered = []

    @given(case=SCHEMA[path][method].as_strategy(generation_mode=mode))
    @hypothesis.settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def run(case: Any) -> None:
        response = _answer(case, owner, cast)
        answered.append(response.status_code)
        case.validate_response(response, checks=CHECKS)

    try:
        run()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE, "An operation without any input cannot be asked wrongly"
    assert all(status < 500 for status in answered)


def _answer(case: Any, owner: Program, cast: Cast) -> Response:
    for name, value in (("slug", "acme"), ("number", f"TKT-{cast.ticket.number}")):
        if name in case.path_parameters and len(str(case.path_parameters[name])) % 2:
            case.path_parameters[name] = value
    given_ = case.as_transport_kwargs(base_url="http://testserver")
    unwanted = ("authorization", "content-length", "cookie")
    headers = {name: value for name, value in dict(given_["headers"]).items() if name.lower() not in unwanted}
    if "/public/" in case.path:
        headers["Moondesk-Ticket-Secret"] = cast.link
    else:
        headers["Authorization"] = f"Bearer {owner.token}"
    request = requests.Request(**{**given_, "headers": headers, "cookies": None}).prepare()
    sent = {name: _text(value) for name, value in request.headers.items() if name.lower() != "content-length"}
    answer = Client().generic(
        request.method or "GET",
        request.path_url,
        request.body or b"",
        content_type=sent.pop("Content-Type", "application/json"),
        headers=sent,
    )
    return Response(
        status_code=answer.status_code,
        headers={name.lower(): [value] for name, value in answer.items()},
        content=answer.getvalue(),
        request=request,
        elapsed=0.0,
        verify=False,
    )


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
