"""Lists by keyset and the kept counts, against the plain truth."""

import datetime
import random
from collections import Counter
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.errors import InvalidInput
from moondesk.kit.ids import new_id
from moondesk.tickets.actions import assign_ticket, change_status
from moondesk.tickets.counts import fold_tallies, view_counts
from moondesk.tickets.keyset import write_cursor
from moondesk.tickets.lists import ListQuery, Sort, list_tickets, matching, parameters_of, parse_list_query
from moondesk.tickets.models import Status, Ticket
from moondesk.tickets.queries import visible_to
from moondesk.tickets.rules import ACTIVE_STAGES, Priority, Stage
from moondesk.tickets.tally_models import Tally
from tests import factories
from tests.harness.people import Cast

ACTIVE = [stage.value for stage in ACTIVE_STAGES]


@pytest.fixture
def many(in_acme: Cast) -> list[Ticket]:
    """Tickets with many equal keys, and some that are never due."""
    chance = random.Random(7)
    tickets = [factories.make_ticket() for _ in range(24)]
    start = now() - datetime.timedelta(days=9)
    for ticket in tickets:
        moment = start + datetime.timedelta(days=chance.randrange(3))
        due = None if chance.random() < 0.3 else moment
        Ticket.objects.filter(pk=ticket.pk).update(
            created_at=moment, updated_at=moment, last_message_at=moment, due_at=due, priority=chance.randrange(1, 5)
        )
    return tickets


def walk(cast: Cast, query: ListQuery) -> list[str]:
    found, cursor = [], ""
    while True:
        page = list_tickets(cast.owner.actor, query.at(cursor))
        found += [row.number for row in page.rows]
        if page.next is None:
            break
        cursor = page.next
    back = [row.number for row in page.rows]
    while page.previous is not None:
        page = list_tickets(cast.owner.actor, query.at(page.previous))
        back = [row.number for row in page.rows] + back
    assert back == found
    return found


def expected(sort: Sort) -> list[str]:
    name, down = sort.removeprefix("-"), sort.startswith("-")
    tickets = list(Ticket.objects.filter(deleted_at=None))
    if name == "priority":
        tickets.sort(key=lambda one: ((-one.priority if down else one.priority), one.created_at, one.pk))
    else:
        known = [one for one in tickets if getattr(one, name) is not None]
        none = [one for one in tickets if getattr(one, name) is None]
        known.sort(key=lambda one: (getattr(one, name), one.pk), reverse=down)
        none.sort(key=lambda one: one.pk, reverse=down)
        tickets = known + none
    return [one.number for one in tickets]


@given(sort=st.sampled_from(Sort), limit=st.integers(1, 30))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_are_complete_in_order_and_without_doubles(in_acme: Cast, many: list[Ticket], sort, limit) -> None:
    assert walk(in_acme, ListQuery(sort=sort, limit=limit)) == expected(sort)


def test_a_page_is_one_statement(in_acme: Cast, many: list[Ticket], django_assert_num_queries) -> None:
    actor = in_acme.owner.actor
    with django_assert_num_queries(1):
        page = list_tickets(actor, ListQuery(limit=10))
    assert all(row.status_label and row.requester_shown for row in page.rows)


def test_filters_narrow(in_acme: Cast) -> None:
    actor = in_acme.owner.actor
    ticket = Ticket.objects.get(pk=in_acme.ticket.pk)
    assign_ticket(ticket, in_acme.agent.member, by=actor)

    def numbers(**given_: str) -> set[str]:
        query = parse_list_query({name: [value] for name, value in given_.items()})
        return {row.number for row in list_tickets(actor, query).rows}

    assert numbers(assignee=str(ticket.assignee_id)) == {ticket.number}
    assert numbers(assignee="nobody") == {in_acme.other_ticket.number}
    assert numbers(department=str(in_acme.flights.pk), stage="in_progress,waiting") == {ticket.number}
    assert numbers(requester=str(ticket.requester_id)) == {ticket.number}
    assert numbers(created_from=now().date().isoformat()) == {ticket.number, in_acme.other_ticket.number}
    assert numbers(created_to="2020-01-01") == set()
    assert numbers(status="open", priority="medium,high", channel="web", type="question") == {
        in_acme.other_ticket.number
    }


