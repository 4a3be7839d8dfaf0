"""My tickets: the list of a signed-in customer."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moondesk.conversations.latest import latest_messages
from moondesk.kit.markup import preview
from moondesk.tickets.families import goes_on_in
from moondesk.tickets.lists import ListQuery, Sort, TicketRow, list_tickets
from moondesk.tickets.models import Status
from moondesk.tickets.rules import DONE_STAGES
from moondesk.tickets.workflow import WaitsFor
from moondesk.web.edges import TenantRequest, in_portal
from moondesk.web.formats import ago
from moondesk.web.portal.page import address, full_number, show, stream_of
from moondesk.web.portal.talk import author_of
from moondesk.web.signs import sign_of

PAGE = 25
_NOTHING = ("",)
"""A status that no ticket has: a filter whose statuses the organization took away shows nothing, not everything."""


@dataclass(frozen=True)
class MyRows:
    """One page of my tickets, ready to be drawn."""

    rows: list[dict[str, Any]]
    next: str | None
    previous: str | None


def my_rows(request: TenantRequest, query: ListQuery) -> MyRows:
    """Return tickets of the signed-in customer as the portal shows them."""
    page = list_tickets(request.actor, query)
    statuses = {status.pk: status for status in Status.objects.all()}
    last = latest_messages(request.actor, [row.id for row in page.rows])
    home = goes_on_in([row.id for row in page.rows])
    now_at = {row.id: home[row.id].status_id if row.id in home else row.status_id for row in page.rows}
    rows = [_row(request, row, statuses[now_at[row.id]], last.get(row.id)) for row in page.rows]
    return MyRows(rows, page.next, page.previous)


def _row(request: TenantRequest, row: TicketRow, status: Status, message: Any) -> dict[str, Any]:
    author, excerpt, person = "", "", None
    if message is not None:
        author = _("You") if message.author_contact_id == request.actor.contact_id else author_of(message, {})["name"]
        excerpt = preview(message.body)
        person = author_of(message, {})
        if message.author_contact_id == request.actor.contact_id:
            person = {"id": str(message.author_contact_id), "name": request.actor.label}
    return {
        "href": address(request, "ticket", number=row.number),
        "number": full_number(request, row.number),
        "subject": row.subject,
        "author": author,
        "excerpt": f"{author}: {excerpt}" if author else excerpt,
        "text": excerpt,
        "status": {
            "label": status.customer_label(),
            "stage": status.stage,
            "sign": sign_of(status),
            "colour": status.shown_colour,
        },
        "when": ago(row.last_message_at),
        "person": person,
    }


def _filters() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return the questions a customer has, with the statuses that answer them. On hold is with us, not with them."""
    statuses = list(Status.objects.all())
    waiting = tuple(one.key for one in statuses if one.waits_for == WaitsFor.CUSTOMER)
    done = tuple(one.key for one in statuses if one.stage in DONE_STAGES)
    with_us = tuple(one.key for one in statuses if one.key not in waiting and one.key not in done)
    return {
        "all": (_("All"), ()),
        "waiting": (_("Waiting for you"), waiting or _NOTHING),
        "open": (_("With us"), with_us or _NOTHING),
        "done": (_("Done"), done or _NOTHING),
    }


@require_safe
@in_portal(sign_in=True)
def tickets(request: TenantRequest) -> HttpResponse:
    """Show my tickets, the last touched first."""
    filters = _filters()
    asked = request.GET.get("show", "")
    chosen = asked if asked in filters else "all"
    cursor = request.GET.get("cursor", "")
    page = my_rows(request, ListQuery(status=filters[chosen][1], sort=Sort.UPDATED, limit=PAGE, cursor=cursor))

    def here(**more: str) -> str:
        wanted = {name: value for name, value in {"show": chosen, **more}.items() if value != "all"}
        return address(request, "tickets") + (f"?{urlencode(wanted)}" if wanted else "")

    values = {
        "rows": page.rows,
        "filters": [
            {"label": label, "href": here(show=key), "on": key == chosen} for key, (label, _keys) in filters.items()
        ],
        "newer": here(cursor=page.previous) if page.previous else "",
        "older": here(cursor=page.next) if page.next else "",
        "is_filtered": chosen != "all",
        "all_href": address(request, "tickets"),
        "list_href": here() if not cursor else here(cursor=cursor),
        "stream_url": stream_of(request),
    }
    return show(request, "tickets", values, current="list")
