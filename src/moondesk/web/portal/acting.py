"""What a customer does on the page of their ticket beside writing: say that it is solved or not, fill in fields."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moondesk.kit.errors import Conflict, InvalidInput
from moondesk.organizations.actor import Actor
from moondesk.tickets.actions.customers import fill_in_as_customer, reopen_as_customer, solve_as_customer
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_for_change
from moondesk.web import fragments
from moondesk.web.edges import TenantRequest, in_portal
from moondesk.web.fielding import catalogue_of, read_posted
from moondesk.web.portal.counting import REPLY_BY_CLIENT, REPLY_BY_PLACE, by_place, counted, refusal
from moondesk.web.portal.offering import asked_fields
from moondesk.web.portal.place import Place, behind_link, secret_page, signed_in
from moondesk.web.portal.ticket import page_of

ASKS = "fields"
"""The parameter with which nothing is taken: the fields are drawn anew."""


@require_POST
@counted(REPLY_BY_CLIENT, REPLY_BY_PLACE, by_place, asks=(ASKS,))
@in_portal(sign_in=True)
def ticket_act(request: TenantRequest, number: str, what: str) -> HttpResponse:
    """Take what the customer who is signed in presses or fills in."""
    return _act(signed_in(request, number), what)


@require_POST
@counted(REPLY_BY_CLIENT, REPLY_BY_PLACE, by_place, asks=(ASKS,))
@in_portal()
@secret_page
def link_act(request: TenantRequest, secret: str, what: str) -> HttpResponse:
    """Take what the one who has the link presses or fills in."""
    return _act(behind_link(request, secret), what)


def _act(place: Place, what: str) -> HttpResponse:
    request = place.request
    if ASKS in request.GET:
        return HttpResponse(
            fragments.draw(request, "portal/_own_fields.html", asked_fields(place, {}), "custom_fields")
        )
    refused = refusal(request)
    if refused is not None:
        return _again(place, {"": refused.message}, refused.status)
    ticket = get_for_change(place.actor, place.ticket.number)
    try:
        with transaction.atomic():
            _WORK[what](ticket, request, place.actor)
    except (InvalidInput, Conflict) as error:
        return _again(place, error.fields or {"": error.message}, error.status)
    if what == "fields":
        messages.success(request, _("Saved."))
    return redirect(place.here)


def _again(place: Place, errors: dict[str, str], status: int) -> HttpResponse:
    return page_of(place, status=status, field_errors=errors)


def _fill_in(ticket: Ticket, request: TenantRequest, actor: Actor) -> None:
    fill_in_as_customer(ticket, read_posted(catalogue_of(request.organization), request.POST), by=actor)


_WORK: dict[str, Callable[[Ticket, TenantRequest, Actor], None]] = {
    "resolution": lambda ticket, _request, actor: solve_as_customer(ticket, by=actor),
    "reopening": lambda ticket, _request, actor: reopen_as_customer(ticket, by=actor),
    "fields": _fill_in,
}
ACTS = tuple(_WORK)
