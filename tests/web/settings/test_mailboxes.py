"""Mailboxes through the page and the API: who may, what is refused, and that no secret comes out again."""

import json
import time
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from moondesk.channels.mailboxes import probing
from moondesk.channels.models import FetchedMail, MailAddress, Mailbox
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.kit.sealing import unseal
from tests import factories
from tests.harness.dovecot import PASSWORD, Account
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db
PAGE, API = "/acme/settings/mail/mailboxes", "/api/v1/mailboxes"


def ask(secret: str, method: str, path: str = "", data: Any = None) -> HttpResponse:
    body = {"data": json.dumps(data), "content_type": "application/json"} if data is not None else {}
    return getattr(Client(), method)(API + path, **body, headers={"Authorization": f"Bearer {secret}"})


@pytest.fixture
def address(cast: Cast) -> MailAddress:
    with tenancy.organization(cast.acme.pk):
        return factories.make_mail_address("box@acme.test")


def only(cast: Cast) -> Mailbox:
    with tenancy.organization(cast.acme.pk):
        return Mailbox.objects.get()


def fields(address: MailAddress, **changes: Any) -> dict[str, Any]:
    given = {"address": str(address.pk), "host": "IMAP.example.com", "username": "us@example.com", "secret": "hidden42"}
    return given | changes


def test_a_mailbox_is_added_changed_paused_and_removed(cast: Cast, address: MailAddress, client_of) -> None:
    client = client_of(cast.administrator)
    assert client.post(PAGE, fields(address)).status_code == 302
    row = only(cast)
    assert (row.host, row.port, row.folder, row.after, row.past) == ("imap.example.com", 993, "INBOX", "seen", "leave")
    assert unseal(bytes(row.sealed_secret), row.pk) == "hidden42"
    shown = client.get(f"{PAGE}/{row.pk}").content + client.get(PAGE).content
    assert b"us@example.com" in shown
    assert b"hidden42" not in shown
    changed = fields(address, secret="", after="move", move_to="Done")
    assert client.post(f"{PAGE}/{row.pk}", changed).status_code == 302
    assert client.post(f"{PAGE}/{row.pk}/pause", {"paused": "on"}).status_code == 302
    row = only(cast)
    assert (row.move_to, row.is_paused, row.revision) == ("Done", True, 3)
    assert unseal(bytes(row.sealed_secret), row.pk) == "hidden42"
    assert client.post(f"{PAGE}/{row.pk}/removal").status_code == 302
    with tenancy.organization(cast.acme.pk):
        told = [one.data for one in Event.objects.filter(name="mailbox.changed").order_by("id")]
        assert not Mailbox.objects.exists()
    assert [one["change"] for one in told] == ["added", "changed", "paused", "removed"]
    assert told[1]["fields"] == ["after", "move_to"]
    assert "hidden42" not in json.dumps(told)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("folder", "INBOX\r\nA1 DELETE INBOX"),
        ("folder", "a\u0085b"),
        ("username", "a\x00b"),
        ("username", ""),
        ("host", "imap.example.com/x"),
        ("host", ""),
        ("move_to", ""),
        ("port", "70000"),
        ("port", "12x"),
        ("secret", ""),
        ("secret", "a\nb"),
        ("after", "explode"),
        ("address", "00000000-0000-7000-8000-000000000000"),
        ("token_url", "http://provider.example/token"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(
    cast: Cast, address: MailAddress, client_of, field: str, value: str
) -> None:
    more = {"after": "move"} if field == "move_to" else {}
    answer = client_of(cast.owner).post(PAGE, fields(address) | more | {field: value})
    assert answer.status_code == 422
    assert f'aria-describedby="f-{field}-error"' in answer.content.decode()
    with tenancy.organization(cast.acme.pk):
        assert not Mailbox.objects.exists()


def test_the_api_does_the_same_and_gives_no_secret_out(cast: Cast, address: MailAddress, token_of) -> None:
    secret = token_of(cast.owner)
    made = ask(secret, "post", data=fields(address, past="take"))
    assert made.status_code == 201
    assert "hidden42" not in made.content.decode()
    path = f"/{made.json()['id']}"
    assert ask(secret, "post", data=fields(address)).json()["code"] == "invalid_mailbox"
    assert ask(secret, "patch", path, {"folder": "Help", "is_paused": True}).json()["is_paused"] is True
    assert [one["folder"] for one in ask(secret, "get").json()["items"]] == ["Help"]
    moved = ask(secret, "patch", path, {"host": "evil.example.com"})
    assert (moved.status_code, list(moved.json()["fields"])) == (422, ["secret"])
    assert ask(token_of(cast.agent), "get").status_code == 403
    assert ask(token_of(cast.stranger), "get", path).status_code == 404
    assert ask(token_of(cast.stranger), "post", data=fields(address)).status_code in (403, 404)
    assert ask(secret, "delete", path).status_code == 204


def test_numbers_of_another_place_are_forgotten(cast: Cast, address: MailAddress, token_of) -> None:
    with tenancy.organization(cast.acme.pk):
        row = factories.FACTORIES[FetchedMail]().mailbox
        Mailbox.objects.update(uidvalidity=1, last_uid=7, past_uid=3, past_until=9)
    ask(token_of(cast.owner), "patch", f"/{row.pk}", {"past": "leave", "after": "keep"})
    assert (only(cast).last_uid, only(cast).past_until) == (7, 9)
    ask(token_of(cast.owner), "patch", f"/{row.pk}", {"folder": "Other"})
    assert (only(cast).uidvalidity, only(cast).last_uid) == (None, 0)
    with tenancy.organization(cast.acme.pk):
        assert not FetchedMail.objects.exists()


@pytest.mark.servers
def test_trying_says_what_is_wrong(cast: Cast, address: MailAddress, token_of, account: Account) -> None:
    secret = token_of(cast.owner)
    right = fields(address, host="localhost", port=account.server.tls_port, username=account.name, secret=PASSWORD)
    path = f"/{ask(secret, 'post', data=right).json()['id']}"
    account.put(b"Subject: One\r\n\r\nOne\r\n")
    found = ask(secret, "post", f"{path}/probe").json()
    assert (found["works"], found["mails"]) == (True, 1)
    wrongs = {"folder": "Elsewhere", "secret": "wrong"}
    ask(secret, "patch", path, {"after": "move", "move_to": "Nowhere"})
    assert ask(secret, "post", f"{path}/probe").json()["trouble"] == "target"
    said = []
    for name, value in wrongs.items():
        ask(secret, "patch", path, {name: value})
        said.append(ask(secret, "post", f"{path}/probe").json()["trouble"])
    assert said == ["folder", "sign_in"]


def test_nobody_learns_what_stands_behind_a_port(
    cast: Cast, address: MailAddress, token_of, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probing, "SECONDS", 1.5)
    secret, answers, times = token_of(cast.owner), [], []
    for number, (host, port) in enumerate(
        [("127.0.0.1", 993), ("169.254.169.254", 993), ("no-such-host.invalid", 993), ("192.0.2.1", 22)]
    ):
        made = ask(secret, "post", data=fields(address, host=host, port=port, username=f"a{number}")).json()
        began = time.monotonic()
        answers.append(ask(secret, "post", f"/{made['id']}/probe").content)
        times.append(time.monotonic() - began)
    assert len(set(answers)) == 1
    assert b"unreachable" in answers[0]
    assert min(times) >= 1.5
