"""Messages through the API: edited, deleted, restored, voted on, answered; customers read what is theirs."""

import json
from typing import Any

import pytest

from moondesk.conversations.actions import add_note, reply_to_customer
from moondesk.conversations.models import Message
from moondesk.kit import tenancy
from moondesk.tickets.models import Ticket
from tests import factories
from tests.api.conftest import Program, is_problem
from tests.harness.people import Cast

SECRET = "Moondesk_Ticket_Secret"


@pytest.fixture
def message(cast: Cast) -> Message:
    """Ana's answer."""
    with tenancy.organization(cast.acme.pk):
        return reply_to_customer(Ticket.objects.get(pk=cast.ticket.pk), "The answer of Ana.", by=cast.agent.actor)


def at(cast: Cast, message: Message, what: str = "") -> str:
    return f"/tickets/{cast.ticket.number}/messages/{message.pk}{what}"


def read(response: Any, status: int = 200) -> Any:
    assert response.status_code == status, response.content
    return json.loads(response.content)


def test_editing_needs_the_version_that_was_edited(agent: Program, cast: Cast, message: Message) -> None:
    edited = read(agent.patch(at(cast, message), {"body": "Better words.", "version": 0}))
    assert (edited["body"], edited["version"]) == ("Better words.", 1)
    assert edited["edited_at"]
    stale = is_problem(agent.patch(at(cast, message), {"body": "Mine.", "version": 0}), 412, "message_changed")
    assert (stale["body"], stale["version"]) == ("Better words.", 1)
    is_problem(agent.patch(at(cast, message), {"body": " "}), 422, "invalid_message")
    versions = read(agent.get(at(cast, message, "/versions")))["items"]
    assert [(one["number"], one["change"], one["body"], one["by"]) for one in versions] == [
        (0, "edited", "The answer of Ana.", "Ana Agent")
    ]


def test_deleted_it_keeps_its_place_and_nothing_else(agent: Program, cast: Cast, message: Message) -> None:
    with tenancy.organization(cast.acme.pk):
        factories.make_attachment(message)
    assert len(read(agent.get(at(cast, message)))["files"]) == 1
    assert agent.delete(at(cast, message)).status_code == 204
    listed = agent.get(f"/tickets/{cast.ticket.number}/messages")
    gone = read(listed)["items"][-1]
    assert (gone["body"], gone["html"], gone["files"], gone["deleted_by"]) == ("", "", [], "Ana Agent")
    for answer in (listed, agent.get(f"/tickets/{cast.ticket.number}/events"), agent.get(at(cast, message))):
        assert b"The answer of Ana" not in answer.content
    is_problem(agent.patch(at(cast, message), {"body": "Mine."}), 409, "message_deleted")
    is_problem(agent.put(at(cast, message, "/vote"), {"vote": "up"}), 409, "message_deleted")
    back = read(agent.post(at(cast, message, "/restoration")))
    assert (back["body"], back["deleted_at"], len(back["files"])) == ("The answer of Ana.", None, 1)


def test_what_one_may_not(agent: Program, cast: Cast, message: Message, token_of) -> None:
    other, viewer = Program(token_of(cast.other_agent)), Program(token_of(cast.viewer))
    is_problem(other.patch(at(cast, message), {"body": "x"}), 404, "ticket_not_found")
    is_problem(viewer.patch(at(cast, message), {"body": "x"}), 403, "not_allowed")
    is_problem(viewer.delete(at(cast, message)), 403, "not_allowed")
    with tenancy.organization(cast.acme.pk):
        first = Message.objects.filter(ticket=cast.ticket).earliest("id")
        elsewhere = Message.objects.filter(ticket=cast.other_ticket).earliest("id")
    is_problem(agent.patch(at(cast, first), {"body": "x"}), 403, "not_allowed")
    is_problem(agent.get(at(cast, elsewhere)), 404, "message_not_found")


def test_votes(agent: Program, cast: Cast, message: Message) -> None:
    assert read(agent.put(at(cast, message, "/vote"), {"vote": "up"}))["votes"] == {"up": 1, "down": 0}
    assert read(agent.get(at(cast, message, "/votes")))["items"] == [
        {"vote": "up", "name": "Ana Agent", "is_customer": False, "is_me": True}
    ]
    assert read(agent.put(at(cast, message, "/vote"), {"vote": None}))["votes"] == {"up": 0, "down": 0}
    assert agent.put(at(cast, message, "/vote"), {"vote": "sideways"}).status_code == 422


def test_answering_one_message(agent: Program, cast: Cast, message: Message) -> None:
    where = f"/tickets/{cast.ticket.number}/messages"
    note = read(agent.post(where, {"kind": "note", "body": "Right?", "reply_to": str(message.pk)}), 201)
    assert (note["reply_to"], note["depth"]) == (str(message.pk), 1)
    refused = agent.post(where, {"kind": "reply", "body": "So", "reply_to": note["id"]})
    assert "reply_to" in is_problem(refused, 422, "invalid_reply_to")["fields"]
    assert len(read(agent.get(where))["items"]) == 3


def test_what_a_customer_reads(cast: Cast, message: Message) -> None:
    customer, where = Program(), f"/public/acme/tickets/{cast.ticket.number}"
    own = {SECRET: cast.link}
    sent = read(customer.post(f"{where}/messages", {"body": "Thanks", "reply_to": str(message.pk)}, **own), 201)
    assert sent["message"]["reply_to"] == str(message.pk)
    voted = read(customer.put(f"{where}/messages/{message.pk}/vote", {"vote": "down"}, **own))
    assert voted["vote"] == "down"
    is_problem(
        customer.put(f"{where}/messages/{sent['message']['id']}/vote", {"vote": "up"}, **own), 409, "cannot_vote"
    )
    with tenancy.organization(cast.acme.pk):
        note = add_note(cast.ticket, "Between us", by=cast.agent.actor)
        # Such a reply cannot be written; what it answers would not be told all the same.
        Message.objects.filter(pk=message.pk).update(reply_to=note)
        Message.objects.filter(pk=sent["message"]["id"]).update(deleted_at="2026-01-01T00:00Z", body="", html="")
    for path in (where, f"{where}/messages"):
        answer = customer.get(path, **own)
        body = read(answer)
        shown = {one["id"]: one for one in body.get("messages", body.get("items"))}
        assert shown[str(message.pk)]["reply_to"] is None
        assert shown[sent["message"]["id"]]["is_deleted"]
        assert str(note.pk) not in answer.content.decode()
    is_problem(customer.put(f"{where}/messages/{note.pk}/vote", {"vote": "up"}, **own), 404, "message_not_found")
