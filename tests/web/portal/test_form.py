"""Writing in by the public form: what becomes of it, and of what does not fit."""

import datetime
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from moondesk.contacts.models import Contact
from moondesk.conversations.models import Message
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.tickets.models import Category, Ticket
from tests import factories
from tests.harness.people import Cast, Person

type ClientOf = Callable[[Person | None], Client]

NOW = datetime.datetime(2026, 11, 20, 10, 0, tzinfo=datetime.UTC)
GOOD = {"name": "Maya Chen", "email": "maya@people.test", "subject": "Lost bag", "message": "It did not arrive."}


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


def opened(client: Client, path: str = "/acme/help/new") -> str:
    found = re.search(r'name="opened" value="([^"]+)"', client.get(path).content.decode())
    assert found
    return found.group(1)


def send(client: Client, clock: Any, wait: float = 10, **changes: str) -> Any:
    mark = opened(client)
    clock.shift(wait)
    return client.post("/acme/help/new", {**GOOD, "opened": mark, **changes}, follow=True)


def count(cast: Cast) -> int:
    with tenancy.organization(cast.acme.pk):
        return Ticket.objects.count()


def test_a_guest_opens_a_ticket(cast: Cast, client_of: ClientOf, clock: Any) -> None:
    before = count(cast)
    answer = send(client_of(None), clock, category="billing")
    assert answer.redirect_chain == [("/acme/help/sent", 302)]
    assert "We have your message" in answer.content.decode()
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.count() == before + 1
        ticket = Ticket.objects.latest("id")
        assert (ticket.subject, ticket.channel, ticket.requester.email) == ("Lost bag", "web", "maya@people.test")
        assert ticket.requester.name == "Maya Chen"
        assert ticket.category == Category.objects.get(key="billing")
        assert Message.objects.get(ticket=ticket).body == "It did not arrive."
        event = Event.objects.filter(subject_id=ticket.pk, name="ticket.opened").get()
        assert (event.door, event.actor_kind) == ("form", "contact")


def test_a_customer_types_neither_name_nor_mail(cast: Cast, client_of: ClientOf, clock: Any) -> None:
    client = client_of(cast.customer)
    assert 'name="email"' not in client.get("/acme/help/new").content.decode()
    send(client, clock, name="Somebody Else", email="somebody@else.test")
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.latest("id").requester == cast.customer.contact


def test_a_user_with_a_proven_address_becomes_a_customer(cast: Cast, client_of: ClientOf, clock: Any) -> None:
    newcomer = Person(factories.make_user("nina@new.test", name="Nina New"), cast.acme)
    send(client_of(newcomer), clock, email="")
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.latest("id").requester == Contact.objects.get(email="nina@new.test", user=newcomer.user)


def test_opening_the_portal_joins_a_proven_address(cast: Cast, client_of: ClientOf) -> None:
    with tenancy.organization(cast.acme.pk):
        contact = factories.make_contact("late@joiner.test")
        factories.make_ticket("From before", requester=contact)
    user = factories.make_user("late@joiner.test")
    assert "From before" in client_of(Person(user, cast.acme)).get("/acme/help/").content.decode()
    with tenancy.organization(cast.acme.pk):
        assert Contact.objects.get(pk=contact.pk).user == user


def test_an_address_that_is_not_proven_joins_nothing(cast: Cast, client_of: ClientOf) -> None:
    from allauth.account.models import EmailAddress

    with tenancy.organization(cast.acme.pk):
        contact = factories.make_contact("late@joiner.test")
    user = factories.make_user("late@joiner.test")
    EmailAddress.objects.update(verified=False)
    client_of(Person(user, cast.acme)).get("/acme/help/")
    with tenancy.organization(cast.acme.pk):
        assert Contact.objects.get(pk=contact.pk).user is None


BAD = [
    ("subject", "", "Write a subject."),
    ("subject", "   ", "Write a subject."),
    ("subject", "x" * 201, "Keep the subject under 201 characters."),
    ("subject", "a\x07b", "The subject has characters that cannot be shown."),
    ("subject", "a\x00b", "The subject has characters that cannot be shown."),
    ("message", "", "Write a message."),
    ("message", "x" * 1_000_000, "Keep the message under 100001 characters."),
    ("email", "", "Enter your mail address."),
    ("email", "  ", "Enter your mail address."),
    ("email", "maya", "This is not a mail address."),
    ("email", "maya@people.test\nBcc: all@people.test", "This is not a mail address."),
    ("email", f"{'x' * 60}@{'y.' * 110}test", "Keep the address under 255 characters."),
    ("category", "no-such-thing", "Choose one of the list."),
]


