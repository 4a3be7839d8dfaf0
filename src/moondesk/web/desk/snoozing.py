"""Snoozing a ticket, waking it, and reminders: a menu on the ticket's page, and a page for moments of one's own."""

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from moondesk.kit import context
from moondesk.kit.clock import now
from moondesk.kit.errors import InvalidInput
from moondesk.organizations.permissions import Permission
from moondesk.tickets.actions.snoozing import drop_reminder, set_reminder, snooze_ticket, wake_ticket
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_for_change, get_visible
from moondesk.tickets.reminders import get_reminder, reminders_of
from moondesk.tickets.snoozes import When, moment_of, read_moment
from moondesk.web.desk.changes import apply, refuse
from moondesk.web.desk.page import TicketPage
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.formats import datetime_text
from moondesk.web.fragments import Toast


@require_POST
@in_desk(Permission.TICKET_UPDATE)
def snooze(request: TenantRequest, number: str) -> HttpResponse:
    """Put the ticket aside until a natural moment, the next reply, or a moment that was typed."""
    if "until" in request.POST:
        return _typed(
            request, number, lambda ticket: snooze_ticket(ticket, _moment(request, "until"), by=request.actor)
        )
    try:
        when = When(request.POST.get("when", ""))
    except ValueError:
        raise refuse("when") from None
    until = moment_of(when, now(), timezone.get_current_timezone())
    said = snoozed_until(until)
    return apply(
        request,
        number,
        lambda ticket: snooze_ticket(ticket, until, by=request.actor),
        lambda: _told(request, number, said),
    )


@require_POST
@in_desk(Permission.TICKET_UPDATE)
def wake(request: TenantRequest, number: str) -> HttpResponse:
    """Bring the ticket back."""
    said = _("The ticket is awake.")
    return apply(
        request, number, lambda ticket: wake_ticket(ticket, by=request.actor), lambda: _told(request, number, said)
    )


def snoozed_until(until: datetime.datetime | None) -> str:
    """Return what is said of a ticket that was put aside."""
    if until is None:
        return _("Snoozed until the customer writes.")
    return _("Snoozed until %(time)s, or until the customer writes.") % {"time": datetime_text(until)}


def _told(request: TenantRequest, number: str, said: str) -> Toast:
    return Toast(said, _undo_address(request, number), 30)


def _undo_address(request: TenantRequest, number: str) -> str:
    place = {"slug": request.organization.slug, "number": number, "operation": context.operation.get()}
    return reverse("desk:undo", kwargs=place)


@require_safe
@in_desk(Permission.TICKET_UPDATE)
def later(request: TenantRequest, number: str) -> HttpResponse:
    """Show where a moment is chosen, and one's reminders."""
    return _page(request, get_visible(request.actor, number))


@require_POST
@in_desk(Permission.TICKET_UPDATE)
def remind(request: TenantRequest, number: str) -> HttpResponse:
    """Set a reminder for oneself."""
    note = request.POST.get("note", "")
    return _typed(
        request, number, lambda ticket: set_reminder(ticket, _moment(request, "at"), note, by=request.actor), stay=True
    )


@require_POST
@in_desk(Permission.TICKET_UPDATE)
def forget(request: TenantRequest, number: str, reminder_id: uuid.UUID) -> HttpResponse:
    """Take a reminder of one's own back."""
    ticket = get_for_change(request.actor, number)
    drop_reminder(get_reminder(request.actor, ticket, reminder_id), by=request.actor)
    return redirect(TicketPage(request, ticket).url("later"))


def _moment(request: TenantRequest, name: str) -> Any:
    try:
        return read_moment(request.POST.get(name, ""), timezone.get_current_timezone())
    except (ValueError, OverflowError):
        text = _("Choose a day and a time.")
        raise InvalidInput(text, fields={name: text}) from None


def _typed(request: TenantRequest, number: str, act: Any, *, stay: bool = False) -> HttpResponse:
    """Do what the page of moments asks; what does not fit is said beside its field, and what was typed is kept."""
    ticket: Ticket = get_for_change(request.actor, number)
    try:
        with transaction.atomic():
            act(ticket)
    except InvalidInput as error:
        typed = {name: request.POST.get(name, "") for name in ("until", "at", "note")}
        return _page(request, get_visible(request.actor, number), errors=error.fields, typed=typed, status=error.status)
    page = TicketPage(request, get_visible(request.actor, number))
    if not stay:
        messages.success(request, snoozed_until(page.ticket.snoozed_until), extra_tags=_undo_address(request, number))
    return redirect(page.url("later") if stay else page.here)


def _page(request: TenantRequest, ticket: Ticket, *, status: int = 200, **more: Any) -> HttpResponse:
    page = TicketPage(request, ticket)
    values = page.context | {"reminders": reminders_of(request.actor, ticket), "errors": {}, "typed": {}} | more
    return render(request, "desk/later.html", values, status=status)
