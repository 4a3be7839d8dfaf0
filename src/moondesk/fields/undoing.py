"""How changes of fields are taken back: by writing what there was before, unless somebody changed the same since."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from moondesk.events.errors import ChangedSince
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.fields.actions import change_field, document_of, order_fields, restore_field, retire_field
from moondesk.fields.events import FieldChanged, FieldsOrdered
from moondesk.fields.models import option_of
from moondesk.fields.queries import all_fields, get_field
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission


@undoes(FieldChanged)
def take_field_back(event: Event, by: Actor) -> None:
    """Make a field what it was; one that was added is retired, as tickets may have values of it."""
    by.require(Permission.FIELD_MANAGE)
    key = event.data["key"]
    now_there = document_of(get_field(key, lock=True))
    if any(now_there[name] != value for name, value in event.data["after"].items()):
        raise _changed()
    was = dict(event.data["before"]) or {"retired": True}
    retired = was.pop("retired", now_there["retired"])
    parts: dict[str, Any] = {name: was[name] for name in ("labels", "help", "places") if name in was}
    bounds = {name: was[name] for name in ("least", "most") if name in was}
    parts |= {name: None if bound is None else Decimal(str(bound)) for name, bound in bounds.items()}
    options = [option_of(one) for one in was["options"]] if "options" in was else None
    if parts or options is not None:
        change_field(key, by=by, options=options, **parts)
    if retired is not now_there["retired"]:
        (retire_field if retired else restore_field)(key, by=by)


@undoes(FieldsOrdered)
def take_order_back(event: Event, by: Actor) -> None:
    """Put the fields into the order that they had, unless somebody ordered or added some since."""
    if [one.key for one in all_fields()] != event.data["after"]:
        raise _changed()
    order_fields(event.data["before"], by=by)


def _changed() -> ChangedSince:
    return ChangedSince(_("This was changed again since. Change it to what you want instead."))
