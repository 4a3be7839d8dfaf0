"""What the desk tells to whom, by where they are and by what name they call it."""

import io

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from moondesk.config import env
from moondesk.limits.actions import sweep
from moondesk.supervision.console import Console
from moondesk.supervision.data_directory import DataDirectory
from moondesk.supervision.summary import summary
from moondesk.supervision.surroundings import Options


@pytest.mark.parametrize(
    "where", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, {"HTTP_FORWARDED": "for=127.0.0.1"}]
)
def test_caught_mail_is_read_on_this_machine_only(db: None, settings, tmp_path, where: dict[str, str]) -> None:
    settings.MAIL_CATCHER_DIR = str(tmp_path)
    name = f"{1:020}-{2:08x}"
    (tmp_path / f"{name}.eml").write_bytes(b"Subject: x\r\n\r\nhttps://desk.test/accounts/reset/secret")
    pages = [reverse("dev:mails"), *(reverse(f"dev:{page}", args=[name]) for page in ("mail", "mail_html", "mail_raw"))]
    for name in ("localhost", "acme.localhost", "127.0.0.1", "[::1]"):
        assert [Client(SERVER_NAME=name).get(page).status_code for page in pages] == [200] * 4, name
    assert [Client(SERVER_NAME="localhost", **where).get(page).status_code for page in pages] == [404] * 4


@pytest.mark.parametrize("name", ["desk.example.test", "192.0.2.1", "localhost.evil.test", "127.0.0.1.evil.test"])
def test_caught_mail_is_read_by_a_name_of_this_machine_only(db: None, settings, tmp_path, name: str) -> None:
    """A desk open to the network answers to all names, so a page of the web may call it by one of its own."""
    settings.MAIL_CATCHER_DIR, settings.ALLOWED_HOSTS = str(tmp_path), ["*"]
    assert Client(SERVER_NAME=name).get(reverse("dev:mails")).status_code == 404
    assert Client(SERVER_NAME="localhost").get(reverse("dev:mails")).status_code == 200


@pytest.mark.parametrize(
    ("host", "base", "is_shown"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000", True),
        ("localhost", "http://localhost:8000", True),
        ("0.0.0.0", "http://127.0.0.1:8000", False),
        ("0.0.0.0", "https://desk.example.test", False),
        ("127.0.0.1", "https://desk.example.test", False),
    ],
)
def test_the_page_of_caught_mail_is_named_where_it_opens(tmp_path, host: str, base: str, is_shown: bool) -> None:
    home, out = DataDirectory(tmp_path), io.StringIO()
    surroundings = {"MOONDESK_BASE_URL": base, "MOONDESK_MAIL_CATCHER_DIR": str(home.mail)}
    summary(Console(out), Options(host, 8000, 2525, tmp_path, None), home, surroundings, ())
    assert ("/dev/mail" in out.getvalue()) is is_shown
    assert (str(home.mail) in out.getvalue()) is not is_shown


def test_a_desk_on_the_loopback_has_only_names_of_this_machine(db: None, settings) -> None:
    names = env.hosts("127.0.0.1", "https://desk.example.test")
    assert "*" not in names
    assert env.hosts("0.0.0.0", "http://192.0.2.1:8000") == ["*"]
    settings.ALLOWED_HOSTS = names
    page = reverse("account_login")
    assert Client(headers={"host": "evil.test"}).get(page).status_code == 400
    for name in ("localhost:8000", "127.0.0.1:8000", "[::1]:8000", "desk.example.test"):
        assert Client(headers={"host": name}).get(page).status_code == 200, name


def test_many_sign_in_attempts_do_not_make_each_other_forgotten(db: None) -> None:
    """Django's cache keeps 300 entries unless told otherwise, and drops others to make room."""
    assert "DatabaseCache" in configured.CACHES["default"]["BACKEND"]
    cache.set("first", 1, 600)
    for at in range(310):
        cache.set(f"attempt-{at}", 1, 600)
    assert cache.get("first") == 1
    cache.set("old", 1, -1)
    sweep()
    assert cache.get("first") == 1
