"""How many tickets a list has: what the tallies say is what the list has, and nobody counts further than the bound."""

import json
import random
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.tickets import amounts
from moondesk.tickets.amounts import Amount, count_list
from moondesk.tickets.list_query import parse_list_query
from moondesk.tickets.models import Status, Ticket
from tests import factories
from tests.harness.people import Cast, Person
from tests.views.test_counts import listed

KEPT = (
    {"stage": ["open,in_progress,waiting"]},
    {"stage": ["open,waiting"], "snoozed": ["false"]},
    {"stage": ["open,in_progress,waiting"], "snoozed": ["true"]},
    {"stage": ["open,in_progress,waiting"], "assignee": ["me,nobody"]},
    {"stage": ["waiting"], "status.not": ["pending"]},
    {"status": ["open", "pending"], "sort": ["priority"]},
)
"""What is answered without looking at a single ticket."""
COUNTED = (
    {},
    {"stage": ["closed"]},
    {"status": ["open,closed"]},
    {"stage": ["open,in_progress,waiting"], "priority": ["high,urgent"]},
    {"tag": ["vip"]},
    {"q": ["subject"]},
    {"archived": ["any"]},
)


@pytest.fixture
def many(in_acme: Cast) -> Cast:
    """Tickets of all kinds, some snoozed, some archived."""
    chance = random.Random(7)
    statuses = list(Status.objects.filter(retired_at=None))
    for at in range(40):
        status = chance.choice(statuses)
        done = status.stage in ("resolved", "closed")
        Ticket.objects.filter(pk=factories.make_ticket(f"Subject {at}").pk).update(
            status=status,
            stage=status.stage,
            priority=chance.choice([1, 2, 3, 4]),
            tags=chance.choice([[], ["vip"]]),
            assignee=chance.choice([None, in_acme.agent.member, in_acme.owner.member]),
            department=chance.choice([None, in_acme.flights, in_acme.hotels]),
            snoozed_at=None if done else chance.choice([None, None, now()]),
            archived_at=now() if status.stage == "closed" and chance.random() < 0.5 else None,
        )
    return in_acme


@pytest.mark.parametrize("person", ["owner", "agent", "other_agent", "viewer"])
def test_it_is_as_many_as_the_list_has(many: Cast, person: str) -> None:
    actor = many.people[person].actor
    for asked in (*KEPT, *COUNTED):
        query = parse_list_query(asked)
        assert count_list(actor, query) == Amount(listed(actor, query)), asked


def test_what_is_kept_is_not_counted(many: Cast) -> None:
    for asked in KEPT:
        with CaptureQueriesContext(
            connection,
        ) as ran:
            count_list(many.owner.actor, parse_list_query(asked))
        assert not any('"tickets_ticket"' in one["sql"] for one in ran.captured_queries), asked


def test_nobody_counts_further_than_the_bound(many: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = listed(many.owner.actor, parse_list_query({"archived": ["any"]}))
    for most, found in ((whole, Amount(whole)), (whole - 1, Amount(whole - 1, is_exact=False))):
        monkeypatch.setattr(amounts, "MOST", most)
        assert count_list(many.owner.actor, parse_list_query({"archived": ["any"]})) == found


@pytest.mark.django_db
def test_a_program_asks_for_it_and_a_page_gets_it_later(
    cast: Cast, client_of: Callable[[Person], Client], token_of: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with tenancy.organization(cast.acme.pk):
        for at in range(30):
            factories.make_ticket(f"More {at}", department=cast.flights)
        Ticket.objects.filter(subject__startswith="More").update(tags=["more"])
    program = {"headers": {"Authorization": f"Bearer {token_of(cast.agent)}"}}

    def total(path: str) -> object:
        return json.loads(Client().get(f"/api/v1/tickets{path}", **program).content).get("total")

    assert total("?tag=more&limit=5") is None
    assert total("?tag=more&limit=5&include=total") == {"count": 30, "is_exact": True}
    assert total("?tag=more&include=retired,total") == {"count": 30, "is_exact": True}
    refused = Client().get("/api/v1/tickets?include=everything", **program)
    assert (refused.status_code, json.loads(refused.content)["code"]) == (422, "unknown_parameter")
    desk = client_of(cast.agent)
    page = desk.get("/acme/desk/?view=open&tag=more&limit=5").content.decode()
    assert 'data-amount="/acme/desk/amount?view=open&amp;tag=more&amp;limit=5"></span>' in page
    assert desk.get("/acme/desk/amount?view=open&tag=more&limit=5").content == b"30"
    monkeypatch.setattr(amounts, "MOST", 20)
    assert desk.get("/acme/desk/amount?view=open&tag=more").content == b"20+"
    assert total("?tag=more&include=total") == {"count": 20, "is_exact": False}
    assert client_of(cast.other_agent).get("/acme/desk/amount?view=open&tag=more").content == b"0"
    assert client_of(cast.stranger).get("/acme/desk/amount?view=open").status_code == 404
