"""Forms of fields, without a database."""

import json
from typing import Any

import pytest
from hypothesis import given

from moondesk.fields.forms import Access, Catalogue, Flaw, Form, Item, Moment, flaws, holds, item_document, item_of
from moondesk.fields.rules import Kind
from tests.fields.test_rules import ANYTHING, field

SEAT, MEAL, NOTE = field(Kind.SELECT, "seat"), field(Kind.CHECKBOX, "meal"), field(Kind.TEXT, "note")
OLD = field(Kind.TEXT, "old", is_retired=True)
PLACE = field(Kind.TREE_SELECT, "place")
ALL = (SEAT, MEAL, NOTE, PLACE, OLD)
FACTS = {"category": ("flights", "travel"), "type": ("question",), "priority": ("high",)}


def keys(catalogue: Catalogue, values: dict[str, Any]) -> list[str]:
    return [one.key for one, _item in catalogue.shown(FACTS, values)]


def test_the_nearest_form_is_shown() -> None:
    forms = {
        ("", ""): Form("", "", (Item("note"),)),
        ("travel", ""): Form("travel", "", (Item("seat"),)),
        ("flights", "question"): Form("flights", "question", (Item("meal"),)),
        ("hotels", ""): Form("hotels", "", (Item("place"),)),
    }
    expected = [["meal"], ["seat"], ["note"], ["seat", "meal", "note", "place"]]
    for gone, shown in zip((None, ("flights", "question"), ("travel", ""), ("", "")), expected, strict=True):
        forms.pop(gone, None)
        assert keys(Catalogue(ALL, tuple(forms.values())), {}) == shown


def test_a_field_appears_when_its_condition_holds_and_one_behind_a_hidden_one_does_not() -> None:
    seat = Item("seat", when={"ticket": "category", "is": ["travel"]})
    meal = Item("meal", when={"field": "seat", "is": ["aisle"]})
    note = Item("note", when={"field": "meal", "filled": True})
    catalogue = Catalogue(ALL, (Form("", "", (seat, meal, note, Item("old"))),))
    assert keys(catalogue, {}) == ["seat"]
    assert keys(catalogue, {"seat": "aisle"}) == ["seat", "meal"]
    assert keys(catalogue, {"seat": "aisle", "meal": True}) == ["seat", "meal", "note"]
    assert keys(catalogue, {"seat": "window", "meal": True}) == ["seat"]


@pytest.mark.parametrize(
    ("condition", "holding"),
    [
        (None, True),
        ({"field": "place", "is": ["es"]}, True),
        ({"field": "place", "is": ["pt"]}, False),
        ({"not": {"field": "place", "is": ["pt"]}}, True),
        ({"all": [{"ticket": "type", "is": ["question"]}, {"field": "meal", "is": ["true"]}]}, True),
        ({"all": [{"ticket": "type", "is": ["task"]}, {"field": "meal", "filled": True}]}, False),
        ({"any": [{"ticket": "priority", "is": ["low"]}, {"field": "note", "filled": False}]}, True),
        ({"ticket": "category", "filled": True}, True),
        ({"ticket": "category", "filled": False}, False),
    ],
)
def test_conditions(condition: Any, holding: bool) -> None:
    values = {"place": "es_bilbao", "meal": True}
    assert holds(condition, Catalogue(ALL), FACTS, values) is holding


def test_what_is_missing_depends_on_the_moment_and_on_who_is_asked() -> None:
    both = frozenset(Moment)
    items = (Item("seat", both, Access.EDIT), Item("note", frozenset({Moment.RESOLVE})), Item("meal", both, Access.SEE))
    catalogue = Catalogue(ALL, (Form("", "", items),))
    missing = lambda moment, values, **who: [one.key for one in catalogue.missing(FACTS, values, moment, **who)]  # noqa: E731
    assert missing(Moment.CREATION, {}) == ["seat", "meal"]
    assert missing(Moment.CREATION, {}, by_customer=True) == ["seat"]
    assert missing(Moment.RESOLVE, {"seat": "aisle"}) == ["note", "meal"]
    assert missing(Moment.RESOLVE, {"seat": "aisle", "note": "x", "meal": True}) == []


@pytest.mark.parametrize(
    ("items", "codes"),
    [
        ((Item("seat"), Item("meal")), []),
        ((Item("nobody"),), [Flaw("nobody", "unknown_field")]),
        ((Item("seat"), Item("seat")), [Flaw("seat", "twice")]),
        ((Item("seat", when={"field": "meal", "filled": True}), Item("meal")), [Flaw("seat", "condition_order")]),
        ((Item("seat", when={"field": "seat", "filled": True}),), [Flaw("seat", "condition_order")]),
        ((Item("seat", when={"field": "x", "filled": True}),), [Flaw("seat", "condition_unknown_field")]),
        ((Item("seat", when={"ticket": "subject", "is": ["x"]}),), [Flaw("seat", "condition")]),
        ((Item("seat", when={"ticket": "type", "is": []}),), [Flaw("seat", "condition_values")]),
        ((Item("seat", when={"field": "", "is": ["x"]}),), [Flaw("seat", "condition_what")]),
        ((Item("seat", when={"all": []}),), [Flaw("seat", "condition")]),
        ((Item("seat", when={"nonsense": 1}),), [Flaw("seat", "condition")]),
    ],
)
def test_what_is_wrong_with_a_form(items: tuple[Item, ...], codes: list[Flaw]) -> None:
    assert flaws(Form("", "", items), Catalogue(ALL)) == codes


def test_a_condition_that_never_ends_is_refused() -> None:
    deep: Any = {"ticket": "type", "is": ["task"]}
    for _level in range(40):
        deep = {"not": deep}
    assert flaws(Form("", "", (Item("seat", when=deep),)), Catalogue(ALL)) == [Flaw("seat", "condition")]


def test_an_item_comes_back_from_plain_data() -> None:
    item = Item("meal", frozenset(Moment), Access.SEE, {"field": "seat", "is": ["aisle"]})
    assert item_of(json.loads(json.dumps(item_document(item)))) == item


@given(ANYTHING)
def test_any_condition_is_whole_or_refused(condition: Any) -> None:
    items = (Item("seat"), Item("meal", when=condition))
    if not flaws(Form("", "", items), Catalogue(ALL)):
        assert holds(condition, Catalogue(ALL), FACTS, {}) in (True, False)
