"""Signing in to the help pages by a link from a mail."""

import datetime
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from moondesk.accounts.models import SignIn
from moondesk.channels.actions import send_sign_in_link
from moondesk.channels.mail.compose import compose
from moondesk.channels.mail.signing import unseal
from moondesk.channels.models import OutgoingMail
from moondesk.channels.rules import Kind
from moondesk.contacts.models import Contact
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.ids import digest
from moondesk.organizations.models import Organization
from moondesk.portals.actions import PortalEdit, change_portal, make_link
from moondesk.portals.models import SignInLink
from tests.harness.people import Cast, Person, make_cast

type ClientOf = Callable[[Person | None], Client]
CARLA = "carla@customer.test"


@pytest.fixture
def committed(transactional_db: None) -> Cast:
    """The cast, for real: jobs run in other connections."""
    return make_cast()


def ask(client: Client, email: str) -> Any:
    return client.post("/acme/help/sign-in", {"email": email})


def mailed(cast: Cast) -> list[OutgoingMail]:
    with tenancy.organization(cast.acme.pk):
        return list(OutgoingMail.objects.filter(kind=Kind.SIGN_IN).order_by("id"))


def secret_for(cast: Cast, email: str = CARLA) -> str:
    with tenancy.organization(cast.acme.pk):
        made = make_link(email, Organization.objects.get(pk=cast.acme.pk), language="en")
    assert made is not None
    return made[1]


def opened(secret: str, client: Client | None = None) -> Any:
    return (client or Client()).post(f"/acme/help/sign-in/{secret}")


def is_in(client: Client) -> bool:
    return client.get("/acme/help/tickets").status_code == 200


def test_a_customer_gets_a_link_and_nobody_else(
    committed: Cast, client_of: ClientOf, run_jobs: Callable[[], None]
) -> None:
    for email in (" Carla@Customer.test ", "nobody@else.test", "sam@globex.test"):
        assert ask(client_of(None), email).status_code == 200
    run_jobs()
    assert [one.recipient for one in mailed(committed)] == [CARLA]


def test_the_answer_tells_nothing(cast: Cast, client_of: ClientOf) -> None:
    answers = [ask(client_of(None), email) for email in (CARLA, "nobody@else.test", "olivia@acme.test")]
    assert {answer.status_code for answer in answers} == {200}
    assert len({re.sub(r'(nonce|value)="[^"]*"', "", answer.content.decode()) for answer in answers}) == 1


def test_a_link_signs_in_once(cast: Cast) -> None:
    secret, client = secret_for(cast), Client()
    assert not is_in(client)
    for _scanner in range(3):
        page = Client().get(f"/acme/help/sign-in/{secret}")
        assert page.status_code == 200
        assert CARLA in page.content.decode()
        assert page.headers["Referrer-Policy"] == "no-referrer"
    assert Client().head(f"/acme/help/sign-in/{secret}").status_code == 200
    assert opened(secret, client).headers["Location"] == "/acme/help/tickets"
    assert is_in(client)
    again = opened(secret)
    assert again.status_code == 404
    assert not is_in(Client())
    with tenancy.organization(cast.acme.pk):
        assert Event.objects.filter(name="contact.signed_in", subject_id=cast.customer.contact.pk).count() == 1  # type: ignore[union-attr]


@pytest.mark.parametrize("spoil", ["", "%20", "{}x", "{0:.20}", "upper", "%C2%A0{}"])
def test_what_is_no_secret_opens_nothing(cast: Cast, spoil: str) -> None:
    secret = secret_for(cast)
    wrong = secret.swapcase() if spoil == "upper" else spoil.format(secret)
    answer = opened(wrong)
    assert answer.status_code == 404 or answer.headers.get("Location") is None
    assert opened(secret).status_code == 302


def test_nothing_of_a_secret_is_kept(cast: Cast) -> None:
    secret = secret_for(cast)
    with tenancy.organization(cast.acme.pk):
        row = SignInLink.objects.values().get()
    assert bytes(row["digest"]) == digest(secret)
    assert secret not in str(row)


@pytest.mark.parametrize("spoil", ["expired", "ended", "other address", "switched off", "forced"])
def test_a_link_ends(cast: Cast, spoil: str) -> None:
    secret = secret_for(cast)
    with tenancy.organization(cast.acme.pk):
        _spoil(cast, spoil)
    assert Client().get(f"/acme/help/sign-in/{secret}").status_code == 404
    assert opened(secret).status_code == 404


@pytest.mark.parametrize("spoil", ["old", "ended", "other address", "switched off", "forced", "gone"])
def test_a_sign_in_ends_with_what_it_stood_on(cast: Cast, spoil: str) -> None:
    client = Client()
    opened(secret_for(cast), client)
    assert is_in(client)
    with tenancy.organization(cast.acme.pk):
        _spoil(cast, spoil)
    assert not is_in(client)


