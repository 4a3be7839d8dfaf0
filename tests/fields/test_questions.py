"""Conditions as rows of a page and back, without a database."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moondesk.fields.forms import FACTS, Catalogue, holds
from moondesk.fields.questions import Join, Question, Questions, Relation, questions_of, row_problems, tree_of, words_of
from moondesk.fields.rules import Kind
from tests.fields.test_rules import ANYTHING, field

SEAT, NOTE = field(Kind.SELECT, "seat"), field(Kind.TEXT, "note")
CATALOGUE = Catalogue((SEAT, NOTE))
WORDS = st.lists(st.text(max_size=6).map(str.strip).filter(lambda w: w and not set(w) & set(",\r\n")), max_size=3)
ABOUT = st.sampled_from([*FACTS, "seat", "note", ""])


def _asked(about: str, relation: Relation, words: list[str]) -> Question:
    return Question(about, relation, tuple(words) if relation in (Relation.IS, Relation.IS_NOT) else ())


QUESTION = st.builds(_asked, ABOUT, st.sampled_from(Relation), WORDS)
QUESTIONS = st.builds(Questions, st.sampled_from(Join), st.lists(QUESTION, min_size=1, max_size=5).map(tuple))
LEAF = st.one_of(
    st.builds(lambda key, word: {"field": key, "is": [word]}, st.sampled_from(["seat", "note"]), st.sampled_from("ab")),
    st.builds(lambda key, yes: {"field": key, "filled": yes}, st.sampled_from(["seat", "note"]), st.booleans()),
    st.builds(lambda word: {"ticket": "type", "is": [word]}, st.sampled_from(["task", "question"])),
)
TREE = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.builds(lambda some: {"all": some}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda some: {"any": some}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda one: {"not": one}, inner),
    ),
    max_leaves=5,
)


@given(QUESTIONS)
def test_rows_come_back_from_the_condition_that_they_make(asked: Questions) -> None:
    assert questions_of(json.loads(json.dumps(tree_of(asked)))) == asked


@given(TREE, st.sampled_from([None, "a", "b"]), st.sampled_from([None, "a"]), st.sampled_from(["task", "question"]))
def test_a_condition_says_the_same_after_its_way_through_rows(tree: Any, seat: Any, note: Any, type_: str) -> None:
    asked = questions_of(tree)
    if asked is None:
        return
    facts, values = {"type": (type_,)}, {"seat": seat, "note": note}
    assert holds(tree_of(asked), CATALOGUE, facts, values) is holds(tree, CATALOGUE, facts, values)


@given(st.dictionaries(st.sampled_from(["all", "any", "not", "field", "is"]), ANYTHING, max_size=2))
def test_whatever_a_program_wrote_is_rows_or_is_not(condition: Any) -> None:
    asked = questions_of(condition)
    assert asked is None or questions_of(tree_of(asked)) == asked


IS = {"ticket": "type", "is": ["task"]}


@pytest.mark.parametrize(
    ("condition", "asked"),
    [
        (None, Questions()),
        (IS, Questions(Join.ALL, (Question("type", Relation.IS, ("task",)),))),
        ({"not": IS}, Questions(Join.ALL, (Question("type", Relation.IS_NOT, ("task",)),))),
        ({"any": [IS]}, Questions(Join.ANY, (Question("type", Relation.IS, ("task",)),))),
        ({"not": {"any": [IS]}}, Questions(Join.NONE, (Question("type", Relation.IS, ("task",)),))),
        ({"not": {"field": "seat", "filled": True}}, Questions(Join.ALL, (Question("seat", Relation.EMPTY),))),
        ({"any": [IS, {"all": [IS, IS]}]}, None),
        ({"not": {"all": [IS]}}, None),
        ({"field": "seat", "is": ["one, two"]}, None),
        ({"field": "type", "is": ["task"]}, None),
    ],
)
def test_which_conditions_rows_can_show(condition: Any, asked: Questions | None) -> None:
    assert questions_of(condition) == asked


def test_each_row_says_what_is_wrong_with_it() -> None:
    rows = (
        Question("seat"),
        Question("note", Relation.FILLED),
        Question("", words=("x",)),
        Question("seat", words=("aisle",)),
        Question("seat", words=("aisle", "wing")),
    )
    found = row_problems(Questions(Join.ANY, rows), {"seat"}, CATALOGUE)
    assert found == {0: "condition_values", 1: "condition_order", 2: "condition_what", 4: "condition_unknown_value"}
    assert words_of(" a, ,b ,") == ("a", "b")
