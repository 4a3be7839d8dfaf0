"""The public API: anybody may write in; only the secret of the mailed link shows anything, and never a note."""

import json

import pytest
from django.test import Client

from moondesk.conversations.actions import add_note
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.limits.models import Window
from moondesk.tickets.models import AccessLink, Participant, Ticket
from tests import factories
from tests.api.conftest import Program, is_problem
from tests.harness.people import Cast

NEW = {"name": "Nina", "email": "Nina@Customer.test", "subject": "Lost key", "description": "Help"}
SECRET = "Moondesk_Ticket_Secret"


@pytest.fixture
def anybody() -> Program:
    return Program()


def test_writing_in_gives_a_number_and_nothing_more(anybody: Program, cast: Cast) -> None:
    response = anybody.post("/public/acme/tickets", NEW)
    assert response.status_code == 201
    answer = json.loads(response.content)
    assert set(answer) == {"number", "detail"}
    with tenancy.organization(cast.acme.pk):
        ticket = Ticket.objects.select_related("requester").get(number=answer["number"].removeprefix("TKT-"))
        assert (ticket.channel, ticket.requester.email) == ("api", "nina@customer.test")
        assert ticket.requester.email_verified_at is None
    is_problem(anybody.get(f"/public/acme/tickets/{answer['number']}"), 404, "link_expired")


def test_what_does_not_fit(anybody: Program, cast: Cast) -> None:
    is_problem(anybody.post("/public/acme/tickets", NEW | {"priority": "urgent"}), 422, "unknown_field")
    is_problem(anybody.post("/public/acme/tickets", NEW | {"email": "x"}), 422, "invalid_contact")
    empty = anybody.post("/public/acme/tickets", NEW | {"description": " "})
    assert "description" in is_problem(empty, 422, "invalid_message")["fields"]
    is_problem(anybody.post("/public/acme/tickets", NEW | {"category": "x"}), 422, "invalid")
    is_problem(anybody.post("/public/nobody/tickets", NEW), 404, "organization_not_found")
    is_problem(anybody.post("/public/a%00/tickets", NEW), 404, "organization_not_found")


def test_the_same_request_twice_is_one_ticket(anybody: Program, cast: Cast) -> None:
    first = anybody.post("/public/acme/tickets", NEW, Idempotency_Key="p-1")
    second = anybody.post("/public/acme/tickets", NEW, Idempotency_Key="p-1")
    assert first.content == second.content
    assert second["Idempotency-Replayed"] == "true"


def test_an_address_may_not_flood(anybody: Program, cast: Cast) -> None:
    codes = [anybody.post("/public/acme/tickets", NEW | {"email": f"a{n}@b.test"}).status_code for n in range(21)]
    assert codes == [201] * 20 + [429]
    over = anybody.post("/public/acme/tickets", NEW)
    assert int(is_problem(over, 429, "rate_limited")["retry_after"]) == int(over["Retry-After"])
    Window.objects.all().delete()
    codes = [anybody.post("/public/acme/tickets", NEW).status_code for _time in range(11)]
    assert codes == [201] * 10 + [429]
    owner = Program(client=Client(REMOTE_ADDR="192.0.2.9"))
    assert owner.post("/public/acme/tickets", NEW).status_code == 201, "nobody uses up what the owner may do"


def test_refused_requests_are_counted_too(anybody: Program, cast: Cast) -> None:
    for _time in range(20):
        is_problem(anybody.post("/public/acme/tickets", NEW | {"category": "x"}), 422 if _time < 10 else 429,
                   "invalid" if _time < 10 else "rate_limited")  # fmt: skip


def test_the_secret_shows_the_public_thread_and_takes_answers(anybody: Program, cast: Cast) -> None:
    address = f"/public/acme/tickets/TKT-{cast.ticket.number}"
    with tenancy.organization(cast.acme.pk):
        add_note(cast.ticket, "words for colleagues", by=cast.agent.actor)
    shown = anybody.get(address, **{SECRET: cast.link})
    assert b"words for colleagues" not in shown.content
    ticket = json.loads(shown.content)
    assert ticket["status"] == {"stage": "open", "label": "Received"}
    assert [one["body"] for one in ticket["messages"]] == ["Please help me."]
    answered = anybody.post(f"{address}/messages", {"body": "Still waiting"}, **{SECRET: cast.link})
    assert answered.status_code == 201
    assert json.loads(answered.content)["number"] == f"TKT-{cast.ticket.number}"
    thread = anybody.get(f"{address}/messages", **{SECRET: cast.link})
    assert [one["body"] for one in json.loads(thread.content)["items"]] == ["Please help me.", "Still waiting"]
    assert b"words for colleagues" not in thread.content
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.get(pk=cast.ticket.pk).last_message_by_customer


def test_a_secret_opens_its_ticket_only(anybody: Program, cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        expired = factories.make_secret(Participant.objects.get(ticket=cast.ticket))
        AccessLink.objects.filter(digest=factories.digest(expired)).update(expires_at=now())
    texts = set()
    for slug, number, secret in (
        ("acme", cast.other_ticket.number, cast.link),
        ("globex", cast.foreign_ticket.number, cast.link),
        ("acme", cast.ticket.number, ""),
        ("acme", cast.ticket.number, "wrong"),
        ("acme", cast.ticket.number, expired),
    ):
        for path in ("", "/messages"):
            response = anybody.get(f"/public/{slug}/tickets/{number}{path}", **{SECRET: secret})
            is_problem(response, 404, "link_expired")
            texts.add(response.content)
    is_problem(anybody.post(f"/public/acme/tickets/{cast.ticket.number}/messages", {"body": "x"}), 404, "link_expired")
    assert len(texts) == 1
