"""The command palette: what can be done to the ticket on the page, what can be found, where one can go."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from moondesk.contacts import queries as contacts
from moondesk.organizations.permissions import Permission
from moondesk.search.finding import best_tickets
from moondesk.tickets.errors import TicketNotFound
from moondesk.tickets.families import watchers_of
from moondesk.tickets.links import incidents_of
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_visible
from moondesk.tickets.rules import DONE_STAGES
from moondesk.tickets.search_language import InvalidSearch, as_words
from moondesk.web.desk.commands import ALSO, matching, own_commands, settings_places
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.fragments import is_partial
from moondesk.web.frame import Frame

_FOUND = 6
_TEXT = 100


@require_safe
@in_desk(Permission.DESK_OPEN)
def find(request: TenantRequest) -> HttpResponse:
    """Give the groups of the palette for some words; without a script, go to the list that is searched for them."""
    frame = Frame(request)
    words = request.GET.get("q", "").replace("\0", "").strip()[:_TEXT]
    if not is_partial(request):
        return redirect(_search_url(frame, words))
    groups = [
        {"title": _("This ticket"), "options": matching(_on_ticket(request, frame), words)},
        {"title": _("Go to"), "options": matching(_places(frame), words)},
        {"title": _("Settings"), "options": matching(settings_places(request), words)},
        {"title": _("You"), "options": matching(own_commands(request, frame), words)},
        {"title": _("Tickets"), "options": _tickets(request, frame, words)},
        {"title": _("Contacts"), "options": _contacts(request, frame, words)},
        {"title": _("Search"), "options": _search(frame, words)},
    ]
    return render(request, "desk/palette.html", {"groups": groups})


def _on_ticket(request: TenantRequest, frame: Frame) -> list[dict[str, Any]]:
    number = request.GET.get("ticket", "")
    if not number:
        return []
    try:
        ticket = get_visible(request.actor, number)
    except TicketNotFound:
        return []
    presses = [
        {"label": label, "icon": sign, "href": frame.url("ticket", number=ticket.number), "keys": [key.upper()],
         "attrs": {"data-press": key}}
        for key, label, sign in _presses(request, ticket)
    ]  # fmt: skip
    return [*presses, *_pages(request, frame, ticket)]


def _pages(request: TenantRequest, frame: Frame, ticket: Ticket) -> list[dict[str, Any]]:
    """Return what is done to the ticket on pages of their own."""
    may, found = request.actor.may, []
    if may(Permission.TICKET_UPDATE):
        found += [("links", _("Link to a ticket…"), "link"), ("merge", _("Merge…"), "git-merge")]
        if may(Permission.TICKET_CREATE):
            found += [("split", _("Split…"), "scissors"), ("clone", _("Clone…"), "copy")]
        if may(Permission.TICKET_REPLY) and incidents_of(request.actor, ticket):
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


def _presses(request: TenantRequest, ticket: Ticket) -> list[tuple[str, str, str]]:
    may, found = request.actor.may, []
    if may(Permission.TICKET_REPLY):
        found.append(("r", _("Reply"), "reply"))
    if may(Permission.NOTE_CREATE):
        found.append(("n", _("Internal note"), "lock"))
    if may(Permission.TICKET_ASSIGN):
        found.append(("a", _("Assign"), "user-round"))
        if ticket.assignee_id != request.member.pk:
            found.append(("i", _("Assign to me"), "user-round-plus"))
    if may(Permission.TICKET_UPDATE):
        found += [("s", _("Set the status"), "circle-dot"), ("p", _("Set the priority"), "flag")]
        found += [("l", _("Add tags"), "tag"), ("z", _("Snooze"), "alarm-clock"), ("m", _("Macros"), "zap")]
        done = ticket.stage in DONE_STAGES
        found.append(("e", _("Reopen"), "rotate-ccw") if done else ("e", _("Resolve"), "circle-check"))
    return found


def _search_url(frame: Frame, words: str) -> str:
    return frame.url("search") + (f"?{urlencode({'q': words})}" if words else "")


def _search(frame: Frame, words: str) -> list[dict[str, Any]]:
    label = _("Search everything for “%(words)s”") % {"words": words} if words else _("Search everything")
    return [{"label": label, "icon": "search", "href": _search_url(frame, words), "keys": [] if words else ["/"]}]


def _tickets(request: TenantRequest, frame: Frame, words: str) -> list[dict[str, Any]]:
    if not words:
        return []
    try:
        rows = best_tickets(request.actor, words, limit=_FOUND)
    except InvalidSearch:  # as it is while one types
        rows = best_tickets(request.actor, as_words(words), limit=_FOUND)
    return [
        {"label": row.subject, "note": f"{row.number} · {row.requester_shown}", "icon": "ticket",
         "href": frame.url("ticket", number=row.number), "keys": []}
        for row in rows
    ]  # fmt: skip


def _contacts(request: TenantRequest, frame: Frame, words: str) -> list[dict[str, Any]]:
    if not words or not request.actor.may(Permission.CONTACT_VIEW):
        return []
    return [
        {"label": contact.shown_name, "note": contact.email or contact.phone, "icon": "user-round",
         "href": frame.url("contact", contact_id=contact.pk), "keys": []}
        for contact in contacts.search(request.actor, words, limit=_FOUND)
    ]  # fmt: skip


def _places(frame: Frame) -> list[dict[str, Any]]:
    places = [
        {"label": item["label"], "icon": item.get("icon") or "building-2", "href": item["href"],
         "keys": ["G", item["key"].upper()] if item.get("key") else [], "also": ALSO.get(item["id"], "")}
        for group in frame.groups
        for item in group["items"]
    ]  # fmt: skip
    if frame.urls["new"]:
        new = {"label": gettext_lazy("New ticket"), "also": ALSO["new"], "icon": "square-pen", "keys": ["C"]}
        places.insert(0, new | {"href": frame.urls["new"]})
    exports = {"label": gettext_lazy("My exports"), "icon": "download", "href": frame.url("exports"), "keys": []}
    places.append(exports | {"also": ALSO["exports"], "asked": True})
    return places
