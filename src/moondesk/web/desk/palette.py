"""The command palette: what can be done to the ticket on the page, what can be found, where one can go."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from moondesk.contacts import queries as contacts
from moondesk.organizations.elements import Element
from moondesk.organizations.permissions import Permission
from moondesk.search.finding import best_tickets
from moondesk.tickets.search_language import InvalidSearch, as_words
from moondesk.web.desk.commands import ALSO, matching, other_organizations, own_commands, settings_places
from moondesk.web.desk.palette_about import about, on_list
from moondesk.web.desk.palette_macros import macros_named
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.fragments import is_partial
from moondesk.web.frame import Frame
from moondesk.web.inbox import VIEWS
from moondesk.web.levels import level
from moondesk.web.rail_views import saved_views

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
    title, deeds = about(request, frame)
    groups = [
        {"title": title, "options": matching(deeds, words)},
        {"title": _("This list"), "options": matching(on_list(request, frame), words)},
        {"title": _("Go to"), "options": matching([*_places(frame), *_views(request, frame)], words)},
        {"title": _("Macros"), "options": macros_named(request, frame, words, about=title)},
        {"title": _("Settings"), "options": matching(settings_places(request), words)},
        {"title": _("Organizations"), "options": matching(other_organizations(frame), words)},
        {"title": _("You"), "options": matching(own_commands(request, frame), words)},
        {"title": _("Tickets"), "options": _tickets(request, frame, words)},
        {"title": _("Contacts"), "options": _contacts(request, frame, words)},
        {"title": _("Search"), "options": _search(frame, words)},
    ]
    return render(request, "desk/palette.html", {"groups": groups})


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
    if not words or not level(request, Element.CONTACT_PANEL).shown:
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
        call = {"label": gettext_lazy("Log a call"), "also": ALSO["call"], "icon": "phone", "keys": ["⇧ C"]}
        places.insert(0, call | {"href": frame.url("new_call")})
        places.insert(0, new | {"href": frame.urls["new"]})
    sheet = {"label": gettext_lazy("Keyboard shortcuts"), "icon": "keyboard", "href": "#", "keys": ["?"]}
    places.append(sheet | {"attrs": {"data-press": "?"}, "also": ALSO["keys"], "asked": True})
    if not level(frame.request, Element.EXPORT).shown:
        return places
    exports = {"label": gettext_lazy("My exports"), "icon": "download", "href": frame.url("exports"), "keys": []}
    places.append(exports | {"also": ALSO["exports"], "asked": True})
    return places


def _views(request: TenantRequest, frame: Frame) -> list[dict[str, Any]]:
    """Return the views that the rail does not have: those that are not pinned."""
    if not request.actor.may(Permission.TICKET_VIEW):
        return []
    there = {item["id"] for group in frame.groups for item in group["items"]}
    known = [(view.key, view.label) for view in VIEWS] + [(str(one.id), one.name) for one in saved_views(request)]
    return [
        {"label": label, "icon": "list-filter", "href": f"{frame.url('list')}?view={key}", "keys": [],
         "note": _("View"), "asked": True}
        for key, label in known
        if key not in there
    ]  # fmt: skip
