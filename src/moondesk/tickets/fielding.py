"""The custom fields of tickets: what there is, what a ticket is to the forms, and what fits."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from babel.dates import format_date
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from moondesk.fields.errors import FieldsRequired, InvalidValue
from moondesk.fields.forms import Access, Catalogue, Facts, Form, Moment
from moondesk.fields.models import in_language
from moondesk.fields.queries import read_definitions
from moondesk.fields.rules import Definition, Kind, People, Value, Wrong, clean
from moondesk.organizations.models import Member
from moondesk.organizations.queries import assignable_members
from moondesk.tickets.field_models import TicketForm
from moondesk.tickets.models import Category, Ticket
from moondesk.tickets.rules import Priority

PREFIX = "fields."
"""What stands before a field's key where errors and forms name it."""


def read_catalogue() -> Catalogue:
    """Return the fields and forms of the organization; without any field, in one statement."""
    definitions = read_definitions()
    if not definitions:
        return Catalogue()
    return Catalogue(definitions, read_forms())


def read_forms() -> tuple[Form, ...]:
    """Return the forms, those for all tickets first."""
    forms = (one.form for one in TicketForm.objects.select_related("category"))
    return tuple(sorted(forms, key=lambda one: (one.category, one.type)))


def chain_of(category_id: uuid.UUID | None) -> tuple[str, ...]:
    """Return the key of a category and of those above it, the nearest first."""
    if category_id is None:
        return ()
    rows = {one.pk: one for one in Category.objects.all()}
    found: list[str] = []
    while category_id in rows and rows[category_id].key not in found:
        found.append(rows[category_id].key)
        category_id = rows[category_id].parent_id
    return tuple(found)


def facts_of(ticket: Ticket) -> Facts:
    """Return what a ticket is to the forms."""
    return facts(chain_of(ticket.category_id), str(ticket.type), Priority(ticket.priority))


def facts(chain: Iterable[str], type_: str, priority: Priority) -> Facts:
    """Return the same of a ticket that is only thought of."""
    return {"category": tuple(chain), "type": (type_,), "priority": (priority.key,)}


def people_for(definitions: Iterable[Definition]) -> People:
    """Return the members who can be chosen, if any of the fields needs them."""
    if not any(one.kind is Kind.USER for one in definitions):
        return {}
    return {str(one.pk): one.name for one in assignable_members()}


def checked(catalogue: Catalogue, given: Mapping[str, Any], present: Mapping[str, Value]) -> dict[str, Value]:
    """Return the given values as they are kept. Raises ``InvalidValue`` with all that does not fit, by field."""
    wrong: dict[str, str] = {}
    codes: dict[str, str] = {}
    found: dict[str, Value] = {}
    known = {key: catalogue.get(key) for key in given}
    people = people_for(one for one in known.values() if one is not None)
    for key, value in given.items():
        definition = known[key]
        try:
            if definition is None:
                raise Wrong("unknown_field")
            if definition.is_retired:
                raise Wrong("field_retired")
            found[key] = clean(definition, value, present=present.get(key), people=people)
        except Wrong as error:
            codes[PREFIX + key] = error.code
            wrong[PREFIX + key] = text_of(error)
    if wrong:
        raise InvalidValue(next(iter(wrong.values())), fields=wrong, extra={"codes": codes})
    return found


def fitting(catalogue: Catalogue, kept: Mapping[str, Any]) -> dict[str, Value]:
    """Return of values that were kept somewhere those that a ticket can be given now."""
    found: dict[str, Value] = {}
    known = {key: one for key in kept if (one := catalogue.get(key)) is not None and not one.is_retired}
    people = people_for(known.values())
    for key, definition in known.items():
        with suppress(Wrong):
            value = clean(definition, kept[key], people=people)
            found |= {key: value} if value is not None else {}
    return found


def require(missing: Iterable[Definition], moment: Moment) -> None:
    """Raise ``FieldsRequired`` if anything is missing."""
    texts = {PREFIX + one.key: _("%(field)s is needed.") % {"field": in_language(one.labels)} for one in missing}
    if texts:
        keys = [name.removeprefix(PREFIX) for name in texts]
        raise FieldsRequired(" ".join(texts.values()), fields=texts, extra={"required": keys, "moment": moment.value})


def fields_for_customer(ticket: Ticket) -> dict[str, Value]:
    """Return the values of a ticket that its customer may see."""
    if not ticket.field_values:
        return {}
    shown = read_catalogue().shown(facts_of(ticket), ticket.field_values)
    return {
        one.key: ticket.field_values[one.key]
        for one, item in shown
        if item.customers is not Access.HIDDEN and one.key in ticket.field_values
    }


def shown_value(definition: Definition, value: Value, people: People | None = None, language: str = "") -> str:
    """Return a value as people read it."""
    if value is None:
        return ""
    if definition.kind is Kind.CHECKBOX:
        return "✓"
    if definition.kind is Kind.USER:
        return (people or {}).get(str(value)) or _name_of(str(value))
    if definition.options:
        keys = value if isinstance(value, list) else [str(value)]
        return ", ".join(option_label(definition, str(key), language) for key in keys)
    return str(value) if language else _by_locale(definition, value)


def _by_locale(definition: Definition, value: Value) -> str:
    """Return a number or a day as the reader writes them; history keeps them plain."""
    if definition.kind is Kind.NUMBER and isinstance(value, (int, float)):
        whole = value == int(value)
        return number_format(int(value) if whole else value, force_grouping=True)
    if definition.kind is Kind.DATE:
        locale = translation.to_locale(translation.get_language() or "en")
        return format_date(datetime.date.fromisoformat(str(value)), "d MMM y", locale=locale)
    return str(value)


def option_label(definition: Definition, key: str, language: str = "") -> str:
    """Return the name of an option, with those above it in a tree."""
    path = definition.path(key)
    return " / ".join(in_language(one.labels, language or None) or one.key for one in path) or key


def _name_of(member_id: str) -> str:
    return Member.objects.filter(pk=member_id).values_list("name", flat=True).first() or ""


def text_of(error: Wrong) -> str:
    """Return why a value does not fit in plain words."""
    bound = {"bound": error.bound}
    return {
        "unknown_field": _("There is no such field."),
        "field_retired": _("This field is retired: it takes no values any more."),
        "not_text": _("This has to be text."),
        "control": _("This has characters that cannot be shown."),
        "too_long": _("Keep this under %(bound)s characters.") % {"bound": int(str(error.bound or 0)) + 1},
        "not_a_number": _("This is not a number."),
        "out_of_range": _("This number is too large to be kept."),
        "too_precise": _("This number can have %(bound)s decimals.") % bound,
        "too_small": _("This has to be %(bound)s or more.") % bound,
        "too_large": _("This has to be %(bound)s or less.") % bound,
        "not_a_date": _("This is not a date. It looks like 2026-11-21."),
        "not_a_checkbox": _("This is either ticked or not."),
        "not_an_option": _("Choose one of the list."),
        "unknown_option": _("Choose one of the list."),
        "option_retired": _("This option cannot be chosen any more. Choose another."),
        "not_a_list": _("This has to be a list."),
        "not_a_url": _("This is not a web address. It starts with http:// or https://."),
        "not_a_member": _("Choose one of the list."),
        "unknown_member": _("Choose one of the list."),
    }.get(error.code, _("This cannot be chosen."))
