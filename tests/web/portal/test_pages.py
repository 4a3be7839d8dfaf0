"""Every page of the portal opens, for guests and for customers, and says what it should."""

from collections.abc import Callable

import pytest
from django.test import Client

from moondesk.contacts.actions import join_user
from moondesk.kit import tenancy
from tests import factories
from tests.harness.people import Cast, Person

type ClientOf = Callable[[Person | None], Client]

OPEN = ("", "new", "sent", "lookup")


@pytest.mark.parametrize("page", OPEN)
def test_a_guest_opens(cast: Cast, client_of: ClientOf, page: str) -> None:
    answer = client_of(None).get(f"/acme/help/{page}")
    assert answer.status_code == 200
    assert "Acme Travel" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("page", [*OPEN, "tickets"])
def test_a_customer_opens(cast: Cast, client_of: ClientOf, page: str) -> None:
    assert client_of(cast.customer).get(f"/acme/help/{page}").status_code == 200


def test_a_customer_reads_a_ticket(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.customer).get(f"/acme/help/tickets/{cast.ticket.number}")
    assert answer.status_code == 200
    assert "Please help me." in answer.content.decode()


def test_a_guest_reads_a_ticket(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(None).get(f"/acme/help/t/{cast.link}")
    assert answer.status_code == 200
    assert "Please help me." in answer.content.decode()


def test_who_has_written_nothing_is_shown_how(cast: Cast, client_of: ClientOf) -> None:
    with tenancy.organization(cast.acme.pk):
        contact = factories.make_contact()
        join_user(contact, cast.stranger.user)
    page = client_of(cast.stranger).get("/acme/help/tickets").content.decode()
    assert "You have not written to us yet" in page
    main = page[page.index("You have not written") :]
    assert 'href="/acme/help/new"' in main
    assert 'href="/acme/help/lookup"' in main
