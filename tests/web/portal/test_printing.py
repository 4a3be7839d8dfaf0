"""A customer's ticket on paper: the public thread by both doors, and nothing that is the team's."""

from collections.abc import Callable

import pytest
from django.test import Client

from moondesk.conversations.actions import add_note, reply_as_customer, reply_to_customer
from moondesk.conversations.actions.merging import merge_tickets
from moondesk.conversations.models import Message
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.tickets.actions import revoke_links
from moondesk.tickets.models import Participant, Ticket
from moondesk.tickets.rules import Channel
from moondesk.web.edges import portal_actor
from tests import factories
from tests.harness.people import Cast, Person

type ClientOf = Callable[[Person | None], Client]


def papers(cast: Cast, client_of: ClientOf) -> list[str]:
    """Return the paper as the guest with the link gets it, and the customer who is signed in."""
    answers = [
        client_of(None).get(f"/acme/help/t/{cast.link}/print"),
        client_of(cast.customer).get(f"/acme/help/tickets/{cast.ticket.number}/print"),
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0]["Referrer-Policy"] == "no-referrer"
    return [answer.content.decode() for answer in answers]


def test_it_has_the_public_thread_and_nothing_of_the_team(cast: Cast, client_of: ClientOf) -> None:
    with tenancy.organization(cast.acme.pk):
        by = cast.agent.actor
        ticket = Ticket.objects.get(pk=cast.ticket.pk)
        reply_to_customer(ticket, "**We** refund it.", by=by)
        add_note(ticket, "She is upset", by=by)
        held, gone = (reply_to_customer(ticket, text, by=by) for text in ("Not out yet", "A mistake"))
        Message.objects.filter(pk=held.pk).update(held_until="2099-01-01T00:00:00Z")
        Message.objects.filter(pk=gone.pk).update(deleted_at=now())
        Ticket.objects.filter(pk=ticket.pk).update(tags=["difficult"])
        other = factories.find_or_create_contact("secret.colleague@customer.test")
        factories.make_participant(ticket, other)
        reply_as_customer(ticket, other, "I agree.", by=portal_actor(cast.acme.pk, other), channel=Channel.EMAIL)
    for paper in papers(cast, client_of):
        for there in ("<strong>We</strong> refund it.", "I agree.", f"TKT-{cast.ticket.number}", "data-print"):
            assert there in paper
        hidden = (
            "She is upset",
            "Not out yet",
            "A mistake",
            "difficult",
            "secret.colleague",
            "Internal note",
            "Flights",
        )
        for one in hidden:
            assert one not in paper
    page = client_of(cast.customer).get(f"/acme/help/tickets/{cast.ticket.number}").content.decode()
    assert f'href="/acme/help/tickets/{cast.ticket.number}/print"' in page
    assert f'href="/acme/help/t/{cast.link}/print"' in client_of(None).get(f"/acme/help/t/{cast.link}").content.decode()


def test_the_notes_of_a_ticket_that_was_merged_into_it_stay_inside(cast: Cast, client_of: ClientOf) -> None:
    with tenancy.organization(cast.acme.pk):
        other = factories.make_ticket(department=cast.flights)
        add_note(other, "Known troublemaker", by=cast.owner.actor)
        reply_to_customer(other, "For somebody else alone", by=cast.owner.actor)
        merge_tickets(cast.ticket.number, [other.number], by=cast.owner.actor)
    for paper in papers(cast, client_of):
        assert "Known troublemaker" not in paper


def test_nobody_else_gets_it(cast: Cast, client_of: ClientOf) -> None:
    path = f"/acme/help/tickets/{cast.ticket.number}/print"
    assert client_of(None).get(path).status_code == 302
    for other in (cast.stranger, cast.viewer):
        assert client_of(other).get(path).status_code in (403, 404)
    assert client_of(None).get("/acme/help/t/never/print").status_code == 404
    assert client_of(cast.customer).get(f"/acme/help/tickets/{cast.foreign_ticket.number}/print").status_code == 404
    with tenancy.organization(cast.acme.pk):
        revoke_links(Participant.objects.get(ticket_id=cast.ticket.pk, is_requester=True))
    assert client_of(None).get(f"/acme/help/t/{cast.link}/print").status_code == 404


@pytest.mark.parametrize("language", ["es"])
def test_it_speaks_the_readers_language(cast: Cast, client_of: ClientOf, language: str) -> None:
    path = f"/acme/help/tickets/{cast.ticket.number}/print"
    page = client_of(cast.customer).get(path, headers={"Accept-Language": language}).content.decode()
    assert f'lang="{language}"' in page
    assert "Imprimir o guardar como PDF" in page
