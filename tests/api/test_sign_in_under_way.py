"""What an app holds between the password and the second step."""

import json
import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.core import signing

from moondesk.accounts.models import User
from tests.api.conftest import Program, is_problem
from tests.api.test_sign_in import FACTOR, PASSWORD, ana  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def test_what_names_a_sign_in_under_way_gives_no_session_away(ana: User) -> None:  # noqa: F811
    """It is signed, so that everybody can read it: what it says must be worth nothing as a cookie."""
    TOTP.activate(ana, FACTOR)
    found = is_problem(Program().post("/sign-in", {"email": ana.email, "password": PASSWORD}), 401, "code_required")
    said = json.loads(signing.b64_decode(found["session_token"].split(":")[0].encode()))
    keys = set(Session.objects.values_list("session_key", flat=True))
    assert keys
    assert not [key for key in keys if key in str(said)]
    code = format_hotp_value(hotp_value(FACTOR, int(time.time()) // 30))
    for key in keys:
        guessed = Program().post("/sign-in/code", {"session_token": key, "code": code})
        is_problem(guessed, 401, "sign_in_failed")
