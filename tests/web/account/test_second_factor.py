"""The second step of signing in: codes of an app, recovery codes, and who guesses them."""

import re
import time
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.test import Client

from moondesk.accounts.actions import forget_second_factors
from moondesk.accounts.errors import NoSuchUser
from moondesk.accounts.models import User
from moondesk.kit.sealing import BrokenSeal
from moondesk.web.account.second_factor import SecondFactors
from moondesk.web.account.second_factor_forms import TRIES_HERE, TRIES_OF_STRANGERS
from tests import factories
from tests.web.account.test_signing_in import PASSWORD, is_signed_in, queued, sign_in

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SECOND = "/accounts/security/authenticate/"
EMAIL = "nora@example.test"


def code_at(step: int = 0, secret: str = SECRET) -> str:
    """Return what an app shows, whose clock is so many half minutes ahead."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step)))


@pytest.fixture
def nora() -> User:
    """Somebody with an authenticator app."""
    user = factories.make_user(EMAIL, password=PASSWORD)
    TOTP.activate(user, SECRET)
    return user


def second_step(client: Client, code: str, **sent: Any) -> Any:
    return client.post(SECOND, {"code": code}, **sent)


def prove_again(client: Client) -> None:
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_app_is_set_up_and_then_asked_for(client: Client, language: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.force_login(factories.make_user(EMAIL, password=PASSWORD), settings.AUTHENTICATION_BACKENDS[0])
    assert client.get("/accounts/security/").status_code == 200
    asked = client.get("/accounts/security/totp/activate/")
    assert asked["Location"].startswith("/accounts/reauthenticate/"), "a stolen session sets up nothing"
    before = client.session.session_key
    prove_again(client)
    assert client.session.session_key != before, "a session that proved more has a new id"
    page = client.get("/accounts/security/totp/activate/").content.decode()
    secret = client.session["mfa.totp.secret"]
    assert " ".join(re.findall("....", secret)) in page
    assert 'src="data:image/svg+xml;base64,' in page
    wrong = client.post("/accounts/security/totp/activate/", {"code": "000000"})
    assert wrong.status_code == 200
    assert client.session["mfa.totp.secret"] == secret, "a wrong code keeps the picture that was read"
    used = code_at(secret=secret)
    done = client.post("/accounts/security/totp/activate/", {"code": used})
    assert done["Location"] == "/accounts/security/recovery-codes/"
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept
    assert SecondFactors().decrypt(kept) == secret
    first = client.get("/accounts/security/recovery-codes/").content.decode()
    codes = re.findall(r"<li><code>(\d{4} \d{4})</code>", first)
    assert len(codes) == 10
    assert codes[0] not in client.get("/accounts/security/recovery-codes/").content.decode(), "shown once"
    other = Client()
    assert sign_in(other, EMAIL)["Location"] == SECOND
    assert not is_signed_in(other)
    assert second_step(other, used).status_code == 200, "the code that set it up is used up"
    assert second_step(other, codes[0]).status_code == 302
    assert is_signed_in(other)
    assert "recovery_code_used" in [job["kind"] for job in queued()]


@pytest.mark.parametrize(("step", "is_right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_off_by_one_step(nora: User, step: int, is_right: bool) -> None:
    with time_machine.travel("2026-03-01T10:00:10Z", tick=False):
        client = Client()
        sign_in(client, EMAIL)
        second_step(client, code_at(step))
        assert is_signed_in(client) == is_right


def test_a_code_counts_once_as_long_as_it_would_be_right(nora: User) -> None:
    with time_machine.travel("2026-03-01T10:00:00Z", tick=False) as clock:
        ahead = code_at(1)
        clients = [Client(), Client()]
        for client in clients:
            sign_in(client, EMAIL)
        second_step(clients[0], ahead)
        clock.shift(55)
        second_step(clients[1], f"{ahead[:3]} {ahead[3:]}")
        assert [is_signed_in(client) for client in clients] == [True, False]


def test_who_guesses_codes_is_stopped_and_the_owner_is_not(nora: User) -> None:
    at_home = Client()
    sign_in(at_home, EMAIL)
    second_step(at_home, code_at())
    at_home.post("/accounts/logout/")
    stranger = Client()
    sign_in(stranger, EMAIL)
    for number in range(TRIES_OF_STRANGERS.most + 2):
        assert second_step(stranger, "000000", REMOTE_ADDR=f"198.51.{number}.7").status_code == 200
    late = Client(REMOTE_ADDR="203.0.113.9")
    sign_in(late, EMAIL)
    second_step(late, code_at(1))
    assert not is_signed_in(late), "above the limit a stranger's right code is not looked at"
    assert [job["kind"] for job in queued()].count("second_factor_guessed") == 1
    sign_in(at_home, EMAIL)
    second_step(at_home, code_at(1))
    assert is_signed_in(at_home), "in the browser that is known, codes are counted by themselves"


def test_one_address_guesses_a_few_times_only(nora: User) -> None:
    client = Client()
    sign_in(client, EMAIL)
    for _ in range(TRIES_HERE.most):
        second_step(client, "000000")
    second_step(client, code_at())
    assert not is_signed_in(client)


def test_a_passkey_that_no_browser_sends_is_refused(nora: User, client: Client) -> None:
    sign_in(client, EMAIL)
    for sent in ("", "{}", "[]", "null", '{"response": 5}', '{"id": "x", "response": {"userHandle": "\\u0000"}}'):
        assert client.post(SECOND, {"credential": sent}).status_code == 200, sent
        assert Client().post("/accounts/security/webauthn/login/", {"credential": sent}).status_code == 302, sent
    assert not is_signed_in(client)


def test_the_operator_lets_somebody_in_who_lost_everything(nora: User, client: Client) -> None:
    forget_second_factors("Nora@Example.test ")
    sign_in(client, EMAIL)
    assert is_signed_in(client)
    with pytest.raises(NoSuchUser):
        forget_second_factors("nobody@example.test")


def test_a_secret_opens_with_the_key_it_was_sealed_with_only() -> None:
    sealed = SecondFactors().encrypt(SECRET)
    assert SECRET not in sealed
    with pytest.raises(BrokenSeal):
        SecondFactors().decrypt(sealed[:-4] + "AAA=")
