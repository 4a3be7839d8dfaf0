"""Questions to the network in the middle of a request: no transaction is open while an answer is waited for."""

import datetime
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client

from moondesk.channels.mailboxes import probing
from moondesk.channels.mailboxes.actions import add_mailbox
from moondesk.channels.mailboxes.settings import MailboxSettings
from moondesk.channels.models import MailAddress, Mailbox, WayOut
from moondesk.directory.pull import actions as pulling
from moondesk.directory.pull.actions import PullEdit, set_pull
from moondesk.directory.pull_rules import Schedule
from moondesk.kit import asking, tenancy
from moondesk.kit.egress import policy
from moondesk.organizations.domains import is_proven, record_name, record_of
from moondesk.portals.actions import PortalEdit, change_portal
from moondesk.portals.models import Portal
from tests import factories
from tests.api.conftest import Program
from tests.harness.names import Names, serving
from tests.harness.people import Cast, Person

pytestmark = pytest.mark.django_db(transaction=True)


class Watching(Names):
    """A name server that looks, before each answer, who waits for it inside of a transaction."""

    def look(self) -> None:
        """Begin to watch: ``held`` has what sessions of this database do that wait for us with a transaction open."""
        place = connection.get_connection_params()
        self.place = {name: place[name] for name in ("host", "port", "dbname", "user", "password") if place.get(name)}
        self.held: list[str] = []

    def answer(self, wire: bytes) -> bytes:
        """Look, then answer."""
        with psycopg.connect(**self.place) as own:
            found = own.execute(
                "SELECT left(query, 80) FROM pg_stat_activity WHERE datname = current_database() "
                "AND state LIKE 'idle in transaction%' AND pid <> pg_backend_pid()"
            )
            self.held += [query for (query,) in found]
        return super().answer(wire)


@pytest.fixture
def watching(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watching]:
    """Give this desk a name server that watches its database."""
    given = Watching()
    given.look()
    with serving(given) as address:
        settings.DNS_SERVERS = [address]
        settings.MAIL_DOMAIN_PROOF = True
        settings.MAIL_OAUTH = settings.MAIL_OAUTH | {
            "oauth": {
                "client_id": "desk",
                "client_secret": "of the desk",
                "authorize_url": "https://login.provider.test/begin",
                "token_url": "https://tokens.provider.test/token",
                "scope": "mail",
            }
        }
        monkeypatch.setattr(policy, "_own", (0.0, "", frozenset()))
        monkeypatch.setattr(probing, "SECONDS", 2.0)
        monkeypatch.setattr(pulling, "ALIKE_SECONDS", 0.0)
        yield given


def prepared(cast: Cast, watching: Watching, owner: Client) -> tuple[MailAddress, Mailbox, Program]:
    """Return an address, a mailbox and a program of acme, which also has a domain, a directory and consent to take."""
    with tenancy.organization(cast.acme.pk):
        address = factories.make_mail_address("hello@mail.acme.test")
        read = MailboxSettings(host="imap.example.test", username="b@example.test", secret="secret")
        mailbox = add_mailbox(address, read, by=cast.owner.actor)
        change_portal(PortalEdit(domain="help.acme.test"), by=cast.owner.actor)
        token = factories.make_token(cast.owner.member).secret
        office = PullEdit("https://people.office.test/", "bearer", "", "secret", Schedule.HOUR, "")
        set_pull(office, by=cast.owner.actor)
        for domain in ("help.acme.test", "mail.acme.test", "by-api.test"):
            watching.add(record_name(domain), "TXT", record_of(domain))
    typed = MailboxSettings(host="imap.provider.test", username="a@provider.test", sign_in="oauth")
    session = owner.session
    session["mail_consent"] = {
        "slug": "acme", "mailbox": "", "address": str(address.pk), "settings": asdict(typed), "url": "", "state": "s",
        "verifier": "v", "at": time.time(), "code": "code",
    }  # fmt: skip
    session.save()
    return address, mailbox, Program(token)


def test_no_request_waits_for_the_network_with_a_transaction_open(
    cast: Cast, watching: Watching, client_of: Callable[[Person], Client]
) -> None:
    owner = client_of(cast.owner)
    address, mailbox, program = prepared(cast, watching, owner)
    way = {"name": "Office", "kind": "smtp", "host": "smtp.office.test", "port": "587", "security": "starttls"}
    pages = "/acme/settings"
    doors: list[tuple[str, Callable[[], Any], int]] = [
        ("mail.acme.test", lambda: owner.post(f"{pages}/mail/addresses/{address.pk}/check"), 200),
        ("_moondesk.elsewhere.test", lambda: owner.post(f"{pages}/sign-in/domains", {"domain": "elsewhere.test"}), 409),
        ("_moondesk.by-api.test", lambda: program.post("/domain-proofs", {"domain": "by-api.test"}), 200),
        ("_moondesk.help.acme.test", lambda: owner.post(f"{pages}/portal/check"), 302),
        ("smtp.office.test", lambda: owner.post(f"{pages}/mail/ways-out", way), 422),
        ("imap.example.test", lambda: owner.post(f"{pages}/mail/mailboxes/{mailbox.pk}/test"), 302),
        ("imap.example.test", lambda: program.post(f"/mailboxes/{mailbox.pk}/probe"), 200),
        ("tokens.provider.test", lambda: owner.get(f"{pages}/mail/mailboxes/consent/done"), 302),
        ("people.office.test", lambda: owner.post(f"{pages}/directory/pull/trial"), 409),
        ("people.office.test", lambda: program.post("/directory/pull/trial"), 409),
    ]
    for name, door, status in doors:
        watching.asked.clear()
        answer = door()
        assert answer.status_code == status, (name, answer.content[:2000])
        assert name in {one for one, _kind in watching.asked}, "the door asked"
        assert watching.held == [], f"{name} is waited for in a transaction"
    with tenancy.organization(cast.acme.pk):
        assert {name for name in ("mail.acme.test", "by-api.test") if is_proven(name)} == {
            "mail.acme.test",
            "by-api.test",
        }
        assert Portal.objects.get().proven_at is not None
        assert not WayOut.objects.exists()
        assert Mailbox.objects.count() == 1
    assert "mail_consent" not in owner.session, "what was asked once is over"


def test_whoever_lost_the_right_while_dns_was_asked_proves_nothing(
    cast: Cast, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tenancy.organization(cast.acme.pk):
        token = factories.make_token(cast.owner.member)
        watching.add(record_name("late.test"), "TXT", record_of("late.test"))
    answer = watching.answer

    def revoking(wire: bytes) -> bytes:
        with psycopg.connect(**watching.place) as own:
            own.execute("SELECT set_config('moondesk.organization', %s, true)", [str(cast.acme.pk)])
            now = datetime.datetime.now(datetime.UTC)
            own.execute("UPDATE organizations_apitoken SET revoked_at = %s WHERE id = %s", [now, token.token.pk])
        return answer(wire)

    monkeypatch.setattr(watching, "answer", revoking)
    assert Program(token.secret).post("/domain-proofs", {"domain": "late.test"}).status_code == 401
    with tenancy.organization(cast.acme.pk):
        assert not is_proven("late.test")


def test_an_answer_may_be_an_error_and_a_request_asks_only_so_often(cast: Cast) -> None:
    def fail() -> None:
        raise OSError("unplugged")

    @asking.between_transactions
    def asks(key: Callable[[], object]) -> None:
        with tenancy.organization(cast.acme.pk):
            asking.asked(key(), fail)

    with pytest.raises(OSError, match="unplugged"):
        asks(lambda: "the same")
    with pytest.raises(RuntimeError):
        asks(object)
