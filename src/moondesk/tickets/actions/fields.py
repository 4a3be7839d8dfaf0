"""Giving tickets values of custom fields, and what the forms demand."""

from collections.abc import Mapping
from typing import Any

from moondesk.events.actions import emit
from moondesk.fields.forms import Access, Catalogue, Facts, Moment
from moondesk.fields.models import Field, in_language
from moondesk.fields.queries import get_field
from moondesk.fields.rules import Definition, Kind, Value, indexed
from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.events import CustomFieldChanged
from moondesk.tickets.field_models import FieldValue
from moondesk.tickets.fielding import checked, facts_of, fitting, people_for, read_catalogue, require, shown_value
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import DONE_STAGES, Stage

BATCH = 1000


def change_fields(ticket: Ticket, given: Mapping[str, Any], *, by: Actor) -> None:
    """Give a ticket values; None takes one away, those not named stay. All that does not fit is told at once."""
    by.require(Permission.TICKET_UPDATE)
    catalogue = read_catalogue() if given else Catalogue()
    write_fields(ticket, catalogue, checked(catalogue, given, ticket.field_values), by=by)


def write_fields(ticket: Ticket, catalogue: Catalogue, wanted: Mapping[str, Value], *, by: Actor) -> None:
    """Write values that were checked, and tell of each that is another one. Asks no permission."""
    changed = {key: value for key, value in wanted.items() if ticket.field_values.get(key) != value}
    if not changed:
        return
    old = dict(ticket.field_values)
    ticket.field_values = {key: value for key, value in (old | changed).items() if value is not None}
    # A retired field or one that is not shown keeps what it has: values are only lost by who empties them.
    ticket.version += 1
    ticket.updated_at = now()
    ticket.save(update_fields=["field_values", "version", "updated_at"])
    definitions = [one for key in changed if (one := catalogue.get(key)) is not None]
    people = people_for(definitions)
    for definition in definitions:
        _index(ticket, definition)
        before, after = old.get(definition.key), ticket.field_values.get(definition.key)
        told = CustomFieldChanged(
            subject_id=ticket.pk,
            field=definition.key,
            field_label=in_language(definition.labels, "en"),
            old=before,
            new=after,
            old_label=shown_value(definition, before, people, "en"),
            new_label=shown_value(definition, after, people, "en"),
        )
        emit(told, by=by)


def fields_at_opening(
    ticket: Ticket, given: Mapping[str, Any] | None, *, by: Actor, preset: Mapping[str, Any] | None = None
) -> list[FieldValue]:
    """Set what a ticket is opened with, and return the rows by which it is found. Nothing is written here.

    Raises ``InvalidValue``, or ``FieldsRequired`` for what the form demands of whoever opens it. A customer gives only
    what their form has. What is ``preset`` holds where nothing is given, as far as it still fits.
    """
    catalogue = read_catalogue()
    if not catalogue.definitions and not given:
        return []
    facts, before = facts_of(ticket), fitting(catalogue, preset or {})
    if given is None:
        wanted: dict[str, Value] = {}
    elif by.is_staff:
        wanted = checked(catalogue, given, {})
    else:
        wanted = given_by_customer(catalogue, facts, given, before)
    ticket.field_values = {key: value for key, value in (before | wanted).items() if value is not None}
    if given is not None:
        missing = catalogue.missing(facts, ticket.field_values, Moment.CREATION, by_customer=not by.is_staff)
        require(missing, Moment.CREATION)
    return [row for one in catalogue.live for row in _rows(ticket, one)]


def given_by_customer(
    catalogue: Catalogue, facts: Facts, given: Mapping[str, Any], before: Mapping[str, Value]
) -> dict[str, Value]:
    """Return what a customer may give of what they gave.

    What is hidden from them is left out before it is looked at: it opens no other field, and no answer tells what would
    fit.
    """
    form = catalogue.form_for(tuple(facts["category"]), next(iter(facts["type"]), ""))
    theirs = {item.field for item in form.items if item.customers is Access.EDIT}
    wanted = checked(catalogue, {key: given[key] for key in given if key in theirs or not catalogue.get(key)}, before)
    open_now = {one.key for one, _item in catalogue.shown(facts, {**before, **wanted})}
    return {key: value for key, value in wanted.items() if key in open_now}


def check_resolving(ticket: Ticket, stage: Stage, *, by: Actor) -> None:
    """Raise ``FieldsRequired`` when somebody moves a ticket to where its work is done before all it needs is known.

    A customer is never held up, nor is what Moondesk does by itself.
    """
    if stage not in DONE_STAGES or ticket.stage in DONE_STAGES or not by.is_staff:
        return
    catalogue = read_catalogue()
    if catalogue.forms:
        require(catalogue.missing(facts_of(ticket), ticket.field_values, Moment.RESOLVE), Moment.RESOLVE)


def _rows(ticket: Ticket, definition: Definition) -> list[FieldValue]:
    found = indexed(definition, ticket.field_values.get(definition.key))
    return [FieldValue(ticket=ticket, field_id=definition.id, word=word, number=number) for word, number in found]


def _index(ticket: Ticket, definition: Definition) -> None:
    FieldValue.objects.filter(ticket=ticket, field_id=definition.id).delete()
    FieldValue.objects.bulk_create(_rows(ticket, definition))


def index_values(tickets: list[Ticket], fields: list[Field]) -> list[FieldValue]:
    """Return the rows of the index for tickets that are written in bulk."""
    definitions = [one.definition for one in fields]
    return [row for ticket in tickets for one in definitions for row in _rows(ticket, one)]


def place_batch(key: str) -> bool:
    """Write the place of options into some rows of the index that have another; returns whether there may be more."""
    definition = get_field(key).definition
    if definition.kind not in (Kind.SELECT, Kind.TREE_SELECT):
        return False
    for place, option in enumerate(definition.options):
        rows = FieldValue.objects.filter(field_id=definition.id, word=option.key).exclude(number=place)
        found = list(rows.values_list("pk", flat=True)[:BATCH])
        if found:
            FieldValue.objects.filter(pk__in=found).update(number=place)
            return True
    return False
