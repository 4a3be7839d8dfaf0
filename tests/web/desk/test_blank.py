"""What is drawn of a blank ticket and filled in is what would have been drawn for the ticket alone."""

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from moondesk.kit import tenancy
from moondesk.tickets.models import Status, Ticket
from moondesk.web import kept
from tests import factories
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db

SECRET = re.compile(r'(name="(?:csrfmiddlewaretoken|key)" value|data-drawn|nonce)="[^"]*"')


def page_of(client: Client, ticket: Ticket) -> str:
    answer = client.get(f"/acme/desk/tickets/{ticket.number}?view=open")
    assert answer.status_code == 200
    return SECRET.sub("", answer.content.decode())


def forget() -> None:
    for store in (kept.pieces, kept._values):
        store._items.clear()
        store._weight = 0


def variants(cast: Cast) -> list[dict[str, Any]]:
    now = timezone.now()
    day = datetime.timedelta(days=1)
    closed = Status.objects.get(key="closed")
    return [
        {},
        {"subject": "<b>Two & three</b>", "tags": ["vip", "<i>"], "priority": 3, "type": "problem"},
        {"assignee": cast.owner.member, "due_at": now + day},
        {"assignee": cast.agent.member, "department": cast.hotels, "due_at": now - day},
        {"status": closed, "stage": closed.stage, "closed_at": now},
        {"status": closed, "stage": closed.stage, "closed_at": now, "archived_at": now, "department": None},
        {"snoozed_at": now, "snoozed_until": now + day},
        {"snoozed_at": now},
    ]


@pytest.mark.parametrize("who", ["owner", "viewer"])
def test_a_page_filled_in_is_the_page_drawn_for_itself(cast: Cast, client_of: Any, who: str) -> None:
    client, tickets = client_of(getattr(cast, who)), []
    with tenancy.organization(cast.acme.pk):
        for number, values in enumerate(variants(cast)):
            writer = factories.make_contact(f"writer{number}@mail.test", name=f"Writer <{number}>")
            ticket = factories.make_ticket(requester=writer)
            Ticket.objects.filter(pk=ticket.pk).update(**values)
            factories.make_message(ticket, f"An answer to {number}")
            tickets.append(ticket)
    alone = []
    for ticket in tickets:
        forget()
        alone.append(page_of(client, ticket))
    assert len(set(alone)) == len(tickets)
    forget()
    filled = [page_of(client, ticket) for ticket in tickets]
    assert filled == alone
    assert "[" + kept._HOLE[1:33] not in "".join(filled)
