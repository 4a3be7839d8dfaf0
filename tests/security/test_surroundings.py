"""What the desk tells to whom, by where they are and by what name they call it."""

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from moondesk.config import env
from moondesk.limits.actions import sweep


@pytest.mark.parametrize(
    "where", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, {"HTTP_FORWARDED": "for=127.0.0.1"}]
)
def test_caught_mail_is_read_on_this_machine_only(db: None, settings, tmp_path, where: dict[str, str]) -> None:
    settings.MAIL_CATCHER_DIR = str(tmp_path)
    name = f"{1:020}-{2:08x}"
    (tmp_path / f"{name}.eml").write_bytes(b"Subject: x\r\n\r\nhttps://desk.test/accounts/reset/secret")
    pages = [reverse("dev:mails"), *(reverse(f"dev:{page}", args=[name]) for page in ("mail", "mail_html", "mail_raw"))]
    assert [Client().get(page).status_code for page in pages] == [200] * 4
    assert [Client(**where).get(page).status_code for page in pages] == [404] * 4


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
