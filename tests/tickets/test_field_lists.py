"""Lists by custom fields: filtered, ordered, paged."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moondesk.fields import actions as fields
from moondesk.fields.rules import Kind, Option
from moondesk.kit import tenancy
from moondesk.tickets.documents import list_documents
from moondesk.tickets.list_query import InvalidList, parse_list_query
from moondesk.tickets.lists import list_tickets
from moondesk.tickets.models import Ticket
from tests import factories
from tests.fields import making
from tests.harness.people import Cast


@pytest.fixture
def three(in_acme: Cast) -> dict[str, Ticket]:
    """Three tickets with values, and one without any."""
    making.make_field(Kind.SELECT, "Seat", "Window", "Aisle")
    making.make_field(Kind.NUMBER, "Price")
    making.make_field(Kind.DATE, "Day")
    making.make_field(Kind.CHECKBOX, "Vip")
    making.make_field(Kind.TEXT, "Booking")
    making.make_field(Kind.MULTI_SELECT, "Extras", "Meal", "Bag")
    making.make_field(Kind.LONG_TEXT, "Story")
    values: dict[str, dict[str, Any]] = {
        "one": {
            "seat": "aisle",
            "price": 10,
            "day": "2026-12-01",
            "vip": True,
            "booking": "Zürich 1",
            "extras": ["meal", "bag"],
        },
        "two": {"seat": "window", "price": 9.5, "day": "2025-12-01", "booking": "ACM", "extras": ["bag"]},
        "three": {"seat": "aisle", "price": 9.5, "day": "2026-01-01", "booking": "b"},
        "none": {},
    }
    return {name: factories.make_ticket(name, fields=given, by=in_acme.agent.actor) for name, given in values.items()}


def asked(cast: Cast, three: dict[str, Ticket], **question: str) -> list[str]:
    query = parse_list_query({name.replace("__", "."): [text] for name, text in question.items()})
    rows = [row.subject for row in list_tickets(cast.owner.actor, query).rows if row.subject in three]
    documents = "".join(list_documents(cast.owner.actor, query).documents)
    assert all((f'"subject" : "{name}"' in documents) is (name in rows) for name in three), "both lists say the same"
    return rows


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ({"field__seat": "aisle"}, {"one", "three"}),
        ({"field__seat": "aisle,window"}, {"one", "two", "three"}),
        ({"field__price": "9.5"}, {"two", "three"}),
        ({"field__price__from": "9.6"}, {"one"}),
        ({"field__price__from": "9.5", "field__price__to": "9.9"}, {"two", "three"}),
        ({"field__day__to": "2026-06-30"}, {"two", "three"}),
        ({"field__vip": "true"}, {"one"}),
        ({"field__vip": "false"}, {"two", "three", "none"}),
        ({"field__booking": "ZÜRICH 1"}, {"one"}),
        ({"field__extras": "meal"}, {"one"}),
        ({"field__extras": "bag"}, {"one", "two"}),
        ({"field__seat__empty": "true"}, {"none"}),
        ({"field__seat__empty": "false"}, {"one", "two", "three"}),
        ({"field__seat": "aisle", "field__price": "9.5"}, {"three"}),
    ],
)
def test_lists_are_filtered(in_acme: Cast, three: dict[str, Ticket], question: dict[str, str], found: set[str]) -> None:
    assert set(asked(in_acme, three, **question)) == found


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ({"field__nothing": "x"}, "field.nothing"),
        ({"field__seat": "sofa"}, "field.seat"),
        ({"field__price": "much"}, "field.price"),
        ({"field__day": "soon"}, "field.day"),
        ({"field__vip": "maybe"}, "field.vip"),
        ({"field__seat__from": "a"}, "field.seat.from"),
        ({"field__story": "x"}, "field.story"),
        ({"sort": "field.extras"}, "sort"),
        ({"sort": "field.nothing"}, "sort"),
        ({"field__seat'; DROP": "x"}, "field.seat'; DROP"),
    ],
)
def test_a_filter_that_does_not_fit_is_refused(
    in_acme: Cast, three: dict[str, Ticket], question: dict[str, str], name: str
) -> None:
    with pytest.raises(InvalidList) as refused:
        asked(in_acme, three, **question)
    assert list(refused.value.fields) == [name]


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("field.price", ["two", "three", "one"]),
        ("-field.price", ["one", "three", "two"]),
        ("field.seat", ["two", "one", "three"]),
        ("field.day", ["two", "three", "one"]),
        ("field.booking", ["two", "three", "one"]),
    ],
)
def test_lists_are_ordered_with_what_is_empty_last(
    in_acme: Cast, three: dict[str, Ticket], sort: str, first: list[str]
) -> None:
    assert asked(in_acme, three, sort=sort) == [*first, "none"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(limit=st.integers(1, 4), sort=st.sampled_from(["field.price", "-field.price", "field.booking", "-field.day"]))
def test_pages_of_an_order_have_each_ticket_once_forwards_and_back(
    in_acme: Cast, three: dict[str, Ticket], limit: int, sort: str
) -> None:
    actor = in_acme.owner.actor
    whole = [row.id for row in list_tickets(actor, parse_list_query({"sort": [sort]})).rows]
    forwards, cursor, pages = [], "", []
    while True:
        query = parse_list_query({"sort": [sort], "limit": [str(limit)], "cursor": [cursor]})
        page = list_tickets(actor, query)
        assert [row.id for row in page.rows] == [
            uuid.UUID(one.split('"id" : "')[1][:36]) for one in list_documents(actor, query).documents
        ]
        pages.append([row.id for row in page.rows])
        forwards += pages[-1]
        if not page.next:
            break
        cursor = page.next
    assert forwards == whole
    for expected in reversed(pages[:-1]):
        assert page.previous
        page = list_tickets(actor, parse_list_query({"sort": [sort], "limit": [str(limit)], "cursor": [page.previous]}))
        assert [row.id for row in page.rows] == expected


def test_a_tree_is_found_with_all_below(in_acme: Cast) -> None:
    options = [
        Option("es", {"en": "Spain"}),
        Option("bilbao", {"en": "Bilbao"}, "es"),
        Option("pt", {"en": "Portugal"}),
    ]
    fields.add_field(Kind.TREE_SELECT, labels={"en": "Where"}, options=options, by=in_acme.owner.actor)
    ticket = factories.make_ticket("there", fields={"where": "bilbao"}, by=in_acme.agent.actor)
    three = {"there": ticket}
    assert asked(in_acme, three, field__where="es") == ["there"]
    assert asked(in_acme, three, field__where="bilbao") == ["there"]
    assert asked(in_acme, three, field__where="pt") == []


def test_an_order_by_options_follows_when_they_are_moved(
    cast: Cast, run_jobs: Callable[[], object], transactional_db: None
) -> None:
    with tenancy.organization(cast.acme.pk):
        making.make_field(Kind.SELECT, "Seat", "Window", "Aisle")
        three = {
            seat: factories.make_ticket(seat, fields={"seat": seat}, by=cast.agent.actor)
            for seat in ("window", "aisle")
        }
        assert asked(cast, three, sort="field.seat") == ["window", "aisle"]
        turned = [Option("aisle", {"en": "Aisle"}), Option("window", {"en": "Window"})]
        fields.change_field("seat", options=turned, by=cast.owner.actor)
    run_jobs()
    with tenancy.organization(cast.acme.pk):
        assert asked(cast, three, sort="field.seat") == ["aisle", "window"]
