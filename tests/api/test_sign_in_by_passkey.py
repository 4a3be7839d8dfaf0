"""An app signs somebody in by their passkey: what is asked, what counts as an answer, and what holds afterwards."""

import json
from typing import Any

import pytest

from moondesk.api.sign_in import PASSKEYS
from moondesk.kit import tenancy
from moondesk.organizations.models import Organization
from tests.api.conftest import Program, is_problem
from tests.harness.passkeys import SoftKey
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db
ACME = {"Moondesk_Organization": "acme"}


@pytest.fixture
def key(cast: Cast) -> SoftKey:
    """The agent's."""
    return SoftKey(cast.agent.user)


def asked() -> dict[str, Any]:
    response = Program().post("/sign-in/passkey")
    assert response.status_code == 200, response.content
    found: dict[str, Any] = json.loads(response.content)
    return found


def answered(key: SoftKey, given: dict[str, Any], *, verified: bool = True) -> Any:
    credential = key.answer(given["request_options"], verified=verified)
    return Program().post(
        "/sign-in/passkey/answer", {"session_token": given["session_token"], "credential": credential}
    )


def test_a_passkey_signs_in_and_counts_as_a_second_factor(key: SoftKey, cast: Cast) -> None:
    given = asked()
    assert given["request_options"]["publicKey"]["userVerification"] == "required"
    response = answered(key, given)
    assert response.status_code == 200, response.content
    with tenancy.organization(cast.acme.pk):
        Organization.objects.update(second_factor_roles=["*"], second_factor_since="2026-01-01T00:00:00Z")
    program = Program(json.loads(response.content)["access_token"])
    shown = json.loads(program.get("/me", **ACME).content)
    assert shown["member"]["email"] == cast.agent.user.email
    assert program.delete("/sign-in").status_code == 204
    is_problem(program.get("/me", **ACME), 401, "bad_token")
    is_problem(answered(key, given), 401, "sign_in_failed")


def test_what_is_no_answer_signs_nobody_in(key: SoftKey, cast: Cast) -> None:
    is_problem(answered(key, asked(), verified=False), 401, "sign_in_failed")
    other, given = asked(), asked()
    swapped = given | {"request_options": other["request_options"]}
    is_problem(answered(key, swapped), 401, "sign_in_failed")
    is_problem(answered(key, given | {"session_token": "made up"}), 401, "sign_in_failed")
    for credential in ({}, {"response": 5}, {"id": "x", "response": {"userHandle": "AA"}}):
        body = {"session_token": given["session_token"], "credential": credential}
        is_problem(Program().post("/sign-in/passkey/answer", body), 401, "sign_in_failed")
    stranger = SoftKey(cast.stranger.user)
    stranger.user = cast.agent.user
    is_problem(answered(stranger, asked()), 401, "sign_in_failed")
    for body in ({}, {"session_token": "x"}, {"session_token": "x", "credential": "x"}):
        is_problem(Program().post("/sign-in/passkey/answer", body), 422, "invalid")


def test_it_is_counted_by_where_it_comes_from(key: SoftKey) -> None:
    statuses = {Program().post("/sign-in/passkey").status_code for _time in range(PASSKEYS.most + 1)}
    assert statuses == {200, 429}
