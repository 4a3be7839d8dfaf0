"""Saved views at the desk: those of the reader, in the rail and in addresses."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from moondesk.tickets.bounded import BOUND, bounded_counts
from moondesk.views.errors import ViewNotFound
from moondesk.views.places import USUAL, Places, read_places
from moondesk.views.queries import Saved, read_views
from moondesk.web import kept
from moondesk.web.inbox import VIEWS, View, find_view

if TYPE_CHECKING:
    from moondesk.web.edges import TenantRequest

LATE = ("breaching",)
"""Built-in views whose count goes with the clock, so that no tally can keep it."""
COUNTED = 30
"""So many pinned views have a number: pages ask for these again and again, and each is a question of its own."""
_ICONS = {"list": "list-filter", "table": "columns-3", "board": "square-kanban", "timeline": "calendar"}


@dataclass(frozen=True)
class Rail:
    """The saved views of an organization, and how its members want them."""

    views: list[Saved]
    places: dict[uuid.UUID, Places]

    @classmethod
    def read(cls) -> Rail:
        """Read both."""
        views = read_views()
        return cls(views, read_places() if views else {})


def _rail(request: TenantRequest) -> Rail:
    """Return what is kept until a view, what it names, or somebody's own order changes."""
    own = request.organization
    found: Rail = kept.value(("views", own.pk, own.config_version, own.views_version, get_language()), Rail.read)
    return found


def places_here(request: TenantRequest) -> Places:
    """Return how the reader wants views."""
    return _rail(request).places.get(request.member.pk, USUAL)


def saved_views(request: TenantRequest) -> list[Saved]:
    """Return the saved views that the reader sees, in the reader's order."""
    found = [one for one in _rail(request).views if one.seen_by(request.actor)]
    return places_here(request).in_order(found)


def view_named(request: TenantRequest, key: str) -> View:
    """Return a view by the word in an address: a built-in one, or a saved one that the reader sees."""
    try:
        wanted = uuid.UUID(key)
    except ValueError:
        return find_view(key)
    found = next((one for one in saved_views(request) if one.id == wanted), None)
    if found is None:
        raise ViewNotFound(_("There is no such view."))
    return as_view(found)


def as_view(saved: Saved) -> View:
    """Return a saved view as the desk opens it."""
    return View(
        str(saved.id),
        saved.name,
        _ICONS.get(saved.layout, "list-filter"),
        "",
        saved.query,
        _("No ticket fits this view."),
        stamp=str(saved.version),
        saved=saved,
    )


def _pinned(request: TenantRequest) -> list[Saved]:
    places = places_here(request)
    return [one for one in saved_views(request) if places.pins(one.id, usual=one.pinned)]


def rail_group(request: TenantRequest, home: str, manage: str) -> dict[str, Any]:
    """Return the pinned views for the rail. Their counts come after the page (ts/counts.ts)."""
    items: list[dict[str, Any]] = [
        {"id": str(one.id), "label": one.name, "icon": _ICONS.get(one.layout, "list-filter"), "late": at < COUNTED,
         "href": f"{home}?view={one.id}"}
        for at, one in enumerate(_pinned(request))
    ]  # fmt: skip
    return {
        "title": _("Views"),
        "items": [*items, {"id": "views", "label": _("All views"), "icon": "list", "href": manage}],
    }


def late_counts(request: TenantRequest) -> dict[str, str]:
    """Return the counts of the pinned views as they are shown; many is ``99+``."""
    questions = {view.key: view.query for view in VIEWS if view.key in LATE}
    questions |= {str(one.id): one.query for one in _pinned(request)[:COUNTED]}
    counts = bounded_counts(request.actor, questions)
    return {name: f"{BOUND - 1}+" if count >= BOUND else str(count) for name, count in counts.items()}
