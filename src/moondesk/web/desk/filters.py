"""The filters of a list as chips and menus: each choice is an address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from moondesk.tickets.list_query import Whose
from moondesk.web.desk import words

if TYPE_CHECKING:
    from moondesk.web.desk.lists import ViewList


@dataclass(frozen=True)
class Choice:
    """One value of a filter."""

    value: str
    label: str
    href: str
    on: bool


@dataclass(frozen=True)
class Filter:
    """One filter: its name, what is chosen, and the address without it."""

    key: str
    label: str
    choices: list[Choice]
    chosen: str
    clear: str


def filters_of(view: ViewList) -> list[Filter]:
    """Return the filters of a list in the order in which people ask."""
    choices = view.choices
    people = [(Whose.ME.value, _("Me")), (Whose.NOBODY.value, _("Nobody"))]
    offered: list[tuple[str, str, list[tuple[str, Any]]]] = [
        ("status", _("Status"), [(status.key, status.label()) for status in choices.statuses]),
        ("priority", _("Priority"), choices.priorities),
        ("assignee", _("Assignee"), [*people, *choices.member_options]),
        ("category", _("Category"), choices.category_options),
        ("type", _("Type"), choices.types),
        ("channel", _("Channel"), [(channel.value, word) for channel, word in words.CHANNELS.items()]),
    ]
    if len(view.asked.department) != 1:
        offered.insert(3, ("department", _("Department"), choices.department_options))
    found = [_filter(view, key, label, options) for key, label, options in offered]
    return [*found, *_free(view)]


def _filter(view: ViewList, key: str, label: str, options: list[tuple[str, Any]]) -> Filter:
    given = view.given.get(key, "")
    on = [value for value in given.split(",") if value]
    made = []
    for value, word in options:
        others = [one for one in on if one != value]
        wanted = others if value in on else [*on, value]
        made.append(Choice(value, str(word).strip(), view.href(**{key: ",".join(wanted) or None}), value in on))
    names = [choice.label for choice in made if choice.on]
    chosen = ", ".join(names[:2]) + (f" +{len(names) - 2}" if len(names) > 2 else "")
    return Filter(key, label, made, chosen, view.href(**{key: None}) if on else "")


def _free(view: ViewList) -> list[Filter]:
    """Return the filters that came with the address and have no menu."""
    given = view.given
    labels = {
        "q": _("“%(words)s”") % {"words": given.get("q", "")},
        "tag": _("Tag %(tag)s") % {"tag": given.get("tag", "")},
        "stage": ", ".join(str(words.STAGES[stage]) for stage in view.asked.stage),
        "requester": _("One requester"),
        "created_from": _("Created from %(day)s") % {"day": given.get("created_from", "")[:10]},
        "created_to": _("Created to %(day)s") % {"day": given.get("created_to", "")[:10]},
    }
    return [Filter(key, "", [], label, view.href(**{key: None})) for key, label in labels.items() if given.get(key)]


def sorts_of(view: ViewList) -> list[dict[str, Any]]:
    """Return the orders of a list for its menu."""
    now = view.query.sort
    return [
        {"label": label, "href": view.href(sort=sort.value), "current": sort == now}
        for sort, label in words.SORTS.items()
    ]
