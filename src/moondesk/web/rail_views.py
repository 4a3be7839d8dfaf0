"""Saved views at the desk: those of the reader, in the rail and in addresses."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from moondesk.tickets.bounded import BOUND, bounded_counts
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


def saved_views(request: TenantRequest) -> list[Saved]:
    """Return the saved views that the reader sees; read once until a view or what it names changes."""
    own = request.organization
    key = ("views", own.pk, own.config_version, own.views_version, get_language())
    found: list[Saved] = kept.value(key, read_views)
    return [one for one in found if one.seen_by(request.actor)]


def view_named(request: TenantRequest, key: str) -> View:
    """Return a view by the word in an address: a built-in one, or a saved one that the reader sees."""
    try:
        wanted = uuid.UUID(key)
    except ValueError:
        return find_view(key)
    return next((as_view(one) for one in saved_views(request) if one.id == wanted), None) or find_view(key)


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
    return [one for one in saved_views(request) if one.pinned]


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
