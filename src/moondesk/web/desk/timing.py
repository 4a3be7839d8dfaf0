"""Timers at the desk: started on a ticket, paused, stopped and discarded from wherever they are seen."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from moondesk.events.undo import undo_operation
from moondesk.kit import context
from moondesk.kit.errors import Conflict, InvalidInput, NotFound
from moondesk.organizations.permissions import Permission
from moondesk.tickets.errors import TicketNotFound
from moondesk.tickets.queries import get_for_change, get_visible
from moondesk.timekeeping import actions
from moondesk.timekeeping.analytics import metrics_of
from moondesk.timekeeping.rules import read_minutes
from moondesk.web import fragments
from moondesk.web.desk.clocks import length
from moondesk.web.desk.page import TEMPLATE, TicketPage
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.formats import worked
from moondesk.web.fragments import Toast, is_partial
from moondesk.web.frame import Frame

TOUCHED = ("top", "conversation", "facts", "timer", "timing")
"""The parts of a ticket's page that a timer changes."""


@require_safe
@in_desk(Permission.DESK_OPEN)
def chip(request: TenantRequest) -> HttpResponse:
    """Give the running timer in the frame again, for the live client."""
    return HttpResponse(fragments.draw(request, "layouts/desk.html", Frame(request).context, "timing"))


@require_POST
@in_desk(Permission.TIME_TRACK)
def start(request: TenantRequest, number: str) -> HttpResponse:
    """Start the member's timer on a ticket, or let it go on. Another that runs is paused, and that is said."""

    def act() -> Toast:
        _timer, paused = actions.start_timer(get_for_change(request.actor, number), by=request.actor)
        if paused is None:
            return Toast(_("Your timer runs."))
        other = f"{request.organization.number_prefix}-{paused.ticket.number}"
        return Toast(_("Your timer runs. The one on %(ticket)s is paused.") % {"ticket": other})

    return _carry_out(request, number, act)


@require_POST
@in_desk(Permission.TIME_TRACK)
def pause(request: TenantRequest, timer_id: uuid.UUID) -> HttpResponse:
    """Pause a timer."""

    def act() -> Toast:
        actions.pause_timer(timer_id, by=request.actor)
        return Toast(_("Your timer is paused."))

    return _carry_out(request, _number_of(request, timer_id), act)


@require_POST
@in_desk(Permission.TIME_TRACK)
def stop(request: TenantRequest, timer_id: uuid.UUID) -> HttpResponse:
    """Stop a timer and book what it counted, or what was typed."""
    number = _number_of(request, timer_id)

    def act() -> Toast:
        typed = request.POST.get("minutes", "").strip()
        minutes = read_minutes(typed) if typed else None
        if typed and minutes is None:
            raise InvalidInput(_("Write a length such as 45, 1:30 or 1h 30m."))
        # A form that has no such box says nothing of it.
        billable = "billable" in request.POST or "asked" not in request.POST
        booking = actions.Booking(minutes, billable, request.POST.get("note", ""))
        entry = actions.stop_timer(timer_id, booking, by=request.actor)
        return Toast(_("%(time)s booked.") % {"time": worked(entry.minutes)}, _undo_address(request, number), 30)

    return _carry_out(request, number, act)


@require_POST
@in_desk(Permission.TIME_TRACK)
def discard(request: TenantRequest, timer_id: uuid.UUID) -> HttpResponse:
    """Throw a timer away, with a way back."""
    number = _number_of(request, timer_id)

    def act() -> Toast:
        actions.discard_timer(timer_id, by=request.actor)
        return Toast(_("The timer is discarded. Nothing was booked."), _undo_address(request, number), 30)

    return _carry_out(request, number, act)


@require_POST
@in_desk(Permission.TIME_TRACK)
def undo(request: TenantRequest, number: str, operation: uuid.UUID) -> HttpResponse:
    """Take back what was done with time, and go back to where it was done."""
    ticket = get_visible(request.actor, number)
    try:
        with transaction.atomic():
            undo_operation(ticket.pk, operation, by=request.actor)
        messages.success(request, _("Undone."))
    except (Conflict, NotFound) as error:
        messages.error(request, error.message)
    return redirect(_place(request) or Frame(request).url("ticket", number=number))


@require_safe
@in_desk(Permission.DESK_OPEN)
def numbers(request: TenantRequest, number: str) -> HttpResponse:
    """Show what the log of a ticket says in numbers: alone, or as a part of its page once that is opened."""
    ticket = get_visible(request.actor, number)
    found = metrics_of(request.actor, ticket)
    lengths = [
        (_("Age"), length(found.age)),
        (_("First response"), length(found.first_response) if found.first_response is not None else "—"),
        (_("Waiting on us"), length(found.waiting_on_us)),
        (_("Waiting on the customer"), length(found.waiting_on_customer)),
        (_("Waiting on others"), length(found.waiting_on_others)),
        (_("From the customer"), str(found.from_customer)),
        (_("Replies"), str(found.replies)),
        (_("Notes"), "" if found.notes is None else str(found.notes)),
        (_("Reopened"), str(found.reopenings)),
    ]
    values = Frame(request).context | {"ticket": ticket, "numbers": [pair for pair in lengths if pair[1]]}
    if is_partial(request):
        return HttpResponse(fragments.draw(request, "desk/numbers.html", values, "figures"))
    return render(request, "desk/numbers.html", values)


def _number_of(request: TenantRequest, timer_id: uuid.UUID) -> str:
    own = Frame(request).timers
    return next((one.number for one in own if one.id == timer_id), request.POST.get("ticket", ""))


def _undo_address(request: TenantRequest, number: str) -> str:
    """Return the address that takes this back; none for a ticket that the member does not see any more."""
    return Frame(request).url("time_undo", number=number, operation=context.operation.get())


def _place(request: TenantRequest) -> str:
    """Return the page of time as it was shown, if what was done was done there."""
    place, own = request.POST.get("place", ""), Frame(request).url("time")
    return place if place.startswith(f"{own}?") or place == own else ""


def _carry_out(request: TenantRequest, number: str, act: Callable[[], Toast]) -> HttpResponse:
    """Do it, and show what it changed where it was asked for: the ticket's page, or the page of time."""
    error: Conflict | InvalidInput | NotFound | None = None
    toast = Toast("")
    try:
        with transaction.atomic():
            toast = act()
    except TicketNotFound:
        raise
    except (Conflict, InvalidInput, NotFound) as caught:
        error = caught
    place = _place(request)
    try:
        ticket = None if place else get_visible(request.actor, number)
    except TicketNotFound:
        ticket = None
    if ticket is None:
        return _elsewhere(request, place, toast, error)
    return _on_ticket(request, TicketPage(request, ticket), toast, error)


def _elsewhere(
    request: TenantRequest, place: str, toast: Toast, error: Conflict | InvalidInput | NotFound | None
) -> HttpResponse:
    if error is not None:
        messages.error(request, error.message)
    else:
        messages.success(request, toast.text)
    return redirect(place or Frame(request).url("time"))


def _on_ticket(
    request: TenantRequest, page: TicketPage, toast: Toast, error: Conflict | InvalidInput | NotFound | None
) -> HttpResponse:
    if error is not None:
        page.errors = {"": error.message}
        page.typed = {"time_note": request.POST.get("note", ""), "minutes": request.POST.get("minutes", "")}
        response = page.render(error.status)
        response["HX-Push-Url"] = "false"
        return response
    if is_partial(request):
        return fragments.answer(request, TEMPLATE, page.context, TOUCHED, toast=toast)
    messages.success(request, toast.text)
    return redirect(page.here)
