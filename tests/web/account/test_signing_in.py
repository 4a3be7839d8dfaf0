"""Signing up, in and out: what it says, what it does not tell, and what it counts."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.conf import settings
from django.db import connection
from django.test import Client

from moondesk.accounts.models import User
from moondesk.kit.clock import now
from moondesk.web.account.mails import compose
from tests import factories

PASSWORD = "plum harbour window tractor"
OTHER = "seven quiet lanterns floating"


def queued() -> list[dict[str, Any]]:
    """Return the account mails that wait to be sent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name LIKE '%deliver_account_mail' ORDER BY id")
        rows = [row[0] for row in cursor.fetchall()]
    import json

    return [row if isinstance(row, dict) else json.loads(row) for row in rows]


def sign_up(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post("/accounts/signup/", {"name": "Nora New", "email": email, "password1": password})


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password})


def is_signed_in(client: Client) -> bool:
    return bool(client.get("/accounts/profile").status_code == 200)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "path", ["/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/",
             "/accounts/password/reset/done/", "/accounts/confirm-email/", "/accounts/password/reset/key/done/"],
)  # fmt: skip
def test_pages_for_those_who_are_not_signed_in(db: None, client: Client, path: str, language: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = client.get(path)
    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.content.decode()


@pytest.mark.parametrize(
    "path", ["/accounts/logout/", "/accounts/profile", "/accounts/password/change/", "/accounts/email/",
             "/accounts/reauthenticate/", "/organizations/", "/organizations/new"],
)  # fmt: skip
def test_pages_for_those_who_are(db: None, client: Client, path: str) -> None:
    assert client.get(path).status_code == 302
    client.force_login(factories.make_user("nora@example.test", password=PASSWORD), settings.AUTHENTICATION_BACKENDS[0])
    assert client.get(path).status_code == 200


def test_signing_up_ends_in_a_verified_account(db: None, client: Client) -> None:
    assert sign_up(client, "Nora@Example.test")["Location"] == "/accounts/confirm-email/"
    user = User.objects.get(email="nora@example.test")
    assert (user.name, user.language) == ("Nora New", "en")
    assert not is_signed_in(client)
    assert sign_in(Client(), "nora@example.test")["Location"] == "/accounts/confirm-email/", "not before it is verified"
    address = EmailAddress.objects.get(user=user)
    path = f"/accounts/confirm-email/{EmailConfirmationHMAC(address).key}/"
    client.get(path)
    assert not EmailAddress.objects.get(user=user).verified, "a mail scanner that follows links confirms nothing"
    client.post(path)
    assert EmailAddress.objects.get(user=user).verified
    assert is_signed_in(client), "in the browser in which the person signed up"


def test_who_comes_to_create_an_organization_signs_up_on_the_way(db: None, client: Client) -> None:
    found = re.search(r'href="(/accounts/signup/[^"]*)"', client.get("/").content.decode())
    assert found
    form = client.get(found[1]).content.decode()
    assert 'name="next" value="/organizations/new"' in form
    assert 'href="/accounts/login/?next=%2Forganizations%2Fnew"' in form, "nor are those lost who have an account"
    client.post(found[1], {"name": "N", "email": "n@example.test", "password1": PASSWORD, "next": "/organizations/new"})
    address = EmailAddress.objects.get(email="n@example.test")
    confirmed = client.post(f"/accounts/confirm-email/{EmailConfirmationHMAC(address).key}/")
    assert confirmed["Location"] == "/organizations/new"


def test_the_queue_holds_no_secret_and_the_mail_does(db: None, client: Client) -> None:
    sign_up(client, "nora@example.test")
    (job,) = queued()
    assert set(job) == {"kind", "recipient", "user_id", "language"}
    mail = compose(job["kind"], job["recipient"], job["user_id"])
    assert mail is not None
    link = re.search(r"http://testserver(/accounts/confirm-email/\S+)", mail.text)
    assert link is not None
    assert link[1] in mail.html
    client.post(link[1])
    assert EmailAddress.objects.get(email="nora@example.test").verified


def test_a_short_password_is_refused_beside_its_field(db: None, client: Client) -> None:
    page = sign_up(client, "nora@example.test", "fourteen chars").content.decode()
    assert "at least 15 characters" in page
    assert 'value="nora@example.test"' in page
    assert "fourteen chars" not in page
    assert not User.objects.exists()


def test_an_address_that_has_an_account_looks_like_a_new_one(db: None) -> None:
    factories.make_user("known@example.test", password=PASSWORD)
    new, known = Client(), Client()
    answers = [sign_up(client, email) for client, email in ((new, "new@example.test"), (known, "known@example.test"))]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/accounts/confirm-email/")}
    pages = [client.get("/accounts/confirm-email/").content for client in (new, known)]
    assert _plain(pages[0]) == _plain(pages[1]).replace(b"known@", b"new@")
    assert [job["kind"] for job in queued()] == ["email_confirmation_signup", "account_already_exists"]


def test_a_wrong_password_and_an_unknown_address_look_the_same(db: None) -> None:
    factories.make_user("known@example.test", password=PASSWORD)
    pages = [
        sign_in(Client(), email, "wrong horse battery staple")
        for email in ("known@example.test", "nobody@example.test")
    ]
    assert [page.status_code for page in pages] == [200, 200]
    texts = [_plain(page.content).replace(b"known@", b"").replace(b"nobody@", b"") for page in pages]
    assert texts[0] == texts[1]


def test_asking_for_a_new_password_says_the_same_to_everybody(db: None) -> None:
    factories.make_user("known@example.test", password=PASSWORD)
    answers = [
        Client().post("/accounts/password/reset/", {"email": email})
        for email in ("known@example.test", "nobody@example.test")
    ]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/accounts/password/reset/done/")}
    assert [(job["kind"], job["recipient"]) for job in queued()] == [
        ("password_reset_key", "known@example.test"),
        ("unknown_account", "nobody@example.test"),
    ]


def _plain(page: bytes) -> bytes:
    """Return a page without what differs on every one."""
    return re.sub(rb'(nonce|value)="[\w+/=-]{20,}"', b"", page)


def test_nobody_is_flooded_with_account_mails(db: None) -> None:
    for _round in range(9):
        Client(REMOTE_ADDR=f"192.0.2.{_round}").post("/accounts/password/reset/", {"email": "victim@example.test"})
    assert len(queued()) <= 6


def reset_link(user: User) -> str:
    mail = compose("password_reset_key", user.email, str(user.pk))
    assert mail is not None
    found = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", mail.text)
    assert found is not None
    return found[1]


def test_a_reset_link_works_once_and_only_whole(db: None) -> None:
    user = factories.make_user("known@example.test", password=PASSWORD)
    link = reset_link(user)
    for broken in (link[:-6] + "/", link.replace("key/", "key/%20"), link[:-1] + "%00/", link[:-1].upper() + "/"):
        answer = Client().get(broken, follow=True)
        assert answer.status_code == 404 or "has expired" in answer.content.decode(), broken
    client = Client()
    form = client.get(link)["Location"]
    assert client.post(form, {"password1": OTHER, "password2": OTHER}).status_code == 302
    assert sign_in(Client(), user.email, OTHER).status_code == 302
    assert "has expired" in Client().get(link, follow=True).content.decode()


def test_a_new_password_signs_out_every_other_browser(db: None) -> None:
    user = factories.make_user("known@example.test", password=PASSWORD)
    here, there = Client(), Client()
    for client in (here, there):
        assert sign_in(client, user.email)["Location"] == "/"
    changed = here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER})
    assert changed.status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert "password_changed" in [job["kind"] for job in queued()]


