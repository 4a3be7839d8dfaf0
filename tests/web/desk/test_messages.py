"""The menu of a message and what it does, by page and fragment: for those who may, and with nothing typed lost."""

import re

import pytest
from django.test import Client

from moondesk.conversations.actions import add_note, reply_to_customer
from moondesk.conversations.actions.answering import put_below
from moondesk.conversations.actions.editing import delete_message, edit_message
from moondesk.conversations.actions.merging import merge_tickets
from moondesk.conversations.actions.voting import vote
from moondesk.conversations.models import Message
from moondesk.conversations.rules import Vote
from moondesk.kit import tenancy
from moondesk.tickets.models import Ticket
from tests import factories
from tests.harness.people import Cast
from tests.harness.roles import narrow

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def message(cast: Cast) -> Message:
    """The answer of Ana."""
    with tenancy.organization(cast.acme.pk):
        return reply_to_customer(Ticket.objects.get(pk=cast.ticket.pk), "The answer of Ana.", by=cast.agent.actor)


def at(cast: Cast, message: Message | None = None, what: str = "") -> str:
    base = f"/acme/desk/tickets/{cast.ticket.number}"
    return f"{base}/messages/{message.pk}/{what}" if message else base


def now_is(cast: Cast, message: Message) -> Message:
    with tenancy.organization(cast.acme.pk):
        return Message.objects.get(pk=message.pk)


def items(client: Client, cast: Cast, message: Message) -> list[str]:
    menu = client.get(at(cast, message, "menu"), headers=PART).content.decode()
    return re.findall(r'role="menuitem(?:radio)?".*?</svg>(?:<span class="cut">)?([^<]+)', menu)


def test_the_menu_offers_what_one_may(cast: Cast, client_of, message: Message) -> None:
    assert items(client_of(cast.agent), cast, message) == [
        "Answer this message",
        "Vote up",
        "Vote down",
        "Copy link",
        "Edit…",
        "Delete",
    ]
    assert items(client_of(cast.owner), cast, message)[-2:] == ["Edit…", "Delete"]
    assert items(client_of(cast.viewer), cast, message) == ["Copy link"]
    with tenancy.organization(cast.acme.pk):
        first = Message.objects.filter(ticket=cast.ticket).earliest("id")
        delete_message(message, by=cast.owner.actor)
    assert items(client_of(cast.agent), cast, first) == ["Answer this message", "Vote up", "Vote down", "Copy link"]
    assert items(client_of(cast.owner), cast, first)[-1] == "Delete…"
    assert items(client_of(cast.agent), cast, message) == []
    assert items(client_of(cast.owner), cast, message) == ["What it said", "Restore"]


def test_editing(cast: Cast, client_of, message: Message) -> None:
    client, where = client_of(cast.agent), at(cast, message, "edit")
    assert "The answer of Ana." in client.get(where).content.decode()
    answer = client.post(where, {"body": "Better words.", "version": "0", "was": "The answer of Ana."})
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"#message-{message.pk}")
    page = client.get(at(cast)).content.decode()
    assert "Better words." in page
    assert ">edited " in page
    assert "The answer of Ana." not in page
    part = client.get(at(cast, message, "versions"), headers=PART).content.decode()
    assert "<del>The answer of Ana.</del><ins>Better words.</ins>" in part
    assert "<html" not in part
    assert "<html" in client.get(at(cast, message, "versions")).content.decode()


def test_an_old_edit_is_refused_and_kept(cast: Cast, client_of, message: Message) -> None:
    with tenancy.organization(cast.acme.pk):
        edit_message(message, "Olivia's words.", by=cast.owner.actor)
    client, where = client_of(cast.agent), at(cast, message, "edit")
    answer = client.post(where, {"body": "My words.", "version": "0", "was": "The answer of Ana."}, headers=PART)
    page = answer.content.decode()
    assert answer.status_code == 412
    assert "My words." in page
    assert "<ins>Olivia&#39;s words.</ins>" in page
    version = re.findall(r'name="version" value="(\d+)"', page)[0]
    client.post(where, {"body": "My words.", "version": version})
    assert now_is(cast, message).body == "My words."


@pytest.mark.parametrize(
    ("fields", "status"), [({"body": " ", "version": "0"}, 422), ({"body": "x", "version": "one"}, 422)]
)
def test_what_cannot_be_saved(cast: Cast, client_of, message: Message, fields: dict[str, str], status: int) -> None:
    assert client_of(cast.agent).post(at(cast, message, "edit"), fields).status_code == status
    assert now_is(cast, message).version == 0


def test_deleting_and_restoring(cast: Cast, client_of, message: Message) -> None:
    agent, owner = client_of(cast.agent), client_of(cast.owner)
    answer = agent.post(at(cast, message, "removal"), headers=PART)
    undo = re.findall(r'"undo": "([^"]+)"', answer["HX-Trigger"])[0]
    assert "The answer of Ana." not in answer.content.decode()
    page = agent.get(at(cast)).content.decode()
    assert "This message was deleted by Ana Agent" in page
    assert "The answer of Ana." not in page
    assert agent.post(undo, headers=PART).status_code == 200
    assert now_is(cast, message).body == "The answer of Ana."
    assert owner.post(at(cast, message, "removal")).status_code == 302
    assert agent.post(at(cast, message, "restoration")).status_code == 403
    assert agent.get(at(cast, message, "versions")).status_code == 403
    assert "The answer of Ana." in owner.get(at(cast, message, "versions")).content.decode()
    assert owner.post(at(cast, message, "restoration"), {"from": "page"}).status_code == 302
    assert now_is(cast, message).deleted_at is None


