"""Merged tickets for customers who are signed in."""

from typing import Any

import pytest

from moondesk.conversations.actions.merging import merge_tickets
from moondesk.kit import tenancy
from tests import factories
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


def test_one_who_takes_part_in_both_is_led_to_where_it_goes_on(cast: Cast, client_of: Any) -> None:
    with tenancy.organization(cast.acme.pk):
        kept = factories.make_ticket("Kept", requester=cast.customer.contact, department=cast.flights)
        merge_tickets(kept.number, [cast.ticket.number], by=cast.agent.actor)
    customer = client_of(cast.customer)
    led = customer.get(f"/acme/help/tickets/{cast.ticket.number}")
    assert led.status_code == 302
    assert led["Location"].endswith(kept.number)
    assert "We joined another ticket" in customer.get(led["Location"]).content.decode()
    rows = customer.get("/acme/help/tickets").content.decode()
    assert kept.number in rows
    assert cast.ticket.number not in rows


def test_one_who_takes_part_in_one_keeps_their_own(cast: Cast, client_of: Any) -> None:
    with tenancy.organization(cast.acme.pk):
        kept = factories.make_ticket("Somebody else's", department=cast.flights)
        merge_tickets(kept.number, [cast.ticket.number], by=cast.agent.actor)
    customer = client_of(cast.customer)
    assert customer.get(f"/acme/help/tickets/{kept.number}").status_code == 404
    assert customer.get(f"/acme/help/tickets/{cast.ticket.number}").status_code == 200
    rows = customer.get("/acme/help/tickets").content.decode()
    assert cast.ticket.number in rows
    assert kept.number not in rows
