"""How a view can be laid out, and what each layout adds to its address."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LANES = ("assignee", "priority", "department")
"""By what a board can be cut into lanes."""
GROUPS = ("assignee", "department")
"""By what a timeline can be grouped."""
PARTS: dict[str, tuple[str, ...]] = {"board": LANES, "timeline": GROUPS}
"""Layouts that are cut by ``lanes``, and by what. A saved view keeps that as its grouping."""


@dataclass(frozen=True)
class Layout:
    """One way to show a view."""

    key: str
    label: str | Promise
    icon: str
    template: str


LAYOUTS = {
    one.key: one
    for one in (
        Layout("", _("List"), "rows-3", "desk/list.html"),
        Layout("table", _("Table"), "columns-3", "desk/table.html"),
        Layout("board", _("Board"), "square-kanban", "desk/board.html"),
        Layout("timeline", _("Timeline"), "chart-gantt", "desk/timeline.html"),
    )
}


def layout_of(key: str) -> Layout:
    """Return a layout by its name; what there is none of is the list."""
    return LAYOUTS.get(key, LAYOUTS[""])


@dataclass(frozen=True)
class LayoutChoice:
    """One layout in a menu."""

    label: str | Promise
    icon: str
    href: str
    current: bool


def layout_choices(now: Layout, href: Callable[..., str]) -> list[LayoutChoice]:
    """Return the layouts, each with the address that shows the same view so."""
    return [
        LayoutChoice(
            one.label,
            one.icon,
            href(layout=one.key or "list", **({} if one is now else {"lanes": None})),
            one is now,
        )
        for one in LAYOUTS.values()
    ]
