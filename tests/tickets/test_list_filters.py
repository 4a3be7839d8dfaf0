"""Every filter of a list against the plain truth, turned round and combined, and what is said of what does not fit."""

import datetime
import random
import uuid
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moondesk.contacts.models import Company, Contact
from moondesk.kit.clock import now
from moondesk.tickets.list_query import InvalidList, ListQuery, over, parameters_of, parse_list_query
from moondesk.tickets.lists import list_tickets
from moondesk.tickets.models import Category, Ticket
from moondesk.tickets.moments import Due, Relative, Sla
from moondesk.tickets.rules import ACTIVE_STAGES, Channel, Priority, Stage, TicketType
from tests import factories
from tests.harness.people import Cast

ACTIVE = [stage.value for stage in ACTIVE_STAGES]
TAGS = ["vip", "refund", "tap"]


@pytest.fixture
def many(in_acme: Cast) -> list[Ticket]:
    """Tickets that differ in all that can be asked."""
    chance = random.Random(3)
    categories = [*Category.objects.all(), None]
    company = Company.objects.create(name="Nortia")
    made = [factories.make_ticket() for _ in range(30)]
    Contact.objects.filter(pk=made[0].requester_id).update(company=company)
    for ticket in made:
        ago = datetime.timedelta(hours=chance.randrange(400))
        Ticket.objects.filter(pk=ticket.pk).update(
            category=chance.choice(categories),
            assignee=chance.choice([None, in_acme.agent.member, in_acme.owner.member]),
            department=chance.choice([None, in_acme.flights]),
            stage=chance.choice(list(Stage)),
            priority=chance.choice(list(Priority)),
            type=chance.choice(list(TicketType)),
            channel=chance.choice(list(Channel)),
            tags=chance.sample(TAGS, chance.randrange(3)),
            created_at=now() - ago,
            updated_at=now() - ago / 2,
            last_message_at=now() - ago / 3,
            due_at=chance.choice([None, now() - ago, now() + ago / 9, now() + ago * 3]),
            first_response_at=chance.choice([None, now() - ago / 2]),
            resolved_at=chance.choice([None, now() - ago / 2]),
            closed_at=chance.choice([None, now() - ago / 4]),
        )
    return list(Ticket.objects.select_related("category", "requester").filter(deleted_at=None))


def asked(cast: Cast, text: str) -> set[str]:
    given_ = dict(pair.split("=", 1) for pair in text.split("&"))
    query = parse_list_query({"limit": ["100"], **{name: [value] for name, value in given_.items()}})
    return {row.number for row in list_tickets(cast.owner.actor, query).rows}


def standing(one: Ticket) -> set[Sla]:
    """Return how a ticket stands to its due time, said plainly."""
    if one.due_at is None:
        return {Sla.NONE}
    at = now()
    if one.stage not in ACTIVE:
        done = one.resolved_at or one.closed_at or one.updated_at
        return {Sla.MET} if done <= one.due_at else {Sla.MISSED, Sla.BREACHED}
    if one.due_at < at:
        return {Sla.OVERDUE, Sla.BREACHED}
    if one.stage == Stage.WAITING:
        return {Sla.PAUSED}
    risky = (
        one.due_at - at < datetime.timedelta(hours=1) or (at - one.created_at) / (one.due_at - one.created_at) >= 0.6
    )
    return {Sla.AT_RISK if risky else Sla.ON_TRACK}


