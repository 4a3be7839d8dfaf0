"""Forms as values: which fields a ticket shows, in which order, when, and to whom. Pure functions."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from moondesk.fields.rules import Definition, Kind, Value

type Condition = Mapping[str, Any]
"""``{"field": key, "is": [values]}``, ``{"field": key, "filled": true}``, ``{"ticket": "category", "is": [keys]}``,
``{"ticket": "category", "filled": true}``, or ``{"all": […]}``, ``{"any": […]}``, ``{"not": condition}``.
Empty: always."""
type Facts = Mapping[str, Collection[str]]
"""What a ticket is, by the names of ``FACTS``: its category with those above it, its type, its priority."""

FACTS = ("category", "type", "priority")
MOST_ITEMS = 60
DEEPEST = 4
MOST_LEAVES = 30


class Access(StrEnum):
    """What customers may do with a field."""

    HIDDEN = "hidden"
    SEE = "see"
    EDIT = "edit"


class Moment(StrEnum):
    """When a field must have a value."""

    CREATION = "creation"
    RESOLVE = "resolve"


@dataclass(frozen=True)
class Item:
    """One field on a form."""

    field: str
    required: frozenset[Moment] = frozenset()
    customers: Access = Access.HIDDEN
    when: Condition | None = None


@dataclass(frozen=True)
class Form:
    """The fields of tickets of a category and type, in order. Empty words stand for any."""

    category: str = ""
    type: str = ""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """All fields of an organization and all its forms."""

    definitions: tuple[Definition, ...] = ()
    forms: tuple[Form, ...] = ()

    def get(self, key: str) -> Definition | None:
        """Return the field with a key, also a retired one."""
        return next((one for one in self.definitions if one.key == key), None)

    @property
    def live(self) -> tuple[Definition, ...]:
        """The fields that tickets can be given."""
        return tuple(one for one in self.definitions if not one.is_retired)

    def form_for(self, chain: Sequence[str], type_: str) -> Form:
        """Return the form of a ticket: the nearest category's, that for its type first; else the one for all.

        ``chain`` has the ticket's category and those above it, the nearest first. Without any form, agents see all
        fields and customers none.
        """
        known = {(one.category, one.type): one for one in self.forms}
        for category in (*chain, ""):
            for wanted in (type_, ""):
                if (category, wanted) in known:
                    return known[category, wanted]
        return Form(items=tuple(Item(one.key) for one in self.live))

    def shown(self, facts: Facts, values: Mapping[str, Value]) -> tuple[tuple[Definition, Item], ...]:
        """Return the fields that a ticket shows, in order. What is not shown counts as empty for those after it."""
        found: list[tuple[Definition, Item]] = []
        seen: dict[str, Value] = {}
        form = self.form_for(tuple(facts.get("category", ())), next(iter(facts.get("type", ())), ""))
        for item in form.items:
            definition = self.get(item.field)
            if definition is None or definition.is_retired or not holds(item.when, self, facts, seen):
                continue
            seen[item.field] = values.get(item.field)
            found.append((definition, item))
        return tuple(found)

    def missing(
        self, facts: Facts, values: Mapping[str, Value], moment: Moment, *, by_customer: bool = False
    ) -> tuple[Definition, ...]:
        """Return the fields that need a value now. A customer is asked for nothing that they may not edit."""
        return tuple(
            definition
            for definition, item in self.shown(facts, values)
            if moment in item.required
            and values.get(definition.key) is None
            and not (by_customer and item.customers is not Access.EDIT)
        )


def holds(condition: Condition | None, catalogue: Catalogue, facts: Facts, values: Mapping[str, Value]) -> bool:
    """Say whether a condition holds."""
    if not condition:
        return True
    if "all" in condition:
        return all(holds(one, catalogue, facts, values) for one in condition["all"])
    if "any" in condition:
        return any(holds(one, catalogue, facts, values) for one in condition["any"])
    if "not" in condition:
        return not holds(condition["not"], catalogue, facts, values)
    if "ticket" in condition:
        found = set(facts.get(condition["ticket"], ()))
        return bool(found) is condition["filled"] if "filled" in condition else bool(found & set(condition["is"]))
    definition, value = catalogue.get(condition["field"]), values.get(condition["field"])
    if "filled" in condition:
        return (value is not None) is condition["filled"]
    return bool(_words(definition, value) & {str(one) for one in condition["is"]})


def _words(definition: Definition | None, value: Value) -> set[str]:
    if definition is None or value is None:
        return set()
    if definition.kind is Kind.TREE_SELECT:
        return {one.key for one in definition.path(str(value))}
    return {str(one) for one in value} if isinstance(value, list) else {_word(value)}


def _word(value: Value) -> str:
    return "true" if value is True else str(value)


@dataclass(frozen=True)
class Flaw:
    """One thing that is wrong with a form: at which field, and a code."""

    field: str
    code: str


def flaws(form: Form, catalogue: Catalogue) -> list[Flaw]:
    """Return all that is wrong with a form. A condition looks only at fields before it, so there are no circles."""
    found: list[Flaw] = []
    before: set[str] = set()
    if len(form.items) > MOST_ITEMS:
        found.append(Flaw("", "too_many"))
    for item in form.items:
        definition = catalogue.get(item.field)
        if definition is None:
            found.append(Flaw(item.field, "unknown_field"))
            continue
        if item.field in before:
            found.append(Flaw(item.field, "twice"))
        if item.customers is Access.EDIT and definition.kind is Kind.USER:
            found.append(Flaw(item.field, "members_are_not_shown"))
        if item.when and (code := condition_problem(item.when, before, catalogue)):
            found.append(Flaw(item.field, code))
        before.add(item.field)
    return found


def condition_problem(condition: Any, before: Collection[str], catalogue: Catalogue, depth: int = 0) -> str | None:
    """Return the code of what is wrong with a condition that looks at the fields ``before`` it."""
    if not isinstance(condition, Mapping) or depth > DEEPEST:
        return "condition"
    words = set(condition)
    if words in ({"all"}, {"any"}):
        inner = condition[next(iter(words))]
        if not isinstance(inner, list) or not 0 < len(inner) <= MOST_LEAVES:
            return "condition"
        return next((code for one in inner if (code := condition_problem(one, before, catalogue, depth + 1))), None)
    if words == {"not"}:
        return condition_problem(condition["not"], before, catalogue, depth + 1)
    return _leaf_problem(condition, before, catalogue)


def _leaf_problem(leaf: Mapping[str, Any], before: Collection[str], catalogue: Catalogue) -> str | None:
    if set(leaf) in ({"field", "filled"}, {"ticket", "filled"}):
        is_fit = isinstance(leaf["filled"], bool)
    elif set(leaf) in ({"field", "is"}, {"ticket", "is"}):
        wanted = leaf["is"]
        if wanted == []:
            return "condition_values"
        is_fit = isinstance(wanted, list) and 0 < len(wanted) <= MOST_LEAVES and all(isinstance(o, str) for o in wanted)
    else:
        return "condition"
    if not is_fit or not isinstance(leaf.get("field", ""), str):
        return "condition"
    if leaf.get("field") == "":
        return "condition_what"
    if "ticket" in leaf:
        return None if leaf["ticket"] in FACTS else "condition"
    definition = catalogue.get(leaf["field"])
    if definition is None:
        return "condition_unknown_field"
    if definition.options and any(definition.option(word) is None for word in leaf.get("is", ())):
        return "condition_unknown_value"
    return None if leaf["field"] in before else "condition_order"


def leaves(condition: Condition | None) -> Iterator[Mapping[str, Any]]:
    """Return the single questions of a condition."""
    if not condition:
        return
    for word in ("all", "any"):
        for one in condition.get(word, ()):
            yield from leaves(one)
    if "not" in condition:
        yield from leaves(condition["not"])
    if "field" in condition or "ticket" in condition:
        yield condition


def item_of(document: Mapping[str, Any]) -> Item:
    """Return the item that plain data describes."""
    return Item(
        field=str(document["field"]),
        required=frozenset(Moment(one) for one in document.get("required") or ()),
        customers=Access(document.get("customers") or Access.HIDDEN),
        when=document.get("when") or None,
    )


def item_document(item: Item) -> dict[str, Any]:
    """Return an item as plain data."""
    return {
        "field": item.field,
        "required": sorted(one.value for one in item.required),
        "customers": item.customers.value,
        "when": dict(item.when) if item.when else None,
    }


def without(form: Form, key: str) -> Form:
    """Return a form without a field."""
    return replace(form, items=tuple(one for one in form.items if one.field != key))
