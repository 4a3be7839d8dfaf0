"""A passkey instead of the password: whoever holds the key must have shown to it, too, who they are."""

import datetime
import html
import json
import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from moondesk.kit.clock import now
from tests import factories
from tests.harness.passkeys import SoftKey
from tests.web.account.test_second_factor import SECOND
from tests.web.account.test_signing_in import PASSWORD, is_signed_in, sign_in

pytestmark = pytest.mark.django_db
INSTEAD = "/accounts/security/webauthn/login/"
NORA, EVE = "nora@example.test", "eve@example.test"


@pytest.fixture
def key() -> SoftKey:
    """Nora's."""
    return SoftKey(factories.make_user(NORA, password=PASSWORD))


def options_for_signing_in(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get(INSTEAD, headers={"X-Requested-With": "XMLHttpRequest"}).json()
    return found["request_options"]


def send(client: Client, path: str, answer: dict[str, Any]) -> None:
    client.post(path, {"credential": json.dumps(answer)})


@pytest.mark.parametrize("verified", [True, False])
def test_instead_of_the_password_it_counts_only_with_its_pin(key: SoftKey, client: Client, verified: bool) -> None:
    options = options_for_signing_in(client)
    assert options["publicKey"]["userVerification"] == "required"
    send(client, INSTEAD, key.answer(options, verified=verified))
    assert is_signed_in(client) is verified


def test_as_the_second_step_it_counts_without_too(key: SoftKey, client: Client) -> None:
    sign_in(client, NORA)
    send(client, SECOND, key.answer(options_of_the_second_step(client), verified=False))
    assert is_signed_in(client)


def test_a_question_of_the_second_step_is_not_answered_instead_of_a_password(key: SoftKey, client: Client) -> None:
    """Who found a key signs in to an account of their own first, as that step asks for no PIN, and lets it lapse."""
    SoftKey(factories.make_user(EVE, password=PASSWORD))
    sign_in(client, EVE)
    options = options_of_the_second_step(client)
    with time_machine.travel(now() + datetime.timedelta(minutes=20)):
        send(client, INSTEAD, key.answer(options, verified=False))
        assert not is_signed_in(client)


def options_of_the_second_step(client: Client) -> dict[str, Any]:
    found = re.search(r'data-options="([^"]+)"', client.get(SECOND).content.decode())
    assert found
    options: dict[str, Any] = json.loads(html.unescape(found[1]))
    return options