def test_what_a_customer_has_by_mail_is_said_before(cast: Cast, client_of, message: Message) -> None:
    client = client_of(cast.agent)
    assert "already has this by mail" not in client.get(at(cast, message, "edit")).content.decode()
    with tenancy.organization(cast.acme.pk):
        mail = factories.make_outgoing_mail()
        type(mail).objects.filter(pk=mail.pk).update(message=message, state="sent", kind="reply")
    for what, words in (("edit", "editing changes it only here"), ("removal", "deleting removes it only here")):
        assert words in client.get(at(cast, message, what)).content.decode()
    assert items(client, cast, message)[-1] == "Delete…"


def test_who_may_not_is_refused(cast: Cast, client_of, message: Message) -> None:
    viewer = client_of(cast.viewer)
    for what in ("edit", "removal", "restoration", "vote"):
        fields = {"body": "Mine", "version": "0", "vote": "up"}
        assert viewer.post(at(cast, message, what), fields).status_code == 403
    assert now_is(cast, message).version == 0
    other, owner = client_of(cast.other_agent), client_of(cast.owner)
    assert other.get(at(cast, message, "menu")).status_code == 404
    assert owner.get(f"/acme/desk/tickets/{cast.other_ticket.number}/messages/{message.pk}/menu").status_code == 404
    assert viewer.get(at(cast, message, "edit")).status_code == 403


def test_notes_are_there_for_those_who_see_notes(cast: Cast, client_of, monkeypatch) -> None:
    from moondesk.organizations.permissions import ROLE_PERMISSIONS, Permission, Role

    with tenancy.organization(cast.acme.pk):
        note = add_note(cast.ticket, "Between us", by=cast.agent.actor)
    assert client_of(cast.viewer).get(at(cast, note, "versions")).status_code == 200
    narrow(monkeypatch, Role.VIEWER, ROLE_PERMISSIONS[Role.VIEWER] - {Permission.NOTE_VIEW})
    for what in ("menu", "versions", "votes", "answer"):
        assert client_of(cast.viewer).get(at(cast, note, what)).status_code == 404


def test_voting(cast: Cast, client_of, message: Message) -> None:
    client = client_of(cast.owner)
    page = client.post(at(cast, message, "vote"), {"vote": "up"}, headers=PART).content.decode()
    assert re.search(r"Votes up: </span>1<", page)
    with tenancy.organization(cast.acme.pk):
        vote(message, Vote.DOWN, by=cast.customer.actor)
    names = client.get(at(cast, message, "votes"), headers=PART).content.decode()
    assert re.findall(r'<span class="cut">([^<]+)', names) == ["You", "Carla Customer"]
    assert client.post(at(cast, message, "vote"), {"vote": ""}).status_code == 302
    assert client.post(at(cast, message, "vote"), {"vote": "sideways"}).status_code == 422
    assert (now_is(cast, message).votes_up, now_is(cast, message).votes_down) == (0, 1)


def test_answering_one_message(cast: Cast, client_of, message: Message) -> None:
    client = client_of(cast.agent)
    part = client.get(at(cast, message, "answer"), headers=PART).content.decode()
    assert f'name="reply_to" value="{message.pk}" form="composer"' in part
    assert "In reply to Ana Agent: The answer of Ana." in client.get(at(cast, message, "answer")).content.decode()
    where = at(cast) + "/messages"
    client.post(where, {"kind": "note", "body": "Is that right?", "reply_to": str(message.pk)})
    with tenancy.organization(cast.acme.pk):
        note = Message.objects.get(ticket=cast.ticket, kind="note")
        assert (note.reply_to_id, note.depth) == (message.pk, 1)
    page = client.get(at(cast)).content.decode()
    assert f'class="answers" href="#message-{message.pk}"' in page
    assert "msg note in-1" in page
    refused = client.post(where, {"kind": "reply", "body": "To the customer", "reply_to": str(note.pk)})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "A note is answered by a note" in page
    assert "To the customer" in page
    assert f'name="reply_to" value="{note.pk}"' in page


def test_a_deep_thread_stands_in_three_levels_and_names_what_is_not_on_the_page(cast: Cast, client_of) -> None:
    with tenancy.organization(cast.acme.pk):
        first = above = add_note(cast.ticket, "Level 0", by=cast.agent.actor)
        for level in range(1, 41):
            note = add_note(cast.ticket, f"Level {level}", by=cast.agent.actor)
            above = put_below(note, cast.ticket, above.pk, by=cast.agent.actor)
        last = add_note(cast.ticket, "To the very first", by=cast.agent.actor)
        put_below(last, cast.ticket, first.pk, by=cast.agent.actor)
    page = client_of(cast.agent).get(at(cast)).content.decode()
    assert set(re.findall(r"msg note(?: in-(\d))?", page)) == {"1", "3"}
    assert f"?earlier={first.pk}#message-{first.pk}" in page.replace("view=mine&amp;", "")
    earlier = client_of(cast.agent).get(at(cast) + f"?earlier={first.pk}").content.decode()
    assert f'id="message-{first.pk}"' in earlier


def test_in_a_merged_conversation(cast: Cast, client_of, message: Message) -> None:
    with tenancy.organization(cast.acme.pk):
        into = factories.make_ticket(requester=cast.customer.contact, department=cast.flights)
        merge_tickets(into.number, [cast.ticket.number], by=cast.agent.actor)
    client = client_of(cast.agent)
    where = f"/acme/desk/tickets/{into.number}/messages/{message.pk}"
    answer = client.post(f"{where}/removal", headers=PART)
    assert "This message was deleted by Ana Agent" in answer.content.decode()
    undo = re.findall(r'"undo": "([^"]+)"', answer["HX-Trigger"])[0]
    assert "The answer of Ana." in client.post(undo, headers=PART).content.decode()
