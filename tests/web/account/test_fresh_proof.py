"""What changes how an account is entered asks who one is once more; a changed second factor ends the other sessions."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from moondesk.accounts.models import User
from tests import factories
from tests.web.account.test_second_factor import SECRET, code_at
from tests.web.account.test_signing_in import OTHER, PASSWORD, is_signed_in, sign_in

pytestmark = pytest.mark.django_db
EMAIL = "nora@example.test"
AGAIN = "/accounts/reauthenticate/"
PROVE = "/accounts/prove"


def came_by_provider(client: Client, user: User, *, seconds_ago: int = 0, provider: str = "google") -> None:
    """Let a session be one that began at a provider."""
    session = client.session
    record = {"method": "socialaccount", "provider": provider, "uid": "n-1", "at": time.time() - seconds_ago}
    session["account_authentication_methods"] = [record]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


@pytest.fixture
def nora() -> User:
    return factories.make_user(EMAIL, password=PASSWORD)


@pytest.fixture
def without() -> User:
    """Somebody who comes by a provider and has no password."""
    user = factories.make_user(EMAIL)
    SocialAccount.objects.create(user=user, provider="google", uid="n-1")
    return user


def test_another_address_asks_for_the_password_first(nora: User, client: Client) -> None:
    sign_in(client, EMAIL)
    new = {"action_add": "", "email": "other@example.test"}
    led = client.post("/accounts/email/", new)
    assert led["Location"].startswith(AGAIN), "a session that was left open moves no account"
    assert not nora.emailaddress_set.filter(email="other@example.test").exists()
    client.post(led["Location"], {"password": PASSWORD, "next": "/accounts/email/"})
    assert nora.emailaddress_set.filter(email="other@example.test").exists(), "what was sent was kept and goes on"


def test_a_password_that_is_hashed_anew_by_the_proof_keeps_the_session(
    nora: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(nora, settings.AUTHENTICATION_BACKENDS[0])
    before = nora.password
    monkeypatch.setattr(Argon2PasswordHasher, "time_cost", Argon2PasswordHasher.time_cost + 1)
    assert client.post(AGAIN, {"password": "wrong horse battery"}).status_code == 200
    client.post(AGAIN, {"password": PASSWORD})
    nora.refresh_from_db()
    assert nora.password != before
    assert is_signed_in(client)


def test_who_has_a_password_is_not_told_that_there_is_none(nora: User, client: Client) -> None:
    sign_in(client, EMAIL)
    assert client.get(f"{PROVE}?next=/organizations/")["Location"] == f"{AGAIN}?next=%2Forganizations%2F"


def test_who_has_no_password_proves_it_where_they_came_from(without: User, client: Client, settings: Any) -> None:
    settings.SIGN_IN_OAUTH = settings.SIGN_IN_OAUTH | {
        "google": {"client_id": "id", "client_secret": "secret", "scope": ""}
    }
    client.force_login(without)
    for seconds_ago in (0, 3600):
        came_by_provider(client, without, seconds_ago=seconds_ago)
        for path in (
            "/accounts/password/set/",
            "/accounts/security/totp/activate/",
            "/accounts/security/webauthn/add/",
        ):
            answer = client.get(path)
            if seconds_ago:
                assert answer["Location"].startswith(PROVE), path
            else:
                assert answer.status_code == 200, path
    client.post("/accounts/password/set/", {"password1": OTHER, "password2": OTHER})
    without.refresh_from_db()
    assert not without.has_usable_password(), "a stolen session sets no password"
    assert client.post("/accounts/with/google", {"process": "connect"})["Location"].startswith(PROVE)
    page = client.get(f"{PROVE}?next=/accounts/password/set/").content.decode()
    assert "Sign in with Google" in page
    assert 'value="/accounts/password/set/"' in page
    elsewhere = client.get(f"{PROVE}?next=https://evil.test/").content.decode()
    assert 'name="next" value="/accounts/profile"' in elsewhere


def test_who_has_no_password_but_a_code_shows_that(without: User, client: Client) -> None:
    TOTP.activate(without, SECRET)
    client.force_login(without)
    came_by_provider(client, without)
    led = client.get("/accounts/password/set/")
    assert led["Location"].startswith("/accounts/security/reauthenticate/")
    client.post(led["Location"], {"code": code_at(), "next": "/accounts/password/set/"})
    assert client.get("/accounts/password/set/").status_code == 200


def test_a_changed_second_factor_ends_the_other_sessions(nora: User, django_capture_on_commit_callbacks: Any) -> None:
    here, there = Client(), Client()
    for one in (here, there):
        sign_in(one, EMAIL)
    here.post(AGAIN, {"password": PASSWORD})
    here.get("/accounts/security/totp/activate/")
    secret = here.session["mfa.totp.secret"]
    with django_capture_on_commit_callbacks(execute=True):
        here.post("/accounts/security/totp/activate/", {"code": code_at(secret=secret)})
    assert [is_signed_in(one) for one in (here, there)] == [True, False]
    sign_in(there, EMAIL)
    there.post("/accounts/security/authenticate/", {"code": code_at(1, secret=secret)})
    assert is_signed_in(there)
    here.post("/accounts/security/totp/deactivate/")
    assert not Authenticator.objects.filter(user=nora).exists()
    assert [is_signed_in(one) for one in (here, there)] == [True, False]
    methods = [one["method"] for one in here.session["account_authentication_methods"]]
    assert "mfa" not in methods, "what is gone counts as shown no more"


@pytest.mark.parametrize("password", ["short of 15", "plum harbor wi", "ñandú, café 3"])
def test_less_than_fifteen_characters_are_refused_and_many_are_taken(db: None, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)
    validate_password("quiet lantern " + "ñandú über the wide harbour wall, slowly and twice; " * 4)
