"""Values of fields, and what is a whole field, without a database."""

import json
import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moondesk.fields.checking import flaws_of, in_order
from moondesk.fields.rules import Definition, Kind, Option, Wrong, clean, from_form, indexed

PLACES = (
    Option("es", {"en": "Spain"}),
    Option("es_north", {"en": "North"}, "es"),
    Option("es_bilbao", {"en": "Bilbao"}, "es_north"),
    Option("pt", {"en": "Portugal"}, is_retired=True),
)
SEATS = (Option("aisle", {"en": "Aisle"}), Option("window", {"en": "Window"}), Option("jump", {"en": "Jump"}, "", True))


def field(kind: Kind, key: str = "", **parts: Any) -> Definition:
    options = {Kind.SELECT: SEATS, Kind.MULTI_SELECT: SEATS, Kind.TREE_SELECT: PLACES}.get(kind, ())
    return Definition(key=key or kind.value, kind=kind, labels={"en": kind.value}, options=options, **parts)


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        (Kind.TEXT, "  ACM-204 ", "ACM-204"),
        (Kind.TEXT, "   ", None),
        (Kind.LONG_TEXT, "one\r\ntwo", "one\ntwo"),
        (Kind.NUMBER, 12.5, 12.5),
        (Kind.NUMBER, 12.0, 12),
        (Kind.NUMBER, 0, 0),
        (Kind.DATE, "2026-02-28", "2026-02-28"),
        (Kind.CHECKBOX, True, True),
        (Kind.CHECKBOX, False, None),
        (Kind.SELECT, "aisle", "aisle"),
        (Kind.MULTI_SELECT, ["window", "aisle", "window"], ["aisle", "window"]),
        (Kind.MULTI_SELECT, [], None),
        (Kind.TREE_SELECT, "es_bilbao", "es_bilbao"),
        (Kind.URL, "https://example.com/a?b=c#d", "https://example.com/a?b=c#d"),
        (Kind.USER, "AB", "ab"),
        (Kind.SELECT, None, None),
    ],
)
def test_what_fits_is_kept(kind: Kind, given: Any, kept: Any) -> None:
    assert clean(field(kind), given, people={"ab": "Ana"}) == kept


@pytest.mark.parametrize(
    ("kind", "given", "code"),
    [
        (Kind.TEXT, 5, "not_text"),
        (Kind.TEXT, "a\nb", "control"),
        (Kind.TEXT, "a\0b", "control"),
        (Kind.TEXT, "x" * 251, "too_long"),
        (Kind.LONG_TEXT, "x" * 10_001, "too_long"),
        (Kind.NUMBER, "12", "not_a_number"),
        (Kind.NUMBER, True, "not_a_number"),
        (Kind.NUMBER, math.nan, "out_of_range"),
        (Kind.NUMBER, math.inf, "out_of_range"),
        (Kind.NUMBER, 10**15, "out_of_range"),
        (Kind.NUMBER, 1.234, "too_precise"),
        (Kind.DATE, "2026-02-30", "not_a_date"),
        (Kind.DATE, "20260228", "not_a_date"),
        (Kind.DATE, 20260228, "not_a_date"),
        (Kind.CHECKBOX, "true", "not_a_checkbox"),
        (Kind.CHECKBOX, 1, "not_a_checkbox"),
        (Kind.SELECT, "sofa", "unknown_option"),
        (Kind.SELECT, ["aisle"], "not_an_option"),
        (Kind.SELECT, "jump", "option_retired"),
        (Kind.MULTI_SELECT, "aisle", "not_a_list"),
        (Kind.MULTI_SELECT, ["aisle", 3], "not_an_option"),
        (Kind.MULTI_SELECT, ["jump"], "option_retired"),
        (Kind.TREE_SELECT, "pt", "option_retired"),
        (Kind.URL, "javascript:alert(1)", "not_a_url"),
        (Kind.URL, "JaVaScRiPt:alert(1)", "not_a_url"),
        (Kind.URL, "data:text/html,x", "not_a_url"),
        (Kind.URL, "//example.com", "not_a_url"),
        (Kind.URL, "https://", "not_a_url"),
        (Kind.URL, "https://exa mple.com", "not_a_url"),
        (Kind.URL, "https:\\\\example.com", "not_a_url"),
        (Kind.URL, "https://[::1", "not_a_url"),
        (Kind.URL, "https://a:99999/", "not_a_url"),
        (Kind.URL, "java\tscript:alert(1)", "control"),
        (Kind.USER, "cd", "unknown_member"),
        (Kind.USER, 3, "not_a_member"),
    ],
)
def test_what_does_not_fit_says_why(kind: Kind, given: Any, code: str) -> None:
    with pytest.raises(Wrong) as refused:
        clean(field(kind), given, people={"ab": "Ana"})
    assert refused.value.code == code


