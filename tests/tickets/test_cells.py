"""Cells of a board hold what lists of the same question hold, in the same order, and go on where they ended."""

import uuid
from collections import Counter
from dataclasses import replace

import pytest

from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor
from moondesk.tickets import actions
from moondesk.tickets.boards import Slot, cards_of, columns_of, count_cells
from moondesk.tickets.cells import LANES, count_late
from moondesk.tickets.list_query import ListQuery, Whose, parse_list_query
from moondesk.tickets.lists import list_tickets
from moondesk.tickets.models import Status, Ticket
from moondesk.tickets.queries import visible_to
from moondesk.tickets.rules import ACTIVE_STAGES, Priority
from tests import factories
from tests.harness.people import Cast

OPEN = ListQuery(stage=ACTIVE_STAGES)
QUESTIONS = [
    OPEN,
    parse_list_query({"stage": ["open,in_progress,waiting"], "sort": ["due_at"]}),
    parse_list_query({"tag": ["vip"], "sort": ["-updated_at"]}),
    parse_list_query({"priority.not": ["low"], "assignee": ["me,nobody"]}),
    parse_list_query({"q": ["suitcase"]}),
]


@pytest.fixture
def full(in_acme: Cast) -> Cast:
    """Tickets in all columns and lanes."""
    by = in_acme.owner.actor
    departments = [None, in_acme.flights, in_acme.hotels]
    members = [None, in_acme.agent.member, in_acme.other_agent.member]
    statuses = list(Status.objects.filter(retired_at=None))
    for at in range(30):
        ticket = factories.make_ticket(f"Lost suitcase {at}", department=departments[at % 3])
        actions.assign_ticket(ticket, members[at % 2 + (at % 5 == 0)], by=by)
        actions.change_priority(ticket, list(Priority)[at % 4], by=by)
        if at % 3:
            actions.change_tags(ticket, ["vip"], by=by)
        Ticket.objects.filter(pk=ticket.pk).update(
            status=statuses[at % len(statuses)],
            stage=statuses[at % len(statuses)].stage,
            due_at=None if at % 7 == 0 else ticket.created_at,
        )
    return in_acme


def actors(cast: Cast) -> list[Actor]:
    return [cast.owner.actor, cast.agent.actor]


@pytest.mark.parametrize("query", QUESTIONS)
def test_columns_have_what_lists_have(full: Cast, query: ListQuery) -> None:
    for actor in actors(full):
        columns = columns_of(query, Status.objects.order_by("position"))
        read = cards_of(actor, [Slot(one, count=3) for one in columns])
        for column, page in zip(columns, read, strict=True):
            listed = list_tickets(actor, replace(column.query, limit=100)).rows
            assert page.rows == listed[:3]
            assert bool(page.next) is (len(listed) > 3)
            if page.next:
                [rest] = cards_of(actor, [Slot(column, count=100, cursor=page.next)])
                assert rest.rows == listed[3:]


COUNTED = [
    OPEN,
    replace(OPEN, snoozed=False),
    replace(OPEN, snoozed=True),
    replace(OPEN, assignee=(Whose.ME,)),
    replace(OPEN, assignee=(Whose.NOBODY,)),
    replace(OPEN, excluded=(("status", ("pending",)),)),
    replace(OPEN, priority=(Priority.HIGH,)),
    ListQuery(),
]


@pytest.mark.parametrize("lanes", ["", *LANES])
def test_counts_of_columns_are_what_lists_have(full: Cast, lanes: str) -> None:
    some = Ticket.objects.order_by("number").values_list("pk", flat=True)[:8]
    Ticket.objects.filter(pk__in=list(some)).update(snoozed_at=now())
    questions = [*COUNTED, replace(OPEN, department=(full.flights.pk,))]
    for actor in actors(full):
        for query in questions:
            columns = columns_of(query, Status.objects.order_by("position"))
            expected: Counter[tuple[str, object]] = Counter()
            for column in columns:
                for row in list_tickets(actor, replace(column.query, limit=100)).rows:
                    expected[column.status.key, getattr(row, LANES[lanes]) if lanes else None] += 1
            assert count_cells(actor, columns, lanes) == expected, query


@pytest.mark.parametrize("lanes", list(LANES))
def test_lanes_share_out_each_column(full: Cast, lanes: str) -> None:
    for actor in actors(full):
        columns = columns_of(OPEN, Status.objects.order_by("position"))
        counts = count_cells(actor, columns, lanes)
        by_key = {one.status.key: one for one in columns}
        slots = [Slot(by_key[key], lane, 100, found=1, of=at % 2) for at, (key, lane) in enumerate(counts)]
        pages = cards_of(actor, slots, lanes)
        for slot, page in zip(slots, pages, strict=True):
            listed = list_tickets(actor, replace(slot.column.query, limit=100)).rows
            assert page.rows == [row for row in listed if getattr(row, LANES[lanes]) == slot.lane]
            assert len(page.rows) == counts[slot.column.status.key, slot.lane]
        assert pages


def test_late_is_what_is_past_its_time_and_does_not_wait(full: Cast) -> None:
    for actor in actors(full):
        late: dict[uuid.UUID, int] = {}
        for ticket in visible_to(actor).filter(stage__in=("open", "in_progress")).exclude(due_at=None):
            if ticket.due_at and ticket.due_at < now():
                late[ticket.status_id] = late.get(ticket.status_id, 0) + 1
        assert count_late(actor, OPEN) == (late, True)
        assert late