def truths(cast: Cast) -> dict[str, Callable[[Ticket], bool]]:
    """Return questions, each with what is true of the tickets that fit."""
    me, agent = cast.owner.actor.member_id, cast.agent.actor.member_id
    some = list(Ticket.objects.order_by("number")[:2])
    people = [one.requester_id for one in some]

    def category(one: Ticket) -> str:
        return one.category.key if one.category else ""

    return {
        "priority=high,urgent": lambda one: one.priority >= Priority.HIGH,
        "priority.not=low": lambda one: one.priority != Priority.LOW,
        "type.not=question": lambda one: one.type != TicketType.QUESTION,
        "channel.not=web,email": lambda one: one.channel not in ("web", "email"),
        "category=billing": lambda one: category(one) == "billing",
        "category.not=billing,bug": lambda one: category(one) not in ("billing", "bug"),
        "category.empty=true": lambda one: one.category is None,
        "assignee=me,nobody": lambda one: one.assignee_id in (me, None),
        "assignee.not=me": lambda one: one.assignee_id != me,
        f"assignee.not={agent},nobody": lambda one: one.assignee_id not in (agent, None),
        "assignee.empty=false": lambda one: one.assignee_id is not None,
        f"department.not={cast.flights.pk}": lambda one: one.department_id != cast.flights.pk,
        "department.empty=true": lambda one: one.department_id is None,
        "tag=vip,tap": lambda one: bool({"vip", "tap"} & set(one.tags)),
        "tag.not=vip": lambda one: "vip" not in one.tags,
        "tag.empty=true": lambda one: not one.tags,
        "company.empty=false": lambda one: one.requester.company_id is not None,
        f"company={Company.objects.get(name='Nortia').pk}": lambda one: one.requester.company_id is not None,
        "status.not=open": lambda one: one.status.key != "open",
        f"requester={some[0].requester_id},{some[1].requester_id}": lambda one: one.requester_id in people,
        f"requester.not={some[0].requester_id},{some[1].requester_id}": lambda one: one.requester_id not in people,
        "watched=false": lambda one: True,
        "mentioned=false": lambda one: True,
    }


def truths_of_times() -> dict[str, Callable[[Ticket], bool]]:
    """Return questions about times, each with what is true of the tickets that fit."""
    hour = datetime.timedelta(hours=1)
    at = now()
    return {
        "stage.not=closed,resolved": lambda one: one.stage in ACTIVE,
        "created_from=-7d": lambda one: one.created_at >= at - 168 * hour,
        "created_to=-3d": lambda one: one.created_at < at - 72 * hour,
        "updated_from=-48h&updated_to=-1d": lambda one: at - 48 * hour <= one.updated_at < at - 24 * hour,
        "replied_to=-1w": lambda one: one.last_message_at < at - 168 * hour,
        "due_to=24h": lambda one: one.due_at is not None and one.due_at < at + 24 * hour,
        "due.empty=true": lambda one: one.due_at is None,
        "due=none": lambda one: one.due_at is None,
        "due=overdue": lambda one: one.stage in ACTIVE and one.due_at is not None and one.due_at < at,
        "due=overdue,none": lambda one: one.due_at is None or (one.stage in ACTIVE and one.due_at < at),
        "due.not=overdue,none": lambda one: one.due_at is not None and not (one.stage in ACTIVE and one.due_at < at),
        **{f"sla={one.value}": lambda ticket, one=one: one in standing(ticket) for one in Sla},
        **{f"sla.not={one.value}": lambda ticket, one=one: one not in standing(ticket) for one in Sla},
        "sla=met,at_risk": lambda one: bool({Sla.MET, Sla.AT_RISK} & standing(one)),
        "answered=false": lambda one: one.first_response_at is None,
        "closed.empty=false": lambda one: one.closed_at is not None,
        "resolved_from=-5d": lambda one: one.resolved_at is not None and one.resolved_at >= at - 120 * hour,
        "due=soon": lambda one: one.stage in ACTIVE and one.due_at is not None and at <= one.due_at < at + 24 * hour,
    }


def test_filters_are_the_plain_truth_alone_and_together(in_acme: Cast, many: list[Ticket]) -> None:
    known = truths(in_acme) | truths_of_times()
    chance = random.Random(5)
    combinations = [(name,) for name in known] + [tuple(chance.sample(sorted(known), 3)) for _ in range(60)]
    for names in combinations:
        parts = [part for name in names for part in name.split("&")]
        if len({part.split("=")[0] for part in parts}) < len(parts):
            continue
        wanted = {one.number for one in many if all(known[name](one) for name in names)}
        assert asked(in_acme, "&".join(parts)) == wanted, names


def test_searches_say_the_same_as_filters(in_acme: Cast, many: list[Ticket]) -> None:
    for one in Sla:
        assert asked(in_acme, f"q=sla:{one.value}&archived=any") == asked(in_acme, f"sla={one.value}&archived=any"), one
        assert asked(in_acme, f"q=-sla:{one.value}") == asked(in_acme, f"sla.not={one.value}&archived=any"), one


