"""What customers see of messages that were edited, deleted, voted on, answered: what is theirs, and no word more."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from moondesk.conversations.actions import add_note, reply_as_customer, reply_to_customer
from moondesk.conversations.actions.answering import put_below
from moondesk.conversations.actions.editing import delete_message, edit_message
from moondesk.conversations.actions.voting import vote
from moondesk.conversations.models import Message
from moondesk.conversations.rules import Vote
from moondesk.kit import tenancy
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Channel
from tests import factories
from tests.harness.people import Cast, Person

type ClientOf = Callable[[Person | None], Client]
LIVE = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def message(cast: Cast) -> Message:
    """Ana's answer, with a file."""
    with tenancy.organization(cast.acme.pk):
        made = reply_to_customer(Ticket.objects.get(pk=cast.ticket.pk), "The answer of Ana.", by=cast.agent.actor)
        factories.make_attachment(made, "plan.txt")
    return made


def doors(cast: Cast, client_of: ClientOf) -> list[tuple[Client, str]]:
    """Behind the sign-in, and behind the link."""
    own, link = f"/acme/help/tickets/{cast.ticket.number}", f"/acme/help/t/{cast.link}"
    return [(client_of(cast.customer), own), (client_of(None), link)]


def shown(cast: Cast, client_of: ClientOf) -> list[str]:
    return [client.get(address).content.decode() for client, address in doors(cast, client_of)]


def test_an_edit_shows_that_it_was_one_and_no_earlier_word(cast: Cast, client_of: ClientOf, message: Message) -> None:
    with tenancy.organization(cast.acme.pk):
        edit_message(message, "Better words.", by=cast.agent.actor)
    for page in shown(cast, client_of):
        assert "Better words." in page
        assert ", edited" in page
        assert "The answer of Ana." not in page


def test_of_a_deleted_message_its_place_is_there(cast: Cast, client_of: ClientOf, message: Message) -> None:
    with tenancy.organization(cast.acme.pk):
        delete_message(message, by=cast.owner.actor)
    for page in shown(cast, client_of):
        assert "This message was deleted." in page
        assert not re.search(r"The answer of Ana|plan\.txt|Olivia", page)
    listed = client_of(cast.customer).get("/acme/help/tickets").content.decode()
    assert "Please help me." in listed


def test_saying_whether_it_helped(cast: Cast, client_of: ClientOf, message: Message) -> None:
    with tenancy.organization(cast.acme.pk):
        vote(message, Vote.UP, by=cast.owner.actor)
    (own, address), (guest, link) = doors(cast, client_of)
    assert all('aria-pressed="true"' not in page and "Olivia" not in page for page in shown(cast, client_of))
    assert own.post(f"{address}/messages/{message.pk}/vote", {"vote": "down"}).status_code == 302
    part = guest.post(f"{link}/messages/{message.pk}/vote", {"vote": "up"}, headers=LIVE).content.decode()
    assert re.findall(r'value="(\w*)" title="([^"]+)"[^>]*aria-pressed="true"', part) == [("", "This helped")]
    assert "<html" not in part
    with tenancy.organization(cast.acme.pk):
        found = Message.objects.get(pk=message.pk)
        assert (found.votes_up, found.votes_down) == (2, 0), "one vote, whichever door they came by"
        first = Message.objects.filter(ticket=cast.ticket).earliest("id")
        note = add_note(cast.ticket, "Between us", by=cast.agent.actor)
    assert own.post(f"{address}/messages/{first.pk}/vote", {"vote": "up"}).status_code == 409
    assert own.post(f"{address}/messages/{note.pk}/vote", {"vote": "up"}).status_code == 404
    assert own.post(f"{address}/messages/{message.pk}/vote", {"vote": "x"}).status_code == 422
    stranger = client_of(cast.stranger).post(f"{address}/messages/{message.pk}/vote", {"vote": "up"})
    assert stranger.status_code == 403


def test_what_an_answer_answers(cast: Cast, client_of: ClientOf, message: Message) -> None:
    with tenancy.organization(cast.acme.pk):
        note = add_note(cast.ticket, "Between us", by=cast.agent.actor)
        first = Message.objects.filter(ticket=cast.ticket).earliest("id")
        put_below(message, cast.ticket, first.pk, by=cast.agent.actor)
    for page in shown(cast, client_of):
        assert "In reply to Carla Customer: Please help me." in page
    with tenancy.organization(cast.acme.pk):
        # Such a reply cannot be written; what it answers would not be told all the same.
        Message.objects.filter(pk=message.pk).update(reply_to=note)
    for page in shown(cast, client_of):
        assert "In reply to" not in page
        assert str(note.pk) not in page


def test_the_ordinary_answer_by_mail_says_nothing_of_its_own(cast: Cast, client_of: ClientOf, message: Message) -> None:
    carla = cast.customer
    assert carla.contact is not None
    with tenancy.organization(cast.acme.pk):
        on, mail = reply_as_customer(cast.ticket, carla.contact, "Thanks", by=carla.actor, channel=Channel.EMAIL)
        put_below(mail, on, message.pk, by=carla.actor)
    assert all("In reply to" not in page for page in shown(cast, client_of))
    with tenancy.organization(cast.acme.pk):
        on, mail = reply_as_customer(cast.ticket, carla.contact, "And this", by=carla.actor, channel=Channel.EMAIL)
        put_below(mail, on, message.pk, by=carla.actor)
    assert all("In reply to Ana Agent" in page for page in shown(cast, client_of))


def test_an_open_page_hears_of_it(cast: Cast, client_of: ClientOf, message: Message) -> None:
    client, address = doors(cast, client_of)[1]
    poll = re.findall(r'hx-get="([^"]+)"', client.get(address).content.decode())[0].replace("&amp;", "&")
    assert client.get(poll, headers=LIVE).status_code == 204
    with tenancy.organization(cast.acme.pk):
        edit_message(message, "Better words.", by=cast.agent.actor)
    assert "Better words." in client.get(poll, headers=LIVE).content.decode()


def test_customers_choose_which_message_they_answer(cast: Cast, client_of: ClientOf, message: Message) -> None:
    for client, address in doors(cast, client_of):
        assert f'href="{address}?answer={message.pk}"' in client.get(address).content.decode()
        page = client.get(address, {"answer": message.pk}).content.decode()
        assert "In reply to Ana Agent: The answer of Ana." in page
        assert f'name="reply_to" value="{message.pk}"' in page
        sent = client.post(f"{address}/messages", {"body": "To that: yes.", "reply_to": str(message.pk)})
        assert sent.status_code == 302
        with tenancy.organization(cast.acme.pk):
            made = Message.objects.latest("id")
            assert (made.body, made.reply_to_id) == ("To that: yes.", message.pk)


def test_what_cannot_be_answered_is_not(cast: Cast, client_of: ClientOf, message: Message) -> None:
    with tenancy.organization(cast.acme.pk):
        note = add_note(Ticket.objects.get(pk=cast.ticket.pk), "Between us.", by=cast.agent.actor)
        delete_message(message, by=cast.owner.actor)
    client, address = doors(cast, client_of)[0]
    for other in (note.pk, message.pk, "nonsense"):
        page = client.get(address, {"answer": other}).content.decode()
        assert "reply_to" not in page
        assert "Between us." not in page
        assert client.post(f"{address}/messages", {"body": "Still here.", "reply_to": str(other)}).status_code == 302
        with tenancy.organization(cast.acme.pk):
            assert Message.objects.latest("id").reply_to_id is None
    assert f"?answer={message.pk}" not in client.get(address).content.decode()