@given(
    st.builds(
        ListQuery,
        stage=st.lists(st.sampled_from(Stage), unique=True).map(tuple),
        priority=st.lists(st.sampled_from(Priority), unique=True).map(tuple),
        requester=st.lists(st.uuids(), unique=True, max_size=3).map(tuple),
        q=st.text("abc äß%_", max_size=9).map(str.strip),
        sort=st.sampled_from(Sort),
        limit=st.integers(1, 100),
    )
)
def test_a_question_survives_its_address(query: ListQuery) -> None:
    assert parse_list_query({name: [value] for name, value in parameters_of(query).items()}) == query


@given(st.text(max_size=60))
def test_no_cursor_from_outside_does_harm(text: str) -> None:
    from moondesk.tickets.keyset import read_cursor

    for sort in Sort:
        try:
            place = read_cursor(sort, text)
        except InvalidInput as error:
            assert "cursor" in error.fields
        else:
            assert write_cursor(sort, place.values, backward=place.backward)


def plain_counts(cast: Cast, person: str) -> tuple[int, int, int, int, dict]:
    actor = cast.people[person].actor
    tickets = list(visible_to(actor).filter(stage__in=ACTIVE))
    departments = Counter(one.department_id for one in tickets)
    return (
        sum(one.assignee_id == actor.member_id for one in tickets),
        sum(one.assignee_id is None for one in tickets),
        len(tickets),
        sum(one.stage == Stage.WAITING for one in tickets),
        dict(departments),
    )


@pytest.mark.parametrize("person", ["owner", "agent", "other_agent", "viewer"])
def test_counts_are_the_full_counts(in_acme: Cast, person: str) -> None:
    by = in_acme.owner.actor
    chance = random.Random(3)
    statuses = list(Status.objects.all())
    people = [in_acme.agent.member, in_acme.other_agent.member, None]
    for _ in range(20):
        ticket = factories.make_ticket(department=chance.choice([in_acme.flights, in_acme.hotels, None]))
        assign_ticket(ticket, chance.choice(people), by=by)
        change_status(ticket, chance.choice(statuses), by=by)
    for _round in range(2):
        counts = view_counts(in_acme.people[person].actor)
        kept = (counts.mine, counts.unassigned, counts.open, counts.waiting)
        departments = {key: value for key, value in counts.departments.items() if value}
        assert (*kept, departments) == plain_counts(in_acme, person)
        fold_tallies()
    assert Tally.objects.count() <= 2 * 5 * 4 * 4


def _copy(ticket: Ticket, number: int) -> Ticket:
    copy = deepcopy(ticket)
    copy.pk, copy.number, copy._state.adding = new_id(), f"C{number:05}", True
    return copy


@pytest.mark.django_db(transaction=True)
def test_what_concerns_a_member_is_found_by_an_index(cast: Cast, superuser: Any) -> None:
    """As the application's role: behind row security most that can be asked of an array is asked of every row."""
    assert cast.owner.member
    member = cast.owner.member.pk
    with tenancy.organization(cast.acme.pk):
        first, second = factories.make_ticket(), factories.make_ticket()
        # So many that no other index is as cheap.
        Ticket.objects.bulk_create(_copy(second, number) for number in range(600))
        Ticket.objects.filter(pk__in=[first.pk, second.pk]).update(mentioned=[member], watchers=[member])
    superuser.execute("ANALYZE tickets_ticket")
    wanted = {
        "ticket_named": ListQuery(mentioned=True),
        "ticket_watched": ListQuery(watched=True, stage=ACTIVE_STAGES),
    }
    with tenancy.organization(cast.acme.pk):
        for index, query in wanted.items():
            assert f"using {index}" in matching(cast.owner.actor, query).explain()
            assert len(list_tickets(cast.owner.actor, query).rows) == 2


def test_a_manager_of_categories_is_counted_one_by_one(in_acme: Cast) -> None:
    from moondesk.tickets.models import Category

    member = in_acme.other_agent.member
    assert member
    billing = Category.objects.get(key="billing")
    member.managed_categories = [billing.pk]
    member.save()
    factories.make_ticket(category=billing, department=in_acme.flights)
    counts = view_counts(in_acme.other_agent.actor)
    assert counts.open == plain_counts(in_acme, "other_agent")[2] == 2
