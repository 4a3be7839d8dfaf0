"""Changing which fields tickets of a category and type show."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from moondesk.events.actions import emit
from moondesk.events.errors import ChangedSince
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.fields.errors import FieldsChangedMeanwhile, InvalidField
from moondesk.fields.forms import Form, Item, flaws, item_document, item_of
from moondesk.kit import tenancy
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Organization
from moondesk.organizations.permissions import Permission
from moondesk.tickets.field_models import TicketForm
from moondesk.tickets.fielding import read_catalogue
from moondesk.tickets.models import Category
from moondesk.tickets.naming_events import FormChanged
from moondesk.tickets.rules import TicketType


def change_form(
    category: str, type_: str, items: Sequence[Item], *, by: Actor, seen: Sequence[Item] | None = None
) -> TicketForm:
    """Say which fields tickets of a category and type show; empty words stand for any. Adds the form if it is new."""
    known, row = _begin(category, type_, by)
    before = [item_document(one) for one in row.form.items] if row else None
    if seen is not None and row is not None and tuple(seen) != row.form.items:
        raise FieldsChangedMeanwhile(
            _("Somebody changed this form while you were at it. Nothing of yours is saved yet.")
        )
    form = Form(category, type_, tuple(items))
    wrong = flaws(form, read_catalogue())
    if wrong:
        texts = {f"items.{one.field}" if one.field else "items": text_of(one.code) for one in reversed(wrong)}
        raise InvalidField(text_of(wrong[0].code), fields=texts)
    row = row or TicketForm(category=known, type=type_)
    row.items = after = [item_document(one) for one in items]
    if after != before:
        row.save()
        _tell(category, type_, before, after, by)
    return row


def remove_form(category: str, type_: str, *, by: Actor) -> None:
    """Take a form away; its tickets show the next one that fits."""
    _known, row = _begin(category, type_, by)
    if row is None:
        text = _("There is no such form.")
        raise InvalidField(text, fields={"category": text})
    before = [item_document(one) for one in row.form.items]
    row.delete()
    _tell(category, type_, before, None, by)


@undoes(FormChanged)
def take_form_back(event: Event, by: Actor) -> None:
    """Write a form as it was, or take a new one away, unless somebody changed it since."""
    category, type_ = event.data["category"], event.data["type"]
    _known, row = _begin(category, type_, by)
    if ([item_document(one) for one in row.form.items] if row else None) != event.data["after"]:
        raise ChangedSince(_("This was changed again since. Change it to what you want instead."))
    if event.data["before"] is None:
        remove_form(category, type_, by=by)
    else:
        change_form(category, type_, [item_of(one) for one in event.data["before"]], by=by)


def _begin(category: str, type_: str, by: Actor) -> tuple[Category | None, TicketForm | None]:
    by.require(Permission.FIELD_MANAGE)
    Organization.objects.select_for_update(no_key=True).get()
    known = Category.objects.filter(key=category).first() if category else None
    if (category and known is None) or (type_ and type_ not in set(TicketType)):
        text = _("Choose one of the list.")
        raise InvalidField(text, fields={"category" if category and known is None else "type": text})
    return known, TicketForm.objects.select_related("category").filter(category=known, type=type_).first()


def _tell(
    category: str, type_: str, before: list[dict[str, object]] | None, after: list[dict[str, object]] | None, by: Actor
) -> None:
    subject = tenancy.current_organization_id()
    emit(FormChanged(subject_id=subject, category=category, type=type_, before=before, after=after), by=by)


def text_of(code: str) -> str:
    """Return what is wrong with a form in plain words."""
    return {
        "too_many": _("A form can have 60 fields."),
        "unknown_field": _("There is no such field."),
        "twice": _("This field stands on the form twice."),
        "members_are_not_shown": _("Customers cannot choose among your members."),
        "condition_unknown_field": _("The condition asks for a field that there is not."),
        "condition_order": _("The condition asks for a field that stands below. Move this field further down."),
        "condition_unknown_value": _("The condition asks for an option that the field has not got."),
        "condition_values": _("Write the values with which the field is shown."),
        "condition_what": _("Choose what the condition looks at."),
    }.get(code, _("The condition is not whole."))
