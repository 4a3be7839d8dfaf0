"""Conditions as the rows of a page: all, any or none of several questions. Pure functions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from moondesk.fields.forms import FACTS, Catalogue, Condition, condition_problem


class Join(StrEnum):
    """How many of the questions must be answered with yes."""

    ALL = "all"
    ANY = "any"
    NONE = "none"


class Relation(StrEnum):
    """What a question asks of a field, or of what a ticket is."""

    IS = "is"
    IS_NOT = "is_not"
    FILLED = "filled"
    EMPTY = "empty"


@dataclass(frozen=True)
class Question:
    """One comparison. ``about`` is a field's key or one of ``FACTS``; ``words`` count for is and is not."""

    about: str
    relation: Relation = Relation.IS
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Questions:
    """Several comparisons; none of them: always."""

    join: Join = Join.ALL
    rows: tuple[Question, ...] = ()


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text that has commas between them."""
    return tuple(word.strip() for word in text.split(",") if word.strip())


def tree_of(asked: Questions) -> dict[str, Any] | None:
    """Return the condition that the rows make; one question is asked without all or any around it."""
    found = [branch_of(one) for one in asked.rows]
    if not found:
        return None
    if asked.join is Join.NONE:
        return {"not": {"any": found}}
    return found[0] if asked.join is Join.ALL and len(found) == 1 else {asked.join.value: found}


def branch_of(one: Question) -> dict[str, Any]:
    """Return the condition of one row."""
    of = {"ticket" if one.about in FACTS else "field": one.about}
    if one.relation in (Relation.FILLED, Relation.EMPTY):
        return {**of, "filled": one.relation is Relation.FILLED}
    leaf = {**of, "is": list(one.words)}
    return {"not": leaf} if one.relation is Relation.IS_NOT else leaf


def questions_of(condition: Condition | None) -> Questions | None:
    """Return the rows that show a condition; nothing where it asks more than rows can show."""
    if not condition:
        return Questions()
    if set(condition) == {"not"} and isinstance(inner := condition["not"], Mapping) and set(inner) == {"any"}:
        return _joined(Join.NONE, inner["any"])
    for join in (Join.ALL, Join.ANY):
        if set(condition) == {join.value}:
            return _joined(join, condition[join.value])
    return _joined(Join.ALL, [condition])


def _joined(join: Join, branches: Any) -> Questions | None:
    if not isinstance(branches, list) or not branches:
        return None
    rows = [_question(one) for one in branches]
    known = tuple(one for one in rows if one is not None)
    return Questions(join, known) if len(known) == len(rows) else None


def _question(branch: Any, *, is_turned: bool = False) -> Question | None:
    if not isinstance(branch, Mapping):
        return None
    if set(branch) == {"not"} and not is_turned:
        return _question(branch["not"], is_turned=True)
    about = branch.get("ticket", branch.get("field"))
    if not isinstance(about, str) or (about in FACTS) is not ("ticket" in branch):
        return None
    if set(branch) in ({"field", "filled"}, {"ticket", "filled"}) and isinstance(branch["filled"], bool):
        return Question(about, Relation.EMPTY if branch["filled"] is is_turned else Relation.FILLED)
    if set(branch) in ({"field", "is"}, {"ticket", "is"}) and _can_be_typed(branch["is"]):
        return Question(about, Relation.IS_NOT if is_turned else Relation.IS, tuple(branch["is"]))
    return None


def _can_be_typed(words: Any) -> bool:
    if not isinstance(words, list) or not all(isinstance(one, str) for one in words):
        return False
    return words_of(",".join(words)) == tuple(words) and not any(char in "\r\n" for one in words for char in one)


def row_problems(asked: Questions, before: Collection[str], catalogue: Catalogue) -> dict[int, str]:
    """Return a code for each row that does not fit, by its place."""
    found = {at: condition_problem(branch_of(one), before, catalogue) for at, one in enumerate(asked.rows)}
    return {at: code for at, code in found.items() if code}
