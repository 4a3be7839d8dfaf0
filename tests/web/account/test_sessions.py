"""Where somebody is signed in: what is kept of it, who sees it, and what ends it."""

import datetime

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth import get_user
from django.test import Client

from moondesk.accounts.devices import device_name
from moondesk.accounts.models import SignIn, User
from moondesk.accounts.queries import live_sessions
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.organizations.models import ApiToken
from tests import factories
from tests.harness.people import Cast
from tests.web.account.test_signing_in import OTHER, PASSWORD, is_signed_in, sign_in

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile/15E148 Safari/604"
)
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"


def signed_in(agent: str, address: str = "192.0.2.7") -> Client:
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    sign_in(client, "nora@example.test")
    return client


@pytest.fixture
def nora() -> User:
    return factories.make_user("nora@example.test", password=PASSWORD)


def test_browsers_are_called_what_their_owners_call_them() -> None:
    names = [device_name(one) for one in (FIREFOX, SAFARI, EDGE, "curl/8", "")]
    assert names == ["Firefox on Linux", "Safari on iPhone", "Edge on Windows", "Unknown browser", "Unknown browser"]


def test_somebody_sees_where_they_are_signed_in_and_ends_it(nora: User) -> None:
    here, phone, laptop = signed_in(FIREFOX), signed_in(SAFARI, "198.51.100.9"), signed_in(EDGE)
    page = here.get("/accounts/sessions").content.decode()
    assert all(text in page for text in ("Firefox on Linux", "Safari on iPhone", "198.51.100.9", "Edge on Windows"))
    assert page.index("Firefox on Linux") < page.index("Edge on Windows"), "this browser first"
    assert not any(one.session.session_key in page for one in (here, phone, laptop)), "no session's id is shown"
    keys = [one.session.session_key for one in (phone, laptop)]
    there = SignIn.objects.get(session_key=keys[0])
    assert live_sessions(keys) == frozenset(keys)
    here.post(f"/accounts/sessions/{there.pk}/end")
    assert live_sessions(keys) == {keys[1]}, "which is what streams ask, every few seconds"
    assert [is_signed_in(one) for one in (here, phone, laptop)] == [True, False, True]
    here.post("/accounts/sessions/others/end")
    assert [is_signed_in(one) for one in (here, laptop)] == [True, False]


def test_whose_a_session_is_says_the_session_alone(nora: User) -> None:
    here = signed_in(FIREFOX)
    SignIn.objects.update(user=factories.make_user("other@example.test"))
    assert get_user(here).pk == nora.pk
    page = here.get("/accounts/profile").content.decode()
    assert "nora@example.test" in page
    assert "other@example.test" not in page, "though this one was read beside it"
    SignIn.objects.update(user=nora)
    User.objects.filter(pk=nora.pk).update(is_active=False)
    assert not is_signed_in(here), "who is read with the session is asked the same"


def test_sessions_of_others_are_neither_seen_nor_ended(nora: User) -> None:
    own = signed_in(FIREFOX)
    other = Client()
    other.force_login(factories.make_user("otto@example.test", password=PASSWORD), settings.AUTHENTICATION_BACKENDS[0])
    sign_in_of_nora = SignIn.objects.get(user=nora)
    assert "Firefox on Linux" not in other.get("/accounts/sessions").content.decode()
    other.post(f"/accounts/sessions/{sign_in_of_nora.pk}/end")
    other.post("/accounts/sessions/others/end")
    assert is_signed_in(own)
    assert Client().get("/accounts/sessions").status_code == 302


def test_a_new_password_ends_all_others_and_tokens_if_asked(cast: Cast) -> None:
    user = cast.agent.user
    user.set_password(PASSWORD)
    user.save()
    clients = [Client(), Client(), Client()]
    for client in clients:
        sign_in(client, user.email)
    before = clients[0].session.session_key
    with tenancy.organization(cast.acme.pk):
        token = factories.make_token(cast.agent.member).token
    changes = {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER, "revoke_tokens": "on"}
    assert clients[0].post("/accounts/password/change/", changes).status_code == 302
    assert clients[0].session.session_key != before
    assert [is_signed_in(client) for client in clients] == [True, False, False]
    assert SignIn.objects.filter(user=user).count() == 1
    with tenancy.organization(cast.acme.pk):
        assert ApiToken.objects.get(pk=token.pk).revoked_at is not None


def test_when_a_session_was_seen_is_kept_to_ten_minutes(nora: User) -> None:
    client = signed_in(FIREFOX)
    opened = SignIn.objects.get(user=nora).last_seen_at
    is_signed_in(client)
    assert SignIn.objects.get(user=nora).last_seen_at == opened, "not written at each page"
    with time_machine.travel(now() + datetime.timedelta(minutes=11), tick=False):
        is_signed_in(client)
        assert SignIn.objects.get(user=nora).last_seen_at == now()


def test_signing_out_leaves_nothing_behind(nora: User) -> None:
    client = signed_in(FIREFOX)
    client.post("/accounts/logout/")
    assert not SignIn.objects.exists()