@pytest.mark.parametrize(("field", "value", "said"), BAD, ids=[f"{one[0]}-{number}" for number, one in enumerate(BAD)])
def test_what_does_not_fit_comes_back(
    cast: Cast, client_of: ClientOf, clock: Any, field: str, value: str, said: str
) -> None:
    before = count(cast)
    answer = send(client_of(None), clock, **{field: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert f'aria-describedby="f-{field}-error"' in page
    for kept in {"subject": "Lost bag", "message": "It did not arrive.", "email": "maya@people.test"}.items():
        assert kept[0] == field or kept[1] in page
    if field in ("subject", "message") and value.strip():
        assert value[:1000] in page
    assert count(cast) == before
    with tenancy.organization(cast.acme.pk):
        assert not Contact.objects.filter(email__startswith="maya").exists()


def test_all_that_is_wrong_is_said_at_once(cast: Cast, client_of: ClientOf, clock: Any) -> None:
    page = send(client_of(None), clock, subject="", message="", email="no").content.decode()
    assert all(text in page for text in ("Write a subject.", "Write a message.", "This is not a mail address."))


def test_markup_stays_text(cast: Cast, client_of: ClientOf, clock: Any) -> None:
    nasty = '"><script>alert(1)</script>'
    page = send(client_of(None), clock, subject=nasty, message=nasty, name=nasty, email=nasty).content.decode()
    assert "<script>alert" not in page
    send(client_of(None), clock, subject=nasty, message=nasty, name=nasty)
    with tenancy.organization(cast.acme.pk):
        ticket = Ticket.objects.latest("id")
        secret = factories.make_secret(ticket.participants.get())
    shown = client_of(None).get(f"/acme/help/t/{secret}").content.decode()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_a_program_that_fills_every_field_gets_the_same_page_and_nothing_else(
    cast: Cast, client_of: ClientOf, clock: Any
) -> None:
    before = count(cast)
    person = send(client_of(None), clock)
    program = send(client_of(None), clock, website="https://spam.test", email="bot@spam.test")
    assert program.redirect_chain == person.redirect_chain
    assert re.sub(r"nonce=\S+|value=\S+", "", program.content.decode()) == re.sub(
        r"nonce=\S+|value=\S+", "", person.content.decode()
    )
    assert count(cast) == before + 1
    with tenancy.organization(cast.acme.pk):
        assert not Contact.objects.filter(email="bot@spam.test").exists()


@pytest.mark.parametrize("wait", [0.5, 1.9, 24 * 3600 + 1])
def test_too_soon_or_too_late_is_sent_again(cast: Cast, client_of: ClientOf, clock: Any, wait: float) -> None:
    before, client = count(cast), client_of(None)
    answer = send(client, clock, wait=wait)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "It did not arrive." in page
    assert count(cast) == before
    again = re.search(r'name="opened" value="([^"]+)"', page)
    assert again
    clock.shift(3)
    client.post("/acme/help/new", {**GOOD, "opened": again.group(1)})
    assert count(cast) == before + 1


@pytest.mark.parametrize("mark", ["", "x", "a|1:forged", "\x00"])
def test_a_mark_that_is_not_ours_is_refused(cast: Cast, client_of: ClientOf, clock: Any, mark: str) -> None:
    before = count(cast)
    assert send(client_of(None), clock, opened=mark).status_code == 422
    assert count(cast) == before


def test_pressing_twice_sends_once(cast: Cast, client_of: ClientOf, clock: Any) -> None:
    before, client = count(cast), client_of(None)
    mark = opened(client)
    clock.shift(5)
    answers = [client.post("/acme/help/new", {**GOOD, "opened": mark}) for _press in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert count(cast) == before + 1


def test_one_address_may_write_ten_times_an_hour_from_one_place(cast: Cast, client_of: ClientOf, clock: Any) -> None:
    before = count(cast)
    statuses = []
    for number in range(11):
        client = Client(REMOTE_ADDR=f"2001:db8::{number + 1}")
        mark = opened(client)
        clock.shift(2)
        answer = client.post("/acme/help/new", {**GOOD, "email": "MAYA@people.test", "opened": mark})
        statuses.append(answer.status_code)
    assert statuses == [302] * 10 + [429]
    assert "It did not arrive." in answer.content.decode()
    assert int(answer["Retry-After"]) > 0
    assert count(cast) == before + 10
    owner = Client(REMOTE_ADDR="192.0.2.1")
    mark = opened(owner)
    clock.shift(2)
    fields = {**GOOD, "email": "maya@people.test", "opened": mark}
    assert owner.post("/acme/help/new", fields).status_code == 302, "nobody uses up what the owner may do"


def test_one_client_may_write_twenty_times_an_hour_whoever_it_says_it_is(cast: Cast, clock: Any) -> None:
    client = Client(REMOTE_ADDR="192.0.2.1")
    mark = opened(client)
    clock.shift(3)
    statuses = [
        client.post(
            "/acme/help/new",
            {**GOOD, "subject": "", "email": f"p{number}@people.test", "opened": mark},
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        ).status_code
        for number in range(21)
    ]
    assert statuses == [422] * 20 + [429]


def test_behind_a_trusted_proxy_each_client_counts_alone(cast: Cast, clock: Any, settings: Any) -> None:
    settings.TRUSTED_PROXIES = ["192.0.2.1"]
    client = Client(REMOTE_ADDR="192.0.2.1")
    mark = opened(client)
    clock.shift(3)
    statuses = {
        client.post(
            "/acme/help/new",
            {**GOOD, "subject": "", "email": f"p{number}@people.test", "opened": mark},
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        ).status_code
        for number in range(25)
    }
    assert statuses == {422}


def test_a_form_of_nobody(cast: Cast, client_of: ClientOf) -> None:
    assert client_of(None).get("/nobody/help/new").status_code == 404
    assert client_of(None).post("/nobody/help/new", GOOD).status_code == 404


def test_a_forged_form_is_refused(cast: Cast) -> None:
    assert Client(enforce_csrf_checks=True).post("/acme/help/new", GOOD).status_code == 403
