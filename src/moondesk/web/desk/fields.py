"""Custom fields of a ticket in the panel beside it, and those that a status asks for."""

from typing import Any

from django.http import HttpRequest

from moondesk.fields.errors import FieldsRequired
from moondesk.fields.forms import Catalogue, Facts, Moment
from moondesk.fields.rules import People
from moondesk.tickets import actions
from moondesk.tickets.fielding import facts
from moondesk.tickets.models import Category, Ticket
from moondesk.tickets.rules import Priority
from moondesk.web.desk.choices import Choices
from moondesk.web.fielding import Asked, Shown, form_fields, read_posted, shown


def chain_among(categories: list[Category], category: Category | None) -> tuple[str, ...]:
    """Return the key of a category and of those above it, from the categories that were read already."""
    rows = {one.pk: one for one in categories}
    found: list[str] = []
    step = category
    while step is not None and step.key not in found:
        found.append(step.key)
        step = rows.get(step.parent_id) if step.parent_id else None
    return tuple(found)


def facts_among(choices: Choices, ticket: Ticket) -> Facts:
    """Return what a ticket is to the forms."""
    return facts(chain_among(choices.categories, ticket.category), str(ticket.type), Priority(ticket.priority))


def people_among(choices: Choices) -> People:
    """Return the members who can be chosen."""
    return {str(one.pk): one.name for one in choices.members}


def panel_fields(choices: Choices, ticket: Ticket, errors: dict[str, str], typed: Any) -> list[Shown]:
    """Return the fields of a ticket: those of its form, then others that it has values of."""
    catalogue = choices.catalogue
    if not catalogue.definitions:
        return []
    on_form = [one for one, _item in catalogue.shown(facts_among(choices, ticket), ticket.field_values)]
    beside = [one for one in catalogue.live if one.key in ticket.field_values and one not in on_form]
    people = people_among(choices)
    found = []
    for definition in (*on_form, *beside):
        one = shown(definition, ticket.field_values.get(definition.key), people)
        if one.name in errors:
            one.errors, one.typed = [errors[one.name]], [str(typed.get(one.name, ""))]
        found.append(one)
    return found


def asked_fields(choices: Choices, ticket: Ticket, error: FieldsRequired, posted: Any) -> list[Shown]:
    """Return the fields that something cannot be done without, to be filled in where it was tried."""
    asked = Asked(people_among(choices), Moment(error.extra["moment"]), posted=posted)
    found = form_fields(choices.catalogue, facts_among(choices, ticket), ticket.field_values, asked)
    wanted = [one for one in found if one.key in error.extra["required"]]
    for one in wanted:
        one.errors = [error.fields[one.name]] if posted is not None and one.name in posted else []
        one.required = True
    return wanted


def give_posted(request: HttpRequest, catalogue: Catalogue, ticket: Ticket, *, by: Any) -> None:
    """Set the fields that came with another change, before it is made."""
    given = read_posted(catalogue, request.POST)
    if given:
        actions.change_fields(ticket, given, by=by)
