"""Custom fields on pages: what a form shows of each, and what was typed into it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from moondesk.fields.forms import Access, Catalogue, Facts, Moment
from moondesk.fields.models import in_language
from moondesk.fields.rules import Definition, Kind, People, Value, Wrong, clean, from_form
from moondesk.organizations.models import Organization
from moondesk.tickets.fielding import PREFIX, option_label, read_catalogue, shown_value
from moondesk.web import kept

TYPES = {Kind.NUMBER: "text", Kind.DATE: "date", Kind.URL: "url"}
"""The types of inputs; a number is text with a pad of digits, as browsers lose what they take for no number."""


def catalogue_of(organization: Organization) -> Catalogue:
    """Return the fields and forms of an organization, read once until something of them changes."""
    made: Catalogue = kept.value(("fields", organization.pk, organization.config_version), read_catalogue)
    return made


@dataclass
class Shown:
    """One field as a form or a panel shows it."""

    key: str
    kind: str
    label: str
    help: str = ""
    text: str = ""
    """The value as people read it."""
    typed: list[str] = field(default_factory=list)
    """What stands in its input."""
    options: list[tuple[str, str]] = field(default_factory=list)
    required: bool = False
    errors: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of its input."""
        return PREFIX + self.key

    @property
    def type(self) -> str:
        """The type of its input."""
        return TYPES.get(Kind(self.kind), "text")

    @property
    def first(self) -> str:
        """The one value of its input."""
        return self.typed[0] if self.typed else ""


def shown(definition: Definition, value: Value, people: People, *, typed: list[str] | None = None) -> Shown:
    """Return a field with its value, or with what was typed instead."""
    found = Shown(
        key=definition.key,
        kind=definition.kind.value,
        label=in_language(definition.labels) or definition.key,
        help=in_language(definition.help) if definition.help else "",
        text=shown_value(definition, value, people),
        typed=as_typed(value) if typed is None else typed,
    )
    if definition.kind is Kind.USER:
        found.options = list(people.items())
        if value is not None and str(value) not in people:
            found.options.append((str(value), found.text))
    else:
        used = value if isinstance(value, list) else [value]
        live = [one for one in definition.options if not one.is_retired or one.key in used]
        found.options = [(one.key, option_label(definition, one.key)) for one in live]
    return found


def as_typed(value: Value) -> list[str]:
    """Return a value as it stands in the input of a form."""
    if value is None:
        return []
    if isinstance(value, list):
        return value
    return ["true" if value is True else str(value)]


@dataclass(frozen=True)
class Asked:
    """For whom and when a form is shown, and what stands in it."""

    people: People
    moment: Moment
    customer: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)
    posted: QueryDict | None = None


def form_fields(catalogue: Catalogue, facts: Facts, values: Mapping[str, Value], asked: Asked) -> list[Shown]:
    """Return the fields of a form to be filled in, as far as their conditions hold now."""
    chain = tuple(facts.get("category", ()))
    form = catalogue.form_for(chain, next(iter(facts.get("type", ())), ""))
    on = {one.key for one, _item in catalogue.shown(facts, values)}
    found = []
    for item in form.items:
        definition = catalogue.get(item.field)
        if definition is None or item.field not in on or (asked.customer and item.customers is not Access.EDIT):
            continue
        typed = asked.posted.getlist(PREFIX + item.field) if asked.posted is not None else None
        one = shown(definition, values.get(item.field), asked.people, typed=typed)
        one.required = asked.moment in item.required
        one.errors = [asked.errors[one.name]] if one.name in asked.errors else []
        found.append(one)
    return found


def read_posted(catalogue: Catalogue, posted: QueryDict, keys: Iterable[str] | None = None) -> dict[str, Any]:
    """Return what was posted for fields, as ``clean`` takes it; an unknown field stays, to be refused by its name."""
    wanted = {name.removeprefix(PREFIX) for name in posted if name.startswith(PREFIX)}
    found: dict[str, Any] = {}
    for key in sorted(wanted if keys is None else wanted & set(keys)):
        definition = catalogue.get(key)
        texts = posted.getlist(PREFIX + key)
        found[key] = from_form(definition, texts) if definition is not None else texts[-1]
    return found


def values_typed(catalogue: Catalogue, posted: QueryDict) -> dict[str, Value]:
    """Return what was typed as far as it fits, for the conditions of fields below; nothing is refused here."""
    found: dict[str, Value] = {}
    for key, given in read_posted(catalogue, posted).items():
        definition = catalogue.get(key)
        try:
            found[key] = None if definition is None or definition.kind is Kind.USER else clean(definition, given)
        except Wrong:
            found[key] = None
    return found
