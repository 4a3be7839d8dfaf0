"""The ticket as a chat: what its customer sees and can do, and what nobody else learns."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from moondesk.conversations.actions import add_note, reply_as_customer, reply_to_customer
from moondesk.conversations.models import Message
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.tickets.actions import change_status, resolve_ticket, revoke_links
from moondesk.tickets.models import AccessLink, Participant, Status, Ticket
from moondesk.tickets.rules import Channel, Stage
from moondesk.web.edges import portal_actor
from tests import factories
from tests.harness.people import Cast, Person

type ClientOf = Callable[[Person | None], Client]

LIVE = {"HX-Request": "true", "HX-Request-Type": "partial"}


def link(cast: Cast, name: str = "") -> str:
    return f"/acme/help/t/{cast.link}{name}"


def own(cast: Cast, name: str = "") -> str:
    return f"/acme/help/tickets/{cast.ticket.number}{name}"


@pytest.fixture
def told(cast: Cast) -> Cast:
    """The cast, after Ana answered, wrote a note and somebody in copy without a name joined in."""
    with tenancy.organization(cast.acme.pk):
        agent = cast.agent.actor
        reply_to_customer(Ticket.objects.get(pk=cast.ticket.pk), "We have booked **another** flight.", by=agent)
        add_note(Ticket.objects.get(pk=cast.ticket.pk), "She has been difficult before.", by=agent)
        other = factories.find_or_create_contact("secret.colleague@customer.test")
        factories.make_participant(cast.ticket, other)
        by = portal_actor(cast.acme.pk, other)
        reply_as_customer(Ticket.objects.get(pk=cast.ticket.pk), other, "I agree.", by=by, channel=Channel.EMAIL)
    return cast


def pages(cast: Cast, client_of: ClientOf) -> list[str]:
    answers = [
        client_of(None).get(link(cast)),
        client_of(None).get(link(cast, "/messages"), headers=LIVE),
        client_of(cast.customer).get(own(cast)),
        client_of(cast.customer).get(own(cast, "/messages"), headers=LIVE),
    ]
    assert [answer.status_code for answer in answers] == [200] * 4
    return [answer.content.decode() for answer in answers]


def test_the_public_thread_is_there_by_every_door(told: Cast, client_of: ClientOf) -> None:
    for page in pages(told, client_of):
        assert "Please help me." in page
        assert "<strong>another</strong>" in page
        assert "Ana Agent" in page
        assert "I agree." in page
        assert re.search(r'class="msg me"[^>]*>\s*<p class="who">', page)
        assert page.count('class="msg me"') == 1


def test_no_note_and_no_address_by_any_door(told: Cast, client_of: ClientOf) -> None:
    for page in pages(told, client_of):
        assert "difficult" not in page
        assert "secret.colleague" not in page
        assert "Another person" in page
    whole = client_of(told.customer).get(own(told)).content.decode()
    assert "You, 1 other person and the team of Acme Travel" in whole


def test_a_note_is_not_even_noticed(told: Cast, client_of: ClientOf) -> None:
    poll = re.search(r'hx-get="([^"]+)"', client_of(None).get(link(told)).content.decode())
    assert poll
    address = poll.group(1).replace("&amp;", "&")
    assert client_of(None).get(address, headers=LIVE).status_code == 204
    with tenancy.organization(told.acme.pk):
        add_note(Ticket.objects.get(pk=told.ticket.pk), "Nobody outside.", by=told.agent.actor)
    assert client_of(None).get(address, headers=LIVE).status_code == 204
    with tenancy.organization(told.acme.pk):
        reply_to_customer(Ticket.objects.get(pk=told.ticket.pk), "Here it is.", by=told.agent.actor)
    answer = client_of(None).get(address, headers=LIVE)
    assert answer.status_code == 200
    assert "Here it is." in answer.content.decode()
    assert "<textarea" not in answer.content.decode()


def test_secret_pages_stay_out_of_caches_and_referrers(cast: Cast, client_of: ClientOf) -> None:
    for answer in (
        client_of(None).get(link(cast)),
        client_of(None).get(link(cast, "/messages"), headers=LIVE),
        client_of(None).post(link(cast, "/messages"), {"body": ""}),
        client_of(None).get("/acme/help/t/unknown"),
    ):
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer["Cache-Control"]


def test_a_link_opens_its_ticket_and_nothing_else(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(None)
    client.get(link(cast))
    assert client.get(own(cast)).status_code == 302
    assert client.get("/acme/help/tickets").status_code == 302
    page = client.get(link(cast)).content.decode()
    assert cast.other_ticket.subject not in page


def test_links_that_do_not_open_look_alike(cast: Cast, client_of: ClientOf) -> None:
    with tenancy.organization(cast.acme.pk):
        participant = Participant.objects.get(ticket=cast.ticket)
        old = factories.make_secret(participant)
        AccessLink.objects.order_by("-id").filter(pk=AccessLink.objects.latest("created_at").pk).update(
            expires_at=now() - datetime.timedelta(seconds=1)
        )
    answers = [
        client_of(None).get("/acme/help/t/unknown"),
        client_of(None).get(f"/acme/help/t/{old}"),
        client_of(None).get(f"/acme/help/t/{cast.link}x"),
        client_of(None).post("/acme/help/t/unknown/messages", {"body": "Hello"}),
    ]
    with tenancy.organization(cast.acme.pk):
        revoke_links(participant)
    answers.append(client_of(None).get(link(cast)))
    open_page = client_of(None).get(link(cast, "/messages"), headers=LIVE)
    assert (open_page.status_code, open_page.headers["HX-Refresh"], open_page.content) == (404, "true", b"")
    assert {answer.status_code for answer in answers} == {404}
    texts = {re.search(r"<main.*</main>", _plain(answer), re.DOTALL).group() for answer in answers}  # type: ignore[union-attr]
    assert len(texts) == 1
    assert "if the ticket is still here, we send you a new link" in texts.pop()


def _plain(answer: Any) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())


def test_the_right_secret_at_the_wrong_organization(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(None).get(f"/globex/help/t/{cast.link}")
    assert answer.status_code == 404
    assert "Please help me." not in answer.content.decode()
    assert client_of(None).post(f"/globex/help/t/{cast.link}/messages", {"body": "Hello"}).status_code == 404


def test_a_customer_sees_own_tickets_only(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.customer)
    for ticket in (cast.other_ticket, cast.foreign_ticket):
        assert client.get(f"/acme/help/tickets/{ticket.number}").status_code == 404
        assert client.post(f"/acme/help/tickets/{ticket.number}/messages", {"body": "x"}).status_code == 404
    listed = client.get("/acme/help/tickets").content.decode()
    assert cast.ticket.subject in listed
    assert cast.other_ticket.subject not in listed


def test_a_stranger_has_no_tickets_here(cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.stranger).get("/acme/help/tickets").status_code == 403
    assert client_of(cast.stranger).get(own(cast)).status_code == 403


@pytest.mark.parametrize("door", ["link", "own"])
def test_answering(cast: Cast, client_of: ClientOf, door: str) -> None:
    client, here = (client_of(None), link) if door == "link" else (client_of(cast.customer), own)
    answer = client.post(here(cast, "/messages"), {"body": "Thank you <b>all</b>"}, follow=True)
    assert answer.redirect_chain[0][0].startswith(f"{here(cast)}#message-")
    assert "Thank you &lt;b&gt;all&lt;/b&gt;" in answer.content.decode()
    with tenancy.organization(cast.acme.pk):
        message = Message.objects.filter(ticket=cast.ticket).latest("id")
        assert (message.author_contact, message.channel, message.kind) == (cast.customer.contact, "web", "reply")


@pytest.mark.parametrize(("body", "said"), [("", "Write a message."), ("x" * 100_001, "Keep the message under")])
def test_an_answer_that_does_not_fit_comes_back(cast: Cast, client_of: ClientOf, body: str, said: str) -> None:
    answer = client_of(None).post(link(cast, "/messages"), {"body": body})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert body in answer.content.decode()


def test_pressing_send_twice_answers_once(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(None)
    once = re.search(r'name="once" value="([^"]+)"', client.get(link(cast)).content.decode())
    assert once
    for _press in range(2):
        assert client.post(link(cast, "/messages"), {"body": "Hello", "once": once.group(1)}).status_code == 302
    with tenancy.organization(cast.acme.pk):
        assert Message.objects.filter(ticket=cast.ticket, body="Hello").count() == 1


def test_too_many_answers_come_back(cast: Cast, client_of: ClientOf) -> None:
    statuses = [client_of(None).post(link(cast, "/messages"), {"body": "Hello"}).status_code for _each in range(31)]
    assert statuses == [302] * 30 + [429]
    answer = client_of(None).post(link(cast, "/messages"), {"body": "Kept words"})
    assert "Kept words" in answer.content.decode()
    assert int(answer["Retry-After"]) > 0


def test_writing_reopens_a_resolved_ticket(cast: Cast, client_of: ClientOf) -> None:
    with tenancy.organization(cast.acme.pk):
        resolve_ticket(Ticket.objects.get(pk=cast.ticket.pk), by=cast.agent.actor)
    page = client_of(None).get(link(cast)).content.decode()
    assert "Is something still open?" in page
    assert "Marked as resolved" in page
    page = client_of(None).post(link(cast, "/messages"), {"body": "It is back"}, follow=True).content.decode()
    assert "Is something still open?" not in page
    assert "Opened again" in page
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.get(pk=cast.ticket.pk).stage in (Stage.OPEN, Stage.IN_PROGRESS)


@pytest.mark.parametrize("door", ["link", "own"])
def test_writing_on_one_closed_long_ago_starts_another(cast: Cast, client_of: ClientOf, door: str) -> None:
    with tenancy.organization(cast.acme.pk):
        closed = Status.objects.get(stage=Stage.CLOSED)
        change_status(Ticket.objects.get(pk=cast.ticket.pk), closed, by=cast.agent.actor)
        Ticket.objects.filter(pk=cast.ticket.pk).update(closed_at=now() - datetime.timedelta(days=60))
    client, here = (client_of(None), link) if door == "link" else (client_of(cast.customer), own)
    assert "If you write, we open a new one that continues it." in client.get(here(cast)).content.decode()
    answer = client.post(here(cast, "/messages"), {"body": "Once more"}, follow=True)
    with tenancy.organization(cast.acme.pk):
        follow_up = Ticket.objects.get(follows=cast.ticket.pk)
        assert Message.objects.filter(ticket=follow_up, body="Once more").exists()
    assert answer.redirect_chain[0][0].startswith("/acme/help/sent?")
    assert "We have opened a new ticket" in answer.content.decode()
    assert f"TKT-{follow_up.number}" in answer.content.decode()


def test_the_page_of_follow_ups_says_nothing_made_up(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(None).get("/acme/help/sent?followed=Call%20555%20now").content.decode()
    main = re.search(r"<main.*</main>", page, re.DOTALL)
    assert main
    assert "We have your message" in main.group()
    assert "555" not in main.group()


def test_filters_use_the_words_of_customers(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.customer)
    with tenancy.organization(cast.acme.pk):
        waiting = Status.objects.get(stage=Stage.WAITING, is_default=True)
        change_status(Ticket.objects.get(pk=cast.ticket.pk), waiting, by=cast.agent.actor)
    shown = {
        show: cast.ticket.subject in client.get(f"/acme/help/tickets?show={show}").content.decode()
        for show in ("all", "waiting", "open", "done", "nonsense")
    }
    assert shown == {"all": True, "waiting": True, "open": False, "done": False, "nonsense": True}
    assert "Waiting for you" in client.get("/acme/help/tickets").content.decode()


def test_a_long_list_has_pages(cast: Cast, client_of: ClientOf) -> None:
    with tenancy.organization(cast.acme.pk):
        for number in range(30):
            factories.make_ticket(f"Number {number:02}", requester=cast.customer.contact)
    client = client_of(cast.customer)
    first = client.get("/acme/help/tickets").content.decode()
    older = re.search(r'href="([^"]+)" rel="next"', first)
    assert older
    second = client.get(older.group(1).replace("&amp;", "&")).content.decode()
    found = re.findall(r"Number \d\d", first + second)
    assert len(found) == len(set(found)) == 30


def test_a_long_conversation_opens_at_its_end(cast: Cast, client_of: ClientOf) -> None:
    with tenancy.organization(cast.acme.pk):
        for number in range(40):
            reply_to_customer(Ticket.objects.get(pk=cast.ticket.pk), f"Answer {number:02}", by=cast.agent.actor)
    page = client_of(None).get(link(cast)).content.decode()
    assert "Answer 39" in page
    assert "Answer 05" not in page
    earlier = re.search(r'href="([^"]+earlier=[^"]+)"', page)
    assert earlier
    assert "Answer 05" in client_of(None).get(earlier.group(1)).content.decode()


def test_without_a_script_the_conversation_leads_to_its_page(cast: Cast, client_of: ClientOf) -> None:
    assert client_of(None).get(link(cast, "/messages"))["Location"] == link(cast)
