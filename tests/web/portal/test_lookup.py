"""A new link for one who lost theirs: the same answer to everybody, a mail to one."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from moondesk.channels.models import OutgoingMail
from moondesk.channels.rules import Kind
from moondesk.kit import tenancy
from tests.harness.people import Cast, Person, make_cast

type ClientOf = Callable[[Person | None], Client]


@pytest.fixture
def committed(transactional_db: None) -> Cast:
    """The cast, for real: jobs run in other connections."""
    return make_cast()


def ask(client: Client, number: str, email: str) -> Any:
    return client.post("/acme/help/lookup", {"number": number, "email": email})


def sent_to(cast: Cast) -> list[str]:
    with tenancy.organization(cast.acme.pk):
        return list(OutgoingMail.objects.filter(kind=Kind.NEW_LINK).values_list("recipient", flat=True))


def test_who_takes_part_gets_a_link(committed: Cast, client_of: ClientOf, run_jobs: Callable[[], None]) -> None:
    for written in (f"tkt-{committed.ticket.number.lower()}", f" {committed.ticket.number} "):
        assert ask(client_of(None), written, " Carla@Customer.test ").status_code == 200
    run_jobs()
    assert sent_to(committed) == ["carla@customer.test"] * 2


def test_nobody_else_gets_one(committed: Cast, client_of: ClientOf, run_jobs: Callable[[], None]) -> None:
    ask(client_of(None), committed.ticket.number, "somebody@else.test")
    ask(client_of(None), committed.other_ticket.number, "carla@customer.test")
    ask(client_of(None), committed.foreign_ticket.number, "carla@customer.test")
    ask(client_of(None), "\x00\x00", "carla@customer.test")
    run_jobs()
    assert sent_to(committed) == []


def test_the_answer_tells_nothing(cast: Cast, client_of: ClientOf) -> None:
    answers = [
        ask(client_of(None), number, email)
        for number, email in (
            (cast.ticket.number, "carla@customer.test"),
            (cast.ticket.number, "somebody@else.test"),
            ("ZZZZZZ", "carla@customer.test"),
            (cast.foreign_ticket.number, "carla@customer.test"),
            ("not a number at all", "somebody@else.test"),
        )
    ]
    assert {answer.status_code for answer in answers} == {200}
    texts = {re.sub(r'(nonce|value)="[^"]*"', "", answer.content.decode()) for answer in answers}
    assert len(texts) == 1
    assert "Look into your mail" in texts.pop()


def test_what_does_not_fit_comes_back(cast: Cast, client_of: ClientOf) -> None:
    answer = ask(client_of(None), "", "carla")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write the number of your ticket." in page
    assert "This is not a mail address." in page
    assert 'value="carla"' in page


def test_one_address_is_asked_for_five_times_an_hour_from_one_place(cast: Cast) -> None:
    client = Client(REMOTE_ADDR="192.0.2.1")
    statuses = [ask(client, "ZZZZZZ", "carla@customer.test").status_code for _time in range(6)]
    assert statuses == [200] * 5 + [429]
    assert ask(Client(REMOTE_ADDR="192.0.2.2"), "ZZZZZZ", "carla@customer.test").status_code == 200


def test_an_address_gets_five_links_an_hour_whoever_asks(committed: Cast, run_jobs: Callable[[], None]) -> None:
    """Only those that go out are counted, so nobody uses them up by guessing numbers, and the answer is the same."""
    for number in range(7):
        assert ask(Client(REMOTE_ADDR=f"192.0.2.{number + 1}"), "ZZZZZZ", "carla@customer.test").status_code == 200
    run_jobs()
    for number in range(7):
        client = Client(REMOTE_ADDR=f"192.0.2.{number + 1}")
        assert ask(client, committed.ticket.number, "carla@customer.test").status_code == 200
    run_jobs()
    assert sent_to(committed) == ["carla@customer.test"] * 5


def test_one_client_asks_twenty_times_an_hour(cast: Cast) -> None:
    client = Client(REMOTE_ADDR="192.0.2.1")
    statuses = [ask(client, "ZZZZZZ", f"p{number}@people.test").status_code for number in range(21)]
    assert statuses == [200] * 20 + [429]
