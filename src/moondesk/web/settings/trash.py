"""The deleted tickets: who deleted them, until when they can be restored, and which are gone for good."""

import datetime
import math
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.channels.purging import purge_ticket
from moondesk.events.queries import events_of, latest_named
from moondesk.kit.clock import now
from moondesk.organizations.elements import Element
from moondesk.organizations.permissions import Permission
from moondesk.tickets import actions
from moondesk.tickets.events import TicketDeleted, TicketPurged
from moondesk.tickets.queries import deleted_to, get_deleted
from moondesk.tickets.rules import DELETED_DAYS, purged_at
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.levels import level
from moondesk.web.settings.page import carry_out, show

DAY = datetime.timedelta(days=1)
MOST = 100
MOST_GONE = 20


@require_http_methods(["GET", "HEAD"])
@in_desk(Permission.TICKET_DELETE)
def trash(request: TenantRequest) -> HttpResponse:
    """List what was deleted."""
    return _page(request)


@require_POST
@in_desk(Permission.TICKET_DELETE)
def restore(request: TenantRequest, number: str) -> HttpResponse:
    """Bring a deleted ticket back."""
    ticket = get_deleted(request.actor, number)
    return carry_out(
        request,
        "trash",
        lambda: actions.restore_ticket(ticket, by=request.actor),
        _("%(number)s is back.") % {"number": _full(request, ticket.number)},
        _page,
    )


@require_POST
@in_desk(Permission.TICKET_PURGE)
def purge(request: TenantRequest, number: str) -> HttpResponse:
    """Take a deleted ticket away for good, before its time."""
    ticket = get_deleted(request.actor, number)
    said = _("%(number)s is gone for good.") % {"number": _full(request, ticket.number)}
    return carry_out(request, "trash", lambda: purge_ticket(ticket, by=request.actor), said, _page)


def _full(request: TenantRequest, number: str) -> str:
    return f"{request.organization.number_prefix}-{number}"


def _page(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    rows = deleted_to(request.actor).select_related("requester").order_by("-deleted_at")[: MOST + 1]
    tickets = list(rows)
    by = {event.subject_id: event.actor_label for event in events_of([one.pk for one in tickets], TicketDeleted.name)}
    values = {
        "days": DELETED_DAYS,
        "more": len(tickets) > MOST,
        "tickets": [
            {
                "number": one.number,
                "full": _full(request, one.number),
                "subject": one.subject,
                "requester": one.requester.shown_name,
                "by": by.get(one.pk, ""),
                "deleted_at": one.deleted_at,
                "left": max(0, math.ceil((purged_at(one.deleted_at) - now()) / DAY)),
            }
            for one in tickets[:MOST]
            if one.deleted_at is not None
        ],
        "may_purge": level(request, Element.TRASH).full,
        "gone": _gone(request) if request.actor.may(Permission.TICKET_VIEW_ALL) else [],
    }
    return show(request, "trash", values | more, status=status)


def _gone(request: TenantRequest) -> list[dict[str, Any]]:
    return [
        {
            "full": _full(request, event.data["number"]),
            "by": event.data["deleted_by"],
            "at": event.created_at,
            "messages": event.data["messages"],
        }
        for event in latest_named(TicketPurged.name, MOST_GONE)
    ]
