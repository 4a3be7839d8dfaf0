"""Lists in groups: each has all its tickets, in the order of the list, and says truly how many there are."""

import random
from dataclasses import replace
from typing import Any

import pytest

from moondesk.organizations.models import Department
from moondesk.tickets import group_counts
from moondesk.tickets.group_counts import GROUPED
from moondesk.tickets.grouping import NONE, groups_of
from moondesk.tickets.list_query import ListQuery, parse_list_query
from moondesk.tickets.lists import list_tickets
from moondesk.tickets.models import Category, Status, Ticket
from moondesk.tickets.rules import Priority, Stage, TicketType
from tests import factories
from tests.harness.people import Cast


@pytest.fixture
def many(in_acme: Cast) -> list[Ticket]:
    """Tickets that differ in all by what lists are grouped, some in a department below another."""
    chance = random.Random(11)
    below = Department.objects.create(name="Charter", parent=in_acme.flights)
    statuses = list(Status.objects.filter(retired_at=None))
    for _time in range(40):
        status = chance.choice(statuses)
        Ticket.objects.filter(pk=factories.make_ticket().pk).update(
            status=status,
            stage=status.stage,
            category=chance.choice([*Category.objects.all(), None]),
            assignee=chance.choice([None, in_acme.agent.member, in_acme.owner.member]),
            department=chance.choice([None, in_acme.flights, below]),
            priority=chance.choice(list(Priority)),
            type=chance.choice(list(TicketType)),
        )
    return list(Ticket.objects.filter(deleted_at=None))


def rows_of(cast: Cast, query: ListQuery) -> list[Any]:
    found, cursor = [], ""
    while True:
        page = list_tickets(cast.owner.actor, query.at(cursor))
        found += page.rows
        if not page.next:
            return found
        cursor = page.next


@pytest.mark.parametrize("by", sorted(GROUPED))
@pytest.mark.parametrize(
    "asked",
    [
        "",
        "priority.not=low&limit=3",
        "assignee=me,nobody&limit=7&sort=priority",
        # These the kept tallies answer.
        "stage=open,in_progress,waiting",
        "stage=open,waiting&assignee=me,nobody&snoozed=false",
    ],
)
def test_groups_part_the_whole_list(in_acme: Cast, many: list[Ticket], by: str, asked: str) -> None:
    pairs = dict(pair.split("=") for pair in asked.split("&")) if asked else {}
    query = parse_list_query({name: [value] for name, value in pairs.items()})
    whole = [row.number for row in rows_of(in_acme, query)]
    groups = groups_of(in_acme.owner.actor, query, by)
    parts = [[row.number for row in rows_of(in_acme, one.within(query))] for one in groups]
    assert [len(part) for part in parts] == [one.count for one in groups]
    assert sorted(number for part in parts for number in part) == sorted(whole)
    for part in parts:
        assert part == [number for number in whole if number in part]


@pytest.mark.parametrize("by", sorted(GROUPED))
def test_a_long_list_is_counted_up_to_a_bound_where_its_groups_lie_together(
    in_acme: Cast, many: list[Ticket], by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever groups a list of any length gets the same groups, with as many tickets as were counted."""
    monkeypatch.setattr(group_counts, "MOST", 3)
    for asked in ({}, {"stage": ["open,in_progress,waiting"], "priority.not": ["low"]}, {"q": ["created:<9d"]}):
        query = parse_list_query(asked)
        whole = groups_of(in_acme.owner.actor, query, by)
        assert all(one.is_exact for one in whole)
        assert max(one.count for one in whole) > 3
        with monkeypatch.context() as short:
            short.setattr(group_counts, "TOLD_APART", 3)
            found = groups_of(in_acme.owner.actor, query, by)
        together = by in ("status", "assignee", "department") or (by == "priority" and "stage" in asked)
        bound = [replace(one, count=min(one.count, 3), is_exact=one.count <= 3) for one in whole]
        assert found == (bound if together and "q" not in asked else whole)


def test_groups_come_in_the_order_of_what_they_are(in_acme: Cast, many: list[Ticket]) -> None:
    def keys(by: str, **asked: str) -> list[str]:
        query = parse_list_query({name: [value] for name, value in asked.items()})
        return [one.key for one in groups_of(in_acme.owner.actor, query, by)]

    assert keys("priority") == ["urgent", "high", "medium", "low"]
    assert keys("priority", sort="priority") == ["low", "medium", "high", "urgent"]
    assert keys("priority", priority="low") == ["low"]
    assert keys("department")[-1] == NONE
    assert next(Stage(Status.objects.get(key=key).stage) for key in keys("status")) is Stage.OPEN


def test_groups_count_what_their_reader_sees(in_acme: Cast, many: list[Ticket]) -> None:
    seen = {row.number for row in rows_of_actor(in_acme.agent.actor)}
    assert sum(one.count for one in groups_of(in_acme.agent.actor, ListQuery(), "status")) == len(seen)
    assert sum(one.count for one in groups_of(in_acme.owner.actor, ListQuery(), "status")) > len(seen)


def rows_of_actor(actor: Any) -> list[Any]:
    return list_tickets(actor, ListQuery(limit=100)).rows