def test_the_session_is_another_one_after_signing_in(db: None, client: Client) -> None:
    factories.make_user("known@example.test", password=PASSWORD)
    client.session["planted"] = "before"
    session = client.session
    session["planted"] = "before"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = session.session_key
    sign_in(client, "known@example.test")
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = before
    assert not is_signed_in(stolen)


def test_guessing_is_stopped_and_counted_in_the_database(db: None) -> None:
    factories.make_user("known@example.test", password=PASSWORD)
    for guess in range(5):
        sign_in(Client(), "known@example.test", f"guess number {guess} of many")
    page = sign_in(Client(), "known@example.test", PASSWORD)
    assert page.status_code != 302, "even the right one, for a while"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM limits_cache WHERE expires > %s", [now()])
        assert cursor.fetchone()[0] > 0


def test_a_stranger_locks_nobody_out(db: None) -> None:
    """Neither by wrong passwords for an address, nor by asking for mails to it."""
    factories.make_user("known@example.test", password=PASSWORD)
    stranger, owner = Client(REMOTE_ADDR="192.0.2.1"), Client(REMOTE_ADDR="198.51.100.1")
    for guess in range(6):
        sign_in(stranger, "known@example.test", f"guess number {guess} of many")
        stranger.post("/accounts/password/reset/", {"email": "known@example.test"})
        fields = {"email": "known@example.test", "name": "X", "password1": "a long and winding password"}
        stranger.post("/accounts/signup/", fields)
    assert sign_in(owner, "known@example.test", PASSWORD).status_code == 302
    owner.post("/accounts/logout/")
    assert owner.post("/accounts/password/reset/", {"email": "known@example.test"}).status_code == 302


def test_mails_of_one_kind_do_not_use_up_those_of_another(db: None) -> None:
    factories.make_user("known@example.test", password=PASSWORD)
    for _time in range(6):
        get_adapter().send_mail("account/email/account_already_exists", "known@example.test", {})
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args::text LIKE '%already_exists%'")
        assert cursor.fetchone()[0] == 4
        Client().post("/accounts/password/reset/", {"email": "known@example.test"})
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args::text LIKE '%password_reset%'")
        assert cursor.fetchone()[0] == 1


@pytest.mark.parametrize(("trusted", "header", "stopped"), [([], True, True), (["127.0.0.1"], True, False)])
def test_only_a_trusted_proxy_says_who_asks(
    db: None, settings: Any, trusted: list[str], header: bool, stopped: bool
) -> None:
    settings.TRUSTED_PROXIES = trusted
    statuses = [
        Client()
        .post("/accounts/password/reset/", {"email": f"a{n}@example.test"}, headers={"X-Forwarded-For": f"192.0.2.{n}"})
        .status_code
        for n in range(22)
    ]
    assert (429 in statuses) is stopped


def test_a_link_elsewhere_is_not_followed_after_signing_in(db: None, client: Client) -> None:
    factories.make_user("known@example.test", password=PASSWORD)
    answer = client.post(
        "/accounts/login/?next=https://evil.test/",
        {"login": "known@example.test", "password": PASSWORD, "next": "https://evil.test/"},
    )
    assert answer["Location"] == "/"


def test_signing_out_takes_a_press(db: None, client: Client, client_of: Callable[..., Client]) -> None:
    factories.make_user("known@example.test", password=PASSWORD)
    sign_in(client, "known@example.test")
    client.get("/accounts/logout/")
    assert is_signed_in(client)
    client.post("/accounts/logout/")
    assert not is_signed_in(client)
