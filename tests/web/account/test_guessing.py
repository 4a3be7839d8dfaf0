"""Guessing passwords over many accounts or a thousand times: who is stopped and who not, what it costs and tells."""

from typing import Any

import pytest
import time_machine
from django.contrib.auth import hashers
from django.test import Client

from moondesk.audit.actions import note_failure
from moondesk.audit.models import InstallationEntry
from moondesk.audit.rules import FAILURES_OF_ADDRESS, UNKNOWN_EVERYWHERE, UNKNOWN_HERE
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from tests import factories
from tests.harness.people import Cast
from tests.web.account.test_signing_in import PASSWORD, is_signed_in, queued, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the server hashed meanwhile: each costs as much as all other work of a sign-in together."""
    seen: list[str] = []
    real = hashers.Argon2PasswordHasher

    def encode(self: Any, password: str, salt: str) -> str:
        seen.append("encode")
        return real_encode(self, password, salt)

    def verify(self: Any, password: str, encoded: str) -> bool:
        seen.append("verify")
        return real_verify(self, password, encoded)

    real_encode, real_verify = real.encode, real.verify
    monkeypatch.setattr(real, "encode", encode)
    monkeypatch.setattr(real, "verify", verify)
    return seen


def shown(response: Any, email: str) -> tuple[int, str, str]:
    """Return what an answer tells, without the address that was typed and what is new in each page."""
    text = response.content.decode().replace(email, "…")
    lines = [line for line in text.splitlines() if "csrfmiddlewaretoken" not in line and "nonce" not in line]
    return response.status_code, response.headers.get("Location", ""), "\n".join(lines)


def test_signing_in_tells_nobody_who_has_an_account(hashed: list[str]) -> None:
    factories.make_user("known@example.test", password=PASSWORD)
    factories.make_user("by-provider@example.test")
    hashed.clear()
    answers, work = [], []
    for email in ("known@example.test", "unknown@example.test", "by-provider@example.test"):
        answers.append(shown(sign_in(Client(), email, "a long and wrong password"), email))
        work.append(len(hashed))
        hashed.clear()
    assert answers[0] == answers[1] == answers[2]
    assert work == [1, 1, 1], "a password is hashed once, whoever is asked for"


def test_asking_for_a_new_password_tells_nobody_either(hashed: list[str]) -> None:
    factories.make_user("known@example.test", password=PASSWORD)
    hashed.clear()
    answers, work, mails = [], [], []
    for email in ("known@example.test", "unknown@example.test"):
        answers.append(shown(Client().post("/accounts/password/reset/", {"email": email}), email))
        work.append(len(hashed))
        mails.append(len([job for job in queued() if job["recipient"] == email]))
        hashed.clear()
    assert answers[0] == answers[1]
    assert work == [0, 0]
    assert mails == [1, 1], "the same work: a job that mails, written by the worker"


def test_a_thousand_sign_ins_from_one_address_cost_few_hashes_and_stop_nobody_else(hashed: list[str]) -> None:
    """Spraying one password over many accounts, or many over one: ten in a minute are looked at."""
    users = [factories.make_user(f"person{number}@example.test", password=PASSWORD) for number in range(3)]
    attacker = Client(REMOTE_ADDR="192.0.2.66")
    attacker.get("/accounts/login/")
    hashed.clear()
    with time_machine.travel(now(), tick=False):
        for number in range(1000):
            email = f"person{number % 3}@example.test" if number % 2 else f"nobody{number}@example.test"
            sign_in(attacker, email, "Winter in the old harbour")
        assert len(hashed) <= 10, "the rest was refused before a password was looked at"
        assert sign_in(attacker, users[0].email, PASSWORD).status_code != 302, "also the right one, from there"
    victim = Client(REMOTE_ADDR="198.51.100.7")
    sign_in(victim, users[0].email, PASSWORD)
    assert is_signed_in(victim), "who comes from elsewhere signs in"


def test_made_up_addresses_do_not_fill_the_installations_log(db: None) -> None:
    for number in range(UNKNOWN_HERE + 15):
        note_failure(f"nobody{number}@example.test", "192.0.2.1")
    assert InstallationEntry.objects.count() == UNKNOWN_HERE
    for number in range(UNKNOWN_EVERYWHERE + 15):
        note_failure(f"someone{number}@example.test", f"2001:db8:{number:x}::")
    assert InstallationEntry.objects.count() <= UNKNOWN_EVERYWHERE


def test_nor_do_many_networks_fill_an_organizations(cast: Cast) -> None:
    for number in range(FAILURES_OF_ADDRESS + 15):
        note_failure("ana@acme.test", f"2001:db8:{number:x}::")
    with tenancy.organization(cast.acme.pk):
        assert Event.objects.filter(name="session.refused").count() == FAILURES_OF_ADDRESS