moments = st.integers(10**9, 2 * 10**9).map(lambda second: datetime.datetime.fromtimestamp(second, datetime.UTC))
either = st.none() | moments | st.from_regex(r"-?[0-9]{1,3}[hdw]", fullmatch=True).map(Relative)


@given(
    query=st.builds(
        ListQuery,
        company=st.lists(st.uuids(), unique=True, max_size=3).map(tuple),
        created_from=either,
        replied_to=either,
        due=st.lists(st.sampled_from(Due), unique=True).map(tuple),
        requester=st.lists(st.uuids(), unique=True, max_size=3).map(tuple),
        answered=st.none() | st.booleans(),
        excluded=st.fixed_dictionaries(
            {},
            optional={
                "stage": st.just((Stage.CLOSED,)),
                "tag": st.just(("a", "b")),
                "sla": st.just((Sla.AT_RISK, Sla.NONE)),
                "priority": st.just((Priority.LOW,)),
            },
        ).map(lambda one: tuple(one.items())),
        empty=st.fixed_dictionaries({}, optional={"due": st.booleans(), "tag": st.booleans()}).map(
            lambda one: tuple(one.items())
        ),
    )
)
def test_a_question_survives_its_address(query: ListQuery) -> None:
    assert parse_list_query({name: [value] for name, value in parameters_of(query).items()}) == query


def test_what_is_asked_beside_a_view_takes_the_place_of_what_it_asks_about_the_same() -> None:
    own = parse_list_query({"stage.not": ["closed"], "tag": ["vip"], "created_from": ["-7d"], "field.a": ["1"]})

    def beside(**given_: str) -> dict[str, str]:
        names = {name.replace("__", "."): value for name, value in given_.items()}
        return parameters_of(over(own, parse_list_query({name: [text] for name, text in names.items()}), names))

    untouched = {"stage.not": "closed", "tag": "vip", "created_from": "-7d", "field.a": "1"}
    assert beside() == untouched
    assert beside(stage="open") == {"stage": "open", "tag": "vip", "created_from": "-7d", "field.a": "1"}
    assert beside(stage="", tag="") == {"created_from": "-7d", "field.a": "1"}
    assert beside(created_to="-1d", field__a__empty="true") == {
        "stage.not": "closed", "tag": "vip", "created_to": "-1d", "field.a.empty": "true",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("colour", "red", "unknown_filter"),
        ("colour.not", "red", "unknown_filter"),
        ("priority.above", "low", "unknown_operator"),
        ("q.not", "x", "unknown_operator"),
        ("created.not", "2026-01-01", "unknown_operator"),
        ("priority.empty", "true", "unknown_operator"),
        ("field.meal.like", "x", "unknown_operator"),
        ("priority", "huge", "invalid_filter_value"),
        ("priority.not", "huge", "invalid_filter_value"),
        ("tag.empty", "perhaps", "invalid_filter_value"),
        ("created_from", "-7y", "invalid_filter_value"),
        ("created_from", "-99999d", "invalid_filter_value"),
        ("sla", "someday", "invalid_filter_value"),
        ("requester.not", "me", "invalid_filter_value"),
        ("answered", "maybe", "invalid_filter_value"),
        ("due", "someday", "invalid_filter_value"),
        ("company", "x" * 500, "invalid_filter_value"),
        ("stage", ",".join(["open"] * 51), "invalid_filter_value"),
        ("limit", "101", "invalid_filter_value"),
    ],
)
def test_what_does_not_fit_is_named_with_a_code(in_acme: Cast, name: str, value: str, code: str) -> None:
    with pytest.raises(InvalidList) as caught:
        parse_list_query({name: [value]})
    assert caught.value.code == code
    assert list(caught.value.fields) == [name]


def test_a_cursor_of_another_order_or_changed_is_refused(in_acme: Cast, many: list[Ticket]) -> None:
    actor = in_acme.owner.actor
    cursor = list_tickets(actor, ListQuery(limit=3)).next or ""
    for query in (
        parse_list_query({"cursor": [cursor], "sort": ["due_at"]}),
        parse_list_query({"cursor": [cursor[:-9]]}),
        parse_list_query({"cursor": [str(uuid.uuid4())]}),
    ):
        with pytest.raises(InvalidList) as caught:
            list_tickets(actor, query)
        assert caught.value.code == "invalid_cursor"
