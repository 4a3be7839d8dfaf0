"""The pages on which sent mail is read."""

from django.test import Client
from django.urls import reverse

from tests.mail.conftest import Office, mail


def test_a_sent_mail_is_listed_and_shown_in_a_frame_that_runs_nothing(office: Office) -> None:
    office.deliver(mail())
    [path] = office.folder.glob("*.eml")
    assert path.stat().st_mode & 0o777 == 0o600
    client = Client(SERVER_NAME="localhost")
    assert "We have your message" in client.get(reverse("dev:mails")).content.decode()
    page = client.get(reverse("dev:mail", args=[path.stem])).content.decode()
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    framed = client.get(reverse("dev:mail_html", args=[path.stem]))
    policy = framed["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "script" not in policy
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert client.get(reverse("dev:mail_raw", args=[path.stem])).content == path.read_bytes()


def test_without_the_catcher_there_are_no_such_pages(db: None, settings: object) -> None:
    settings.MAIL_CATCHER_DIR = ""  # type: ignore[attr-defined]
    assert Client().get(reverse("dev:mails")).status_code == 404


def test_a_name_is_never_a_path(office: Office) -> None:
    (office.folder.parent / "secret.eml").write_text("Subject: secret")
    for name in ("..%2fsecret", "../secret", "secret", "0" * 20 + "-%00000000"):
        assert Client(SERVER_NAME="localhost").get(f"/dev/mail/{name}").status_code == 404
