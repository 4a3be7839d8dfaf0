"""One time entry: booked by hand, changed with its history in sight, deleted with a way back."""

import datetime
import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.events.models import Event
from moondesk.kit import context
from moondesk.kit.clock import now
from moondesk.kit.errors import InvalidInput, StaleVersion
from moondesk.organizations.elements import Element
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Permission
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_visible
from moondesk.timekeeping import actions
from moondesk.timekeeping.errors import InvalidTime
from moondesk.timekeeping.models import TimeEntry
from moondesk.timekeeping.permissions import may_change
from moondesk.timekeeping.queries import get_entry, get_entry_for_change, history_of_entry
from moondesk.timekeeping.rules import read_minutes
from moondesk.web.desk.choices import choices_of
from moondesk.web.desk.timeline import line_of
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.formats import worked
from moondesk.web.frame import Frame
from moondesk.web.levels import level
from moondesk.web.typed import Typed

_FORM = "%Y-%m-%dT%H:%M"


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.TIME_TRACK)
def new(request: TenantRequest, number: str) -> HttpResponse:
    """Book time on a ticket."""
    ticket = get_visible(request.actor, number)
    began = _local(now() - datetime.timedelta(minutes=30))
    typed = Typed.of(
        request, minutes="", started_at=began, began=began, billable="on", note="", member=request.member.pk
    )
    if request.method != "POST":
        return _page(request, ticket, None, typed)
    try:
        with transaction.atomic():
            fields = _read(typed)
            member = _member(request, typed)
            if typed.value("started_at") == typed.value("began"):
                fields["started_at"] = None  # Nobody said when it began: it ends now.
            entry = actions.add_entry(ticket, actions.NewEntry(**fields, member=member), by=request.actor)
    except InvalidInput as error:
        typed.note(error)
        return _page(request, ticket, None, typed, error.status)
    messages.success(request, _("%(time)s booked.") % {"time": worked(entry.minutes)})
    return redirect(Frame(request).url("ticket", number=ticket.number))


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.TIME_VIEW)
def show(request: TenantRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Show an entry and what happened to it, or save what was changed."""
    if request.method != "POST":
        entry = get_entry(request.actor, entry_id)
        return _page(request, entry.ticket, entry, Typed.of(request, **_values(entry)))
    request.actor.require(Permission.TIME_TRACK)
    entry = get_entry_for_change(request.actor, entry_id)
    typed = Typed.of(request)
    try:
        with transaction.atomic():
            if typed.value("version") != str(entry.version):
                raise StaleVersion(_("Somebody changed this while you were at it. Look at it again before you save."))
            fields = _read(typed)
            if typed.value("started_at") == _local(entry.started_at):
                del fields["started_at"]  # The field has no seconds.
            actions.change_entry(entry, fields, by=request.actor)
    except (InvalidInput, StaleVersion) as error:
        typed.note(error)
        entry = get_entry(request.actor, entry_id)
        return _page(request, entry.ticket, entry, typed, error.status)
    messages.success(request, _("Saved."))
    return redirect(Frame(request).url("time_entry", entry_id=entry.pk))


@require_POST
@in_desk(Permission.TIME_TRACK)
def remove(request: TenantRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Delete an entry, and say so with a way back."""
    entry = get_entry_for_change(request.actor, entry_id)
    actions.delete_entry(entry, by=request.actor)
    url = Frame(request).url
    deleted = urlencode({"deleted": str(context.operation.get()), "from": entry.ticket.number})
    return redirect(f"{url('time')}?{deleted}")


def _values(entry: TimeEntry) -> dict[str, Any]:
    return {
        "minutes": worked(entry.minutes), "started_at": _local(entry.started_at), "note": entry.note,
        "billable": "on" if entry.billable else "", "version": entry.version, "member": entry.member_id,
    }  # fmt: skip


def _local(moment: datetime.datetime) -> str:
    return timezone.localtime(moment).strftime(_FORM)


def _read(typed: Typed) -> dict[str, Any]:
    """Return the fields as the actions take them. Raises ``InvalidTime`` with all that cannot be read."""
    errors: dict[str, str] = {}
    minutes = read_minutes(typed.value("minutes"))
    if minutes is None:
        errors["minutes"] = _("Write a length such as 45, 1:30 or 1h 30m.")
    try:
        started_at = datetime.datetime.strptime(typed.value("started_at")[:16], _FORM).replace(
            tzinfo=timezone.get_current_timezone()
        )
    except ValueError:
        started_at = now()
        errors["started_at"] = _("Give a day and a time.")
    if errors:
        raise InvalidTime(next(iter(errors.values())), fields=errors)
    return {
        "minutes": minutes,
        "started_at": started_at.astimezone(datetime.UTC),
        "billable": bool(typed.value("billable")),
        "note": typed.value("note"),
    }


def _member(request: TenantRequest, typed: Typed) -> Member | None:
    wanted = typed.value("member")
    if not wanted or wanted == str(request.member.pk):
        return None
    found = next((one for one in choices_of(request.organization).members if str(one.pk) == wanted), None)
    if found is None:
        text = _("This cannot be chosen.")
        raise InvalidTime(text, fields={"member": text})
    return found


def _page(
    request: TenantRequest, ticket: Ticket, entry: TimeEntry | None, typed: Typed, status: int = 200
) -> HttpResponse:
    frame, choices = Frame(request, "time"), choices_of(request.organization)
    history: list[Event] = history_of_entry(entry) if entry else []
    values = frame.context | {
        "ticket": ticket,
        "full_number": f"{request.organization.number_prefix}-{ticket.number}",
        "entry": entry,
        "typed": typed,
        "fixed": entry is not None and not may_change(request.actor, entry.member_id),
        "members": choices.member_options if level(request, Element.TIME_PANEL).full and not entry else [],
        "history": [line_of(choices, event) for event in history],
    }
    response = render(request, "desk/time_entry.html", values, status=status)
    if status != 200:
        response["HX-Push-Url"] = "false"
    return response
