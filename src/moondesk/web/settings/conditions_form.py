"""Under which condition a field of a form is shown: from the rows that were posted, and back to them."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from moondesk.fields.forms import Catalogue, Condition, Item, condition_problem
from moondesk.fields.models import in_language
from moondesk.fields.questions import Join, Question, Questions, Relation, questions_of, row_problems, tree_of, words_of
from moondesk.fields.rules import Kind
from moondesk.tickets.actions.forms import text_of

KEPT = "kept"
REMOVED = "-"
"""What a row of a browser without a script looks at when it is to go."""


def read_condition(posted: QueryDict, key: str, names: "Names") -> dict[str, Any] | None:
    """Return the condition that the rows of a field make; as it was where they say what it says, or say to keep it."""
    join = posted.get(f"join.{key}", "")
    asked = Questions(Join(join) if join in set(Join) else Join.ALL, _rows(posted, key, names))
    was = _as_it_was(posted.get(f"was.{key}", ""))
    if join == KEPT and not asked.rows:
        return was if was is not None else {"nonsense": True}
    return was if was is not None and questions_of(was) == asked else tree_of(asked)


def _rows(posted: QueryDict, key: str, names: "Names") -> tuple[Question, ...]:
    columns = (posted.getlist(f"{name}.{key}") for name in ("about", "relation", "value"))
    found = []
    for about, relation, text in zip(*columns, strict=False):
        known = Relation(relation) if relation in set(Relation) else Relation.IS
        words = words_of(text) if known in (Relation.IS, Relation.IS_NOT) else ()
        if about != REMOVED and (about or text.strip()):
            found.append(Question(about, known, tuple(names.word(about, one) for one in words)))
    return tuple(found)


def _as_it_was(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else None


@dataclass(frozen=True)
class Names:
    """What a condition can look at: all fields, and what a ticket is, with the names of its values."""

    catalogue: Catalogue
    facts: Mapping[str, tuple[str, Mapping[str, str]]]
    people: Mapping[str, str] = field(default_factory=dict)

    def of(self, about: str) -> str:
        """Return how a field, or what a ticket is, is called."""
        if about in self.facts:
            return self.facts[about][0]
        known = self.catalogue.get(about)
        return (in_language(known.labels) if known else "") or about

    def value(self, about: str, word: str) -> str:
        """Return how a value is called."""
        if about in self.facts:
            return self.facts[about][1].get(word, word)
        return self._of_field(about, word) or dict(self.values(about)).get(word, word)

    def _of_field(self, about: str, word: str) -> str:
        known = self.catalogue.get(about)
        option = known.option(word) if known else None
        return in_language(option.labels) if option else ""

    def word(self, about: str, typed: str) -> str:
        """Return the value that somebody wrote by its key or by what it is called."""
        known = dict(self.values(about))
        called = {label.casefold(): word for word, label in reversed(known.items())}
        return typed if typed in known else called.get(typed.casefold(), typed)

    def values(self, about: str) -> list[tuple[str, str]]:
        """Return the values that can be chosen, each with what it is called; none where any words can be."""
        if about in self.facts:
            return list(self.facts[about][1].items())
        known = self.catalogue.get(about)
        if known is None:
            return []
        if known.kind is Kind.CHECKBOX:
            return [("true", _("Yes"))]
        if known.kind is Kind.USER:
            return list(self.people.items())
        live = (one for one in known.options if not one.is_retired)
        return [(one.key, " / ".join(in_language(step.labels) for step in known.path(one.key))) for one in live]

    @property
    def all_values(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """What can be chosen of all that a row can look at, for ts/conditions.ts."""
        return [(key, found) for key, _name in self.choices if (found := self.values(key))]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What a row can look at."""
        return [(key, self.of(key)) for key in (*self.facts, *(one.key for one in self.catalogue.live))]


def relations() -> list[tuple[str, str]]:
    """Return what a row can ask."""
    return [
        (Relation.IS.value, _("is")),
        (Relation.IS_NOT.value, _("is not")),
        (Relation.FILLED.value, _("is filled")),
        (Relation.EMPTY.value, _("is empty")),
    ]


def shown(item: Item | None, before: Collection[str], names: Names) -> dict[str, Any]:
    """Return what the page shows of the condition of a field that stands behind those ``before`` it."""
    when = item.when if item is not None else None
    asked = questions_of(when)
    problems = row_problems(asked, before, names.catalogue) if asked is not None else {}
    rows = [
        _row(one, text_of(problems[at]) if at in problems else "") for at, one in enumerate(asked.rows if asked else ())
    ]
    code = condition_problem(when, before, names.catalogue) if when else None
    return {
        "join": asked.join.value if asked is not None else KEPT,
        "was": json.dumps(dict(when)) if when else "",
        "words": in_words(when, names) if when and code is None else "",
        "is_open": code is not None,
        "rows": rows,
        "told": [one["problem"] for one in rows if one["problem"]],
    }


def _row(one: Question, problem: str) -> dict[str, str]:
    return {
        "about": one.about,
        "relation": one.relation.value,
        "value": ", ".join(one.words),
        "problem": problem,
    }


def in_words(condition: Condition, names: Names) -> str:
    """Return a whole condition as people say it."""
    for join, text in (("all", _("all of: %(parts)s")), ("any", _("any of: %(parts)s"))):
        if join in condition:
            return text % {"parts": _parts(condition[join], names)}
    if "not" not in condition:
        return _question(condition, names, turned=False)
    inner = condition["not"]
    if "any" in inner:
        return _("none of: %(parts)s") % {"parts": _parts(inner["any"], names)}
    if "field" in inner or "ticket" in inner:
        return _question(inner, names, turned=True)
    return _("not (%(part)s)") % {"part": in_words(inner, names)}


def _parts(branches: list[Condition], names: Names) -> str:
    told = [(f"({text})" if _is_group(one) else text) for one in branches if (text := in_words(one, names))]
    return "; ".join(told)


def _is_group(condition: Condition) -> bool:
    return "all" in condition or "any" in condition or ("not" in condition and "any" in condition["not"])


def _question(leaf: Condition, names: Names, *, turned: bool) -> str:
    about = leaf.get("ticket", leaf.get("field", ""))
    said = dict(relations())
    if "filled" in leaf:
        return f"{names.of(about)} {said['empty' if leaf['filled'] is turned else 'filled']}"
    values = f" {_('or')} ".join(names.value(about, word) for word in leaf["is"])
    return f"{names.of(about)} {said['is_not' if turned else 'is']} {values}"
