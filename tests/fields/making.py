"""Custom fields and forms for tests, made by the actions that make them for people."""

import itertools
from typing import Any

from moondesk.fields.actions import add_field
from moondesk.fields.forms import Item
from moondesk.fields.models import Field
from moondesk.fields.rules import WITH_OPTIONS, Kind, Option
from moondesk.tickets.actions import change_fields, change_form
from moondesk.tickets.field_models import FieldValue, TicketForm
from tests import factories

_counter = itertools.count(1)


def make_field(kind: Kind = Kind.TEXT, label: str = "", *options: str, key: str = "", **parts: Any) -> Field:
    """Return a custom field; one with options gets those named, or two."""
    names = options or (("One", "Two") if kind in WITH_OPTIONS else ())
    made = [Option(slug_of(name), {"en": name}) for name in names]
    labels = {"en": label or f"Field {next(_counter)}"}
    return add_field(kind, labels=labels, options=made, key=key, by=factories.moondesk(), **parts)


def slug_of(name: str) -> str:
    """Return the key that an option of this name has."""
    return name.lower().replace(" ", "_")


def make_form(*items: Item, category: str = "", type_: str = "") -> TicketForm:
    """Return the form of a category and type, with a field that it makes if none is given."""
    return change_form(category, type_, items or (Item(make_field().key),), by=factories.moondesk())


def make_field_value() -> FieldValue:
    """Return the row by which a ticket with a value is found."""
    ticket, field = factories.make_ticket(), make_field()
    change_fields(ticket, {field.key: "Anything"}, by=factories.moondesk())
    return FieldValue.objects.get(ticket=ticket)
