"""When work on a ticket begins and is due: asked for in the panel beside it, changed there and on the timeline."""

import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moondesk.kit import context
from moondesk.organizations.permissions import Permission
from moondesk.tickets import actions
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_visible
from moondesk.tickets.scheduling import Schedule, on_day
from moondesk.web.desk.changes import apply, read_given, refuse
from moondesk.web.desk.timelines import day_of
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.fragments import Toast, is_partial
from moondesk.web.frame import Frame


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.TICKET_UPDATE)
def schedule(request: TenantRequest, number: str) -> HttpResponse:
    """Give the form with both days, or set those that were sent."""
    if request.method == "POST":
        return apply(request, number, lambda ticket: _set(request, ticket), lambda: _told(request, number))
    ticket = get_visible(request.actor, number)
    if not is_partial(request):
        return redirect("desk:ticket", slug=request.organization.slug, number=ticket.number)
    values = {
        "ticket": ticket,
        "start": day_of(ticket.starts_at),
        "due": day_of(ticket.due_at),
        "query": request.GET.urlencode(),
    }
    return render(request, "desk/_schedule.html", values | Frame(request).context)


def _set(request: TenantRequest, ticket: Ticket) -> None:
    now = actions.schedule_of(ticket)
    start = _given(request, "start", now.starts_at, end=False)
    due = _given(request, "due", now.due_at, end=True)
    actions.schedule_ticket(ticket, Schedule(start, due), by=request.actor)


def _given(
    request: TenantRequest, name: str, before: datetime.datetime | None, *, end: bool
) -> datetime.datetime | None:
    """Return the moment on the day that was sent; what was not sent, or is the same day, stays as it is."""
    if name not in request.POST or request.POST[name] == day_of(before):
        return before
    if not request.POST[name]:
        return None
    day = read_given(name, request.POST[name], datetime.date.fromisoformat)
    try:
        return on_day(day, before, timezone.get_current_timezone(), end=end)
    except OverflowError:  # the first or the last day that there is
        raise refuse(name) from None


def _told(request: TenantRequest, number: str) -> Toast:
    place = {"slug": request.organization.slug, "number": number, "operation": context.operation.get()}
    address = reverse("desk:undo", kwargs=place) + "?" + request.GET.urlencode()
    return Toast(_("%(number)s has new dates.") % {"number": number}, address, 30)
