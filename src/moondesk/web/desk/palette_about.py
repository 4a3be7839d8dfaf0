"""What the palette does to what is on the page: the chosen tickets, the one that is open or has the focus, the list.

The keys are those of the one table that binds them (frontend/ts/keys.ts); a test holds the two together.
"""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from moondesk.kit.errors import DomainError
from moondesk.organizations.elements import Element
from moondesk.organizations.permissions import Permission
from moondesk.tickets.errors import TicketNotFound
from moondesk.tickets.families import watchers_of
from moondesk.tickets.links import incidents_of
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_visible
from moondesk.tickets.rules import DONE_STAGES
from moondesk.web.desk.choices import choices_of
from moondesk.web.desk.commands import ALSO
from moondesk.web.desk.lists import ViewList
from moondesk.web.edges import TenantRequest
from moondesk.web.frame import Frame
from moondesk.web.levels import level

DENSITIES = {
    "compact": gettext_lazy("Rows: close together"),
    "usual": gettext_lazy("Rows: as usual"),
    "roomy": gettext_lazy("Rows: far apart"),
}
_MOST = 4096


def about(request: TenantRequest, frame: Frame) -> tuple[str, list[dict[str, Any]]]:
    """Return the title of what is chosen, open or has the focus, in this order, and what can be done to it."""
    chosen = request.GET.get("chosen", "")
    if chosen.isascii() and chosen.isdigit() and int(chosen[:9]):
        count = int(chosen[:9])
        title = ngettext("%(count)s chosen ticket", "%(count)s chosen tickets", count) % {"count": count}
        return title, [_press(*one) for one in _of_chosen(request)]
    opened, focused = request.GET.get("ticket", ""), request.GET.get("row", "")
    try:
        ticket = get_visible(request.actor, opened or focused) if opened or focused else None
    except TicketNotFound:
        ticket = None
    if ticket is None:
        return "", []
    if opened:
        return _("This ticket"), [*(_press(*one) for one in _of_open(request, ticket)), *_pages(request, frame, ticket)]
    title = _("Ticket %(number)s") % {"number": ticket.number}
    return title, [*(_press(*one) for one in _of_row(request, ticket)), *_pages(request, frame, ticket)]


def _press(key: str, label: str, sign: str) -> dict[str, Any]:
    keys = ["Shift", key] if key.isupper() else [key.upper()]
    return {"label": label, "icon": sign, "href": "#", "keys": keys, "attrs": {"data-press": key}}


def _of_chosen(request: TenantRequest) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    if not level(request, Element.BULK_BAR).usable:
        return []
    if level(request, Element.PROPERTIES).full:
        found.append(("a", _("Assign"), "user-round"))
    found += [("s", _("Set the status"), "circle-dot"), ("p", _("Set the priority"), "flag")]
    found += [("l", _("Add tags"), "tag"), ("z", _("Snooze"), "alarm-clock"), *_macros(request)]
    return [*found, ("e", _("Resolve"), "circle-check")]


def _macros(request: TenantRequest) -> list[tuple[str, str, str]]:
    return [("m", _("Macros"), "zap")] if level(request, Element.MACROS).usable else []


def _of_row(request: TenantRequest, ticket: Ticket) -> list[tuple[str, str, str]]:
    properties, found = level(request, Element.PROPERTIES), []
    if properties.full:
        found.append(("a", _("Assign"), "user-round"))
        if ticket.assignee_id != request.member.pk:
            found.append(("i", _("Assign to me"), "user-round-plus"))
    if properties.usable:
        found += [("s", _("Set the status"), "circle-dot"), ("p", _("Set the priority"), "flag")]
        found += [("l", _("Add tags"), "tag"), ("z", _("Snooze"), "alarm-clock"), *_macros(request)]
        done = ticket.stage in DONE_STAGES
        found.append(("e", _("Reopen"), "rotate-ccw") if done else ("e", _("Resolve"), "circle-check"))
        found.append(("x", _("Select the ticket"), "square-check"))
    return found


def _of_open(request: TenantRequest, ticket: Ticket) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    if level(request, Element.COMPOSER).usable:
        found.append(("r", _("Reply"), "reply"))
    if level(request, Element.NOTES).usable:
        found.append(("n", _("Internal note"), "lock"))
    return found + [one for one in _of_row(request, ticket) if one[0] != "x"]


def _pages(request: TenantRequest, frame: Frame, ticket: Ticket) -> list[dict[str, Any]]:
    """Return what is done to the ticket on pages of their own."""
    found: list[tuple[str, str, str]] = []
    if level(request, Element.PROPERTIES).usable:
        found += [("links", _("Link to a ticket…"), "link"), ("merge", _("Merge…"), "git-merge")]
        if request.actor.may(Permission.TICKET_CREATE):
            found += [("split", _("Split…"), "scissors"), ("clone", _("Clone…"), "copy")]
        if level(request, Element.COMPOSER).usable and incidents_of(request.actor, ticket):
            found.append(("incidents", _("Answer all incidents…"), "send"))
    pages = [
        {"label": label, "icon": sign, "href": frame.url(name, number=ticket.number), "keys": []}
        for name, label, sign in found
    ]
    paper = {
        "label": _("Print or PDF…"),
        "icon": "printer",
        "href": frame.url("print", number=ticket.number),
        "keys": [],
    }
    return [_watch(request, frame, ticket), *pages, paper | {"attrs": {"hx-boost": "false"}}]


def _watch(request: TenantRequest, frame: Frame, ticket: Ticket) -> dict[str, Any]:
    watches, address = request.member.pk in watchers_of(ticket), frame.url("watchers", number=ticket.number)
    field = f"out={request.member.pk}" if watches else f"add={request.member.pk}"
    label = _("Stop watching") if watches else _("Watch this ticket")
    attrs = {"data-post": address, "data-field": field}
    return {"label": label, "icon": "eye", "href": address, "keys": ["V"], "attrs": attrs}


def on_list(request: TenantRequest, frame: Frame) -> list[dict[str, Any]]:
    """Return what can be done to the list on the page, shown when asked for: another layout, closer rows, filters."""
    asked = QueryDict(request.GET.get("list", "")[:_MOST])
    if "list" not in request.GET or not request.actor.may(Permission.TICKET_VIEW):
        return []
    try:
        listed = ViewList(frame, asked, choices_of(request.organization))
    except DomainError:  # an address that nobody can follow
        return []
    found: list[dict[str, Any]] = [
        {
            "label": one.label,
            "icon": one.icon,
            "href": one.href,
            "note": _("Layout"),
            "keys": [],
            "also": ALSO["layout"],
        }
        for one in listed.layouts
        if not one.current
    ]
    density = frame.url("density") + listed.suffix(cursor=None)
    found += [
        {"label": label, "icon": "rows-3", "href": "#", "keys": [], "also": ALSO["density"],
         "attrs": {"data-post": density, "data-field": f"density={key}"}}
        for key, label in DENSITIES.items()
    ]  # fmt: skip
    found.append(_press("f", _("Filter the list"), "list-filter"))
    found.append(_press("X", _("Select all on this page"), "square-check"))
    return [one | {"asked": True} for one in found]
