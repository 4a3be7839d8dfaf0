"""Writing down a call: the caller found by the number, on a ticket of theirs or a new one (I6)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moondesk.contacts.actions import create_contact, find_or_create_contact, update_contact
from moondesk.contacts.models import Contact
from moondesk.contacts.phones import Number, callers, check_number, read_number, region_of
from moondesk.contacts.queries import ContactNotFound, get_visible
from moondesk.conversations.actions.calls import Call, log_call, open_by_call
from moondesk.conversations.rules import CallDirection
from moondesk.kit.errors import InvalidInput
from moondesk.organizations.elements import Element
from moondesk.organizations.permissions import Permission
from moondesk.tickets.actions import NewTicket
from moondesk.tickets.errors import TicketNotFound
from moondesk.tickets.lists import ListQuery, Sort, list_tickets
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_for_change
from moondesk.tickets.rules import Channel
from moondesk.timekeeping.actions import NewEntry, add_entry
from moondesk.timekeeping.rules import MOST_MINUTES
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.frame import Frame
from moondesk.web.levels import level
from moondesk.web.typed import Typed

NEW = "new"
_TICKETS = 6


@dataclass(frozen=True)
class Known:
    """What is known of a call so far."""

    number: Number | None
    contacts: Sequence[Contact]
    chosen: Contact | None


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.TICKET_ON_BEHALF)
def new(request: TenantRequest) -> HttpResponse:
    """Show the form, with what is known of the number so far, or write the call down."""
    typed = Typed.of(
        request, number=request.GET.get("number", ""), contact=request.GET.get("contact", ""), direction="in",
        minutes="", ticket="", subject="", note="", name="", email="", booked="", confirm="",
    )  # fmt: skip
    known = _known(request, typed)
    if request.method != "POST" or "find" in request.GET:
        return _page(request, typed, known)
    try:
        with transaction.atomic():
            ticket = _log(request, typed, known)
    except InvalidInput as error:
        typed.note(error)
        return _page(request, typed, known, status=error.status)
    messages.success(request, _("The call is written down."))
    return redirect(Frame(request).url("ticket", number=ticket.number))


def _known(request: TenantRequest, typed: Typed) -> Known:
    region, wanted = region_of(request.organization), typed.value("contact")
    chosen = _contact(request, wanted)
    if chosen is not None and not typed.value("number").strip():
        typed.values["number"] = chosen.phone
    number = read_number(typed.value("number"), region)
    found = callers(request.actor, number, region) if number else []
    if chosen is not None and chosen not in found:
        # Another number was typed since: who was found by the one before is not meant any more.
        found, chosen = ([chosen, *found], chosen) if not number or _is_given(request, wanted) else (found, None)
    if chosen is None and len(found) == 1 and wanted != NEW:
        chosen = found[0]
    return Known(number, found, chosen)


def _is_given(request: TenantRequest, wanted: str) -> bool:
    """Say whether the page was opened for this contact, who may call from anywhere."""
    return wanted in (request.GET.get("contact"), request.POST.get("given"))


def _contact(request: TenantRequest, wanted: str) -> Contact | None:
    try:
        return get_visible(request.actor, uuid.UUID(wanted))
    except (ValueError, ContactNotFound):
        return None


def _page(request: TenantRequest, typed: Typed, known: Known, *, status: int = 200) -> HttpResponse:
    rows = []
    if known.chosen is not None:
        query = ListQuery(requester=(known.chosen.pk,), sort=Sort.UPDATED, limit=_TICKETS)
        rows = list_tickets(request.actor, query).rows
    tickets = [(row.number, row.subject, f"{request.organization.number_prefix}-{row.number}") for row in rows]
    values = {
        "typed": typed,
        "known": known,
        "contact": str(known.chosen.pk) if known.chosen else NEW,
        "given": request.POST.get("given", request.GET.get("contact", "")),
        "contacts": [(str(one.pk), one.shown_name, one.company.name if one.company else "") for one in known.contacts],
        "tickets": [*((number, f"{shown} {subject}") for number, subject, shown in tickets), (NEW, _("A new ticket"))],
        "ticket": typed.value("ticket") if typed.value("ticket") in {one[0] for one in tickets} else NEW,
        "may_book": level(request, Element.TIME_PANEL).usable,
    }
    response = render(request, "desk/call.html", Frame(request).context | values, status=status)
    if status != 200 or "find" in request.GET:
        response["HX-Push-Url"] = "false"
    return response


def _log(request: TenantRequest, typed: Typed, known: Known) -> Ticket:
    call = Call(
        direction=_direction(typed),
        number=check_number(typed.value("number"), region_of(request.organization)),
        minutes=_minutes(typed),
        note=typed.value("note").strip(),
    )
    ticket = _on_ticket(request, typed, call) if typed.value("ticket", NEW) not in ("", NEW) else None
    if ticket is None:
        ticket = _new_ticket(request, typed, known, call)
    if typed.value("booked") and call.minutes and level(request, Element.TIME_PANEL).usable:
        add_entry(ticket, NewEntry(minutes=call.minutes, note=_("Call")), by=request.actor)
    return ticket


def _on_ticket(request: TenantRequest, typed: Typed, call: Call) -> Ticket:
    try:
        ticket = get_for_change(request.actor, typed.value("ticket"))
    except TicketNotFound as error:
        raise InvalidInput(error.message, fields={"ticket": error.message}) from None
    log_call(ticket, call, by=request.actor)
    return ticket


def _new_ticket(request: TenantRequest, typed: Typed, known: Known, call: Call) -> Ticket:
    contact = known.chosen or _new_contact(request, typed, call)
    language = contact.language or request.organization.language
    opening = NewTicket(
        subject=typed.value("subject"), requester=contact, channel=Channel.PHONE, language=language, fields={}
    )
    return open_by_call(opening, call, by=request.actor, quiet=not typed.value("confirm"))[0]


def _new_contact(request: TenantRequest, typed: Typed, call: Call) -> Contact:
    """Write the caller down. An address that somebody has already is that contact's."""
    name, email = typed.value("name").strip(), typed.value("email").strip()
    if email:
        contact = find_or_create_contact(email, name)
        return contact if contact.phone else update_contact(contact, by=request.actor, phone=call.number.shown)
    return create_contact(name=name, email=None, phone=call.number.shown, by=request.actor)


def _direction(typed: Typed) -> CallDirection:
    try:
        return CallDirection(typed.value("direction"))
    except ValueError:
        text = _("Choose one of these.")
        raise InvalidInput(text, fields={"direction": text}) from None


def _minutes(typed: Typed) -> int:
    given = typed.value("minutes").strip() or "0"
    if not given.isascii() or not given.isdigit() or len(given) > 6 or int(given) > MOST_MINUTES:
        text = _("Write whole minutes.")
        raise InvalidInput(text, fields={"minutes": text})
    return int(given)
