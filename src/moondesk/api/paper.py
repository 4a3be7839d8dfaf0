"""A ticket on paper, for programs: the same document as the page that a browser prints, as one file."""

import zoneinfo
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import content_disposition_header
from ninja import Router

from moondesk.api.edge import ApiRequest, edge, needs, open_to_all
from moondesk.api.errors import InvalidParameter
from moondesk.api.public import behind, guest
from moondesk.audit.reading import Reading, note_reading
from moondesk.conversations.paper import Paper, paper_for_customer, paper_for_desk
from moondesk.files.giving import SEAL, sealed
from moondesk.kit.clock import known_zones, now
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import current_organization
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_visible

router = Router(tags=["Tickets"])
router.add_decorator(edge, mode="view")
public_router = Router(tags=["Public"])
public_router.add_decorator(edge, mode="view")


@router.get("/{number}/print", summary="Print a ticket", operation_id="print_ticket")
@needs(Permission.TICKET_VIEW, parameters=("notes", "time_zone"))
def print_ticket(request: ApiRequest, number: str, notes: bool = False, time_zone: str = "") -> HttpResponse:
    """What is known of a ticket and its conversation as one HTML file, made to be printed or turned into a PDF.

    It needs nothing else and runs nothing. Words are in the language of `Accept-Language`.
    """
    ticket = get_visible(request.actor, number)
    if notes:
        request.actor.require(Permission.NOTE_VIEW)
    note_reading(Reading.TICKETS, by=request.actor)
    return _file(ticket, paper_for_desk(request.actor, ticket, notes=notes), time_zone, by=request.actor.label)


@public_router.get("/{slug}/tickets/{number}/print", summary="Print a ticket", operation_id="print_public_ticket")
@open_to_all(parameters=("time_zone",))
def print_public_ticket(request: HttpRequest, slug: str, number: str, time_zone: str = "") -> HttpResponse:
    """The public thread as one HTML file, made to be printed, for the secret of the link in a customer's mail."""
    with behind(request, slug, number) as (ticket, participant):
        return _file(ticket, paper_for_customer(guest(participant), ticket), time_zone)


def _file(ticket: Ticket, paper: Paper, time_zone: str, *, by: str = "") -> HttpResponse:
    organization = current_organization()
    number = f"{organization.number_prefix}-{ticket.number}"
    values: dict[str, Any] = {"house": organization.name, "number": number, "ticket": ticket, "paper": paper}
    with timezone.override(_zone(time_zone or organization.time_zone)):
        html = render_to_string("paper/ticket.html", values | {"printed": now(), "by": by})
    response = sealed(HttpResponse(html, content_type="text/html; charset=utf-8"))
    response.headers["Content-Security-Policy"] = f"{SEAL}; style-src 'unsafe-inline'"
    response.headers["Content-Disposition"] = content_disposition_header(False, f"{number}.html") or "inline"
    return response


def _zone(name: str) -> zoneinfo.ZoneInfo:
    if name not in known_zones():
        text = "This is no time zone. Give one like Europe/Madrid."
        raise InvalidParameter(text, fields={"time_zone": text})
    return zoneinfo.ZoneInfo(name)