def test_numbers_keep_their_bounds() -> None:
    guests = field(Kind.NUMBER, least=Decimal(1), most=Decimal(9), places=0)
    assert clean(guests, 9) == 9
    for number, code, bound in ((0, "too_small", 1), (10, "too_large", 9), (1.5, "too_precise", 0)):
        with pytest.raises(Wrong) as refused:
            clean(guests, number)
        assert (refused.value.code, refused.value.bound) == (code, bound)


def test_what_a_ticket_has_may_stay_when_its_option_is_retired() -> None:
    assert clean(field(Kind.SELECT), "jump", present="jump") == "jump"
    assert clean(field(Kind.MULTI_SELECT), ["jump", "aisle"], present=["jump"]) == ["aisle", "jump"]
    assert clean(field(Kind.USER), "gone", present="gone") == "gone"


KINDS = st.sampled_from(list(Kind))
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.sampled_from(["aisle", "es"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@given(KINDS, ANYTHING)
def test_anything_is_kept_whole_or_refused_with_a_code(kind: Kind, given: Any) -> None:
    definition = field(kind)
    try:
        kept = clean(definition, given)
    except Wrong as refused:
        assert refused.code
        return
    assert clean(definition, kept) == kept, "what is kept fits"
    assert clean(definition, json.loads(json.dumps(kept))) == kept, "also after a way through JSON"
    for word, number in indexed(definition, kept):
        assert (word is None) is not (number is None)
        assert word is None or len(word) <= 250


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_numbers_come_through_forms_and_json_exactly(number: Decimal) -> None:
    definition = field(Kind.NUMBER)
    kept = clean(definition, from_form(definition, [str(number).replace(".", ",")]))
    assert kept is not None
    assert Decimal(str(json.loads(json.dumps(kept)))) == number
    assert indexed(definition, kept) == [(None, number)]


@pytest.mark.parametrize(
    ("kind", "typed", "given"),
    [
        (Kind.NUMBER, ["1 200,50"], 1200.5),
        (Kind.NUMBER, ["12 apples"], "12 apples"),
        (Kind.NUMBER, [""], ""),
        (Kind.CHECKBOX, ["off", "on"], True),
        (Kind.CHECKBOX, ["off"], False),
        (Kind.CHECKBOX, [], False),
        (Kind.MULTI_SELECT, ["", "a", "b"], ["a", "b"]),
        (Kind.TEXT, ["hello"], "hello"),
    ],
)
def test_forms_are_read_as_they_were_meant(kind: Kind, typed: list[str], given: Any) -> None:
    assert from_form(field(kind), typed) == given


# Definitions.


@pytest.mark.parametrize(
    ("definition", "codes"),
    [
        (field(Kind.TEXT), []),
        (field(Kind.TREE_SELECT), []),
        (Definition(key="a", kind=Kind.TEXT), [("labels", "missing")]),
        (Definition(key="a", kind=Kind.TEXT, labels={"xx": "A"}), [("labels.xx", "unknown_language")]),
        (Definition(key="a", kind=Kind.TEXT, labels={"en": "x" * 61}), [("labels.en", "too_long")]),
        (Definition(key="a", kind=Kind.TEXT, labels={"en": "A"}, options=SEATS), [("options", "no_options")]),
        (Definition(key="a", kind=Kind.SELECT, labels={"en": "A"}), [("options", "no_option")]),
        (field(Kind.NUMBER, least=Decimal(3), most=Decimal(2)), [("most", "crossed")]),
        (field(Kind.NUMBER, places=7), [("places", "places")]),
        (
            Definition(key="a", kind=Kind.SELECT, labels={"en": "A"}, options=PLACES[:2]),
            [("options.es_north", "parent")],
        ),
        (
            Definition(
                key="a",
                kind=Kind.SELECT,
                labels={"en": "A"},
                options=(Option("a", {"en": "Same"}), Option("b", {"en": "same"})),
            ),
            [("options.b", "taken")],
        ),
    ],
)
def test_what_is_wrong_with_a_definition(definition: Definition, codes: list[tuple[str, str]]) -> None:
    assert flaws_of(definition, ("en", "es")) == codes


def test_an_option_cannot_stand_below_itself() -> None:
    circle = (Option("a", {"en": "A"}, "b"), Option("b", {"en": "B"}, "a"))
    definition = Definition(key="x", kind=Kind.TREE_SELECT, labels={"en": "X"}, options=circle)
    assert {code for _place, code in flaws_of(definition, ("en",))} == {"circle"}
    assert in_order(circle) == circle, "nothing is lost on the way to saying so"


def test_a_tree_is_kept_with_its_branches_together() -> None:
    mixed = (PLACES[1], PLACES[3], PLACES[2], PLACES[0])
    assert [one.key for one in in_order(mixed)] == ["pt", "es", "es_north", "es_bilbao"]
    assert field(Kind.TREE_SELECT).below(["es_north"]) == {"es_north", "es_bilbao"}
