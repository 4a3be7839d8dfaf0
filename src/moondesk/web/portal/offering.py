"""What the page of a ticket offers its customer beside writing."""

from typing import Any

from moondesk.fields.forms import Access, Moment
from moondesk.tickets.actions.customers import is_theirs
from moondesk.tickets.fielding import facts_of
from moondesk.tickets.rules import DONE_STAGES, Stage
from moondesk.web.fielding import Asked, Shown, catalogue_of, form_fields, values_typed
from moondesk.web.portal.place import Place


def offers(place: Place, *, reopens: bool, errors: dict[str, str]) -> dict[str, Any]:
    """Return what the page of a ticket offers its customer to do, beside writing."""
    theirs = is_theirs(place.ticket, place.actor)
    done = place.ticket.stage in DONE_STAGES
    return {
        "can_solve": theirs and not done,
        "can_reopen": theirs and reopens and done,
        "was_answered": not place.ticket.last_message_by_customer,
        "field_errors": errors,
    } | asked_fields(place, errors if theirs and place.ticket.stage != Stage.CLOSED else None)


def asked_fields(place: Place, errors: dict[str, str] | None) -> dict[str, Any]:
    """Return the fields that the customer may change, as they are or as they were just typed."""
    found: list[Shown] = []
    request = place.request
    catalogue = catalogue_of(request.organization)
    may_edit = any(item.customers is Access.EDIT for form in catalogue.forms for item in form.items)
    if errors is not None and may_edit:
        posted = request.POST if any(name.startswith("fields.") for name in request.POST) else None
        values = place.ticket.field_values | (values_typed(catalogue, posted) if posted is not None else {})
        asked = Asked({}, Moment.CREATION, customer=True, errors=errors, posted=posted)
        found = form_fields(catalogue, facts_of(place.ticket), values, asked)
    return {"own_fields": found, "place": place}