def _spoil(cast: Cast, how: str) -> None:
    links, past = SignInLink.objects.all(), now() - datetime.timedelta(minutes=1)
    changes: dict[str, Callable[[], Any]] = {
        "expired": lambda: links.update(expires_at=past),
        "ended": lambda: links.update(ended_at=past),
        "old": lambda: links.update(used_at=now() - datetime.timedelta(days=15)),
        "other address": lambda: Contact.objects.filter(email=CARLA).update(email="carla@new.test"),
        "switched off": lambda: change_portal(PortalEdit(sign_in_links=False), by=cast.owner.actor),
        "forced": lambda: Organization.objects.update(forced_sign_in=[f"customer.test={uuid.uuid4().hex}"]),
        "gone": links.delete,
    }
    changes[how]()


def test_a_link_is_good_in_its_own_organization_only(cast: Cast) -> None:
    secret, client = secret_for(cast), Client()
    assert client.post(f"/globex/help/sign-in/{secret}").status_code == 404
    opened(secret, client)
    assert client.get("/globex/help/tickets").headers["Location"] == "/globex/help/sign-in"


def test_a_member_gets_the_help_pages_and_no_desk(cast: Cast) -> None:
    """Whoever reads the mail of a colleague is a customer by it, and nothing else."""
    with tenancy.organization(cast.acme.pk):
        Contact.objects.create(email="olivia@acme.test", name="Olivia")
    client = Client()
    opened(secret_for(cast, "olivia@acme.test"), client)
    assert is_in(client)
    for path in ("/acme/desk/", "/acme/settings/organization", "/accounts/profile", "/organizations/"):
        assert "/accounts/login" in client.get(path).headers["Location"]
    assert client.get("/api/v1/me").status_code == 401
    assert not SignIn.objects.exists()


def test_the_session_gets_another_id(cast: Cast) -> None:
    client = Client()
    client.session.save()
    session = client.session
    session["planted"] = 1
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    opened(secret_for(cast), client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != session.session_key
    assert is_in(client)


def test_nobody_is_locked_out_by_who_asks_in_their_name(committed: Cast, run_jobs: Callable[[], None]) -> None:
    """More links are not sent than are good at once; each of them signs in whoever can read the mails."""
    for number in range(8):
        assert ask(Client(REMOTE_ADDR=f"192.0.2.{number + 1}"), CARLA).status_code == 200
    run_jobs()
    assert len(mailed(committed)) == 5


def test_each_of_the_links_that_a_stranger_asked_for_signs_in(cast: Cast) -> None:
    secrets = [secret_for(cast) for _time in range(5)]
    with tenancy.organization(cast.acme.pk):
        assert make_link(CARLA, Organization.objects.get(pk=cast.acme.pk), language="en") is None
    assert opened(secrets[0]).status_code == 302
    secret_for(cast)


def test_one_place_asks_five_times_an_hour_for_one_address(cast: Cast) -> None:
    client = Client(REMOTE_ADDR="192.0.2.1")
    assert [ask(client, CARLA).status_code for _time in range(6)] == [200] * 5 + [429]
    assert ask(Client(REMOTE_ADDR="192.0.2.2"), CARLA).status_code == 200


def test_using_one_link_ends_the_others(cast: Cast) -> None:
    first, second = secret_for(cast), secret_for(cast)
    assert opened(second).status_code == 302
    assert opened(first).status_code == 404


def test_a_customer_sees_and_ends_their_sign_ins(cast: Cast) -> None:
    here, there = Client(), Client()
    opened(secret_for(cast), there)
    opened(secret_for(cast), here)
    page = here.get("/acme/help/signed-in")
    assert page.status_code == 200
    assert "Sign out everywhere else" in page.content.decode()
    assert here.post("/acme/help/signed-in/others/end").status_code == 302
    assert is_in(here)
    assert not is_in(there)
    with tenancy.organization(cast.acme.pk):
        own = SignInLink.objects.get(ended_at=None, used_at__isnull=False)
    assert here.post(f"/acme/help/signed-in/{own.pk}/end").headers["Location"] == "/acme/help/"
    assert not is_in(here)


def test_a_customer_answers_what_is_theirs(cast: Cast) -> None:
    client = Client()
    opened(secret_for(cast), client)
    assert client.get(f"/acme/help/tickets/{cast.ticket.number}").status_code == 200
    assert client.get(f"/acme/help/tickets/{cast.other_ticket.number}").status_code == 404
    sent = client.post(f"/acme/help/tickets/{cast.ticket.number}/messages", {"body": "Thank you", "once": "1"})
    assert sent.status_code == 302
    with tenancy.organization(cast.acme.pk):
        said = Event.objects.filter(subject_id=cast.ticket.pk).order_by("-id").first()
    assert said is not None
    assert said.actor_id == cast.customer.contact.pk  # type: ignore[union-attr]


@pytest.mark.parametrize(("language", "subject"), [("en", "Sign in to Acme Travel"), ("es", "Entra en Acme Travel")])
def test_the_mail_leads_to_the_page(committed: Cast, language: str, subject: str) -> None:
    with tenancy.organization(committed.acme.pk):
        Contact.objects.filter(email=CARLA).update(language=language)
        mail = send_sign_in_link(CARLA, language="en")
        assert mail is not None
        secret = unseal(bytes(mail.sealed or b""), mail.pk)
        letter = compose(mail, Organization.objects.get(pk=committed.acme.pk), secret)
    assert letter.subject == subject
    assert letter.url == f"{settings.BASE_URL}/acme/help/sign-in/{secret}"
    assert opened(secret).status_code == 302
