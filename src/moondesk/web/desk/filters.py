"""The filters of a list as chips and menus: each choice is an address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from moondesk.fields.models import in_language
from moondesk.fields.rules import SORTED, Kind
from moondesk.tickets.fielding import option_label
from moondesk.tickets.list_query import FIELD, Whose
from moondesk.web.desk import words

if TYPE_CHECKING:
    from moondesk.web.desk.lists import ViewList


_PARTS = {"from": "≥", "to": "≤", "empty": "∅"}


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
    offered += _of_fields(view)
    found = [_filter(view, key, label, options) for key, label, options in offered]
    return [*found, *_free(view)]


def _of_fields(view: ViewList) -> list[tuple[str, str, list[tuple[str, Any]]]]:
    """Return the filters by custom fields that have choices."""
    found: list[tuple[str, str, list[tuple[str, Any]]]] = []
    for one in view.choices.catalogue.live:
        options: list[tuple[str, Any]] = [
            (option.key, option_label(one, option.key)) for option in one.options if not option.is_retired
        ]
        if one.kind is Kind.USER:
            options = list(view.choices.member_options)
        if one.kind is Kind.CHECKBOX:
            options = [("true", _("Yes")), ("false", _("No"))]
        if options:
            found.append((FIELD + one.key, in_language(one.labels), options))
    return found


def _filter(view: ViewList, key: str, label: str, options: list[tuple[str, Any]]) -> Filter:
    given = view.given.get(key, "")
    on = [value for value in given.split(",") if value]
    made = []
    for value, word in options:
        others = [one for one in on if one != value]
        alone = {"true", "false"} >= {value, *on}  # either ticked or not
        wanted = others if value in on else [value] if alone else [*on, value]
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
    with_menus = {key for key, _label, _options in _of_fields(view)}
    names = {one.key: in_language(one.labels) for one in view.choices.catalogue.live}
    for name, text in view.asked.fields:
        key, _dot, part = name.removeprefix(FIELD).partition(".")
        if name not in with_menus:
            labels[name] = f"{names.get(key, key)} {_PARTS[part]} {text}" if part else f"{names.get(key, key)}: {text}"
    return [Filter(key, "", [], label, view.href(**{key: None})) for key, label in labels.items() if given.get(key)]


def sorts_of(view: ViewList) -> list[dict[str, Any]]:
    """Return the orders of a list for its menu."""
    now = view.query.sort
    found = [
        {"label": label, "href": view.href(sort=sort.value), "current": sort == now}
        for sort, label in words.SORTS.items()
    ]
    for one in view.choices.catalogue.live:
        if one.kind in SORTED:
            name = FIELD + one.key
            label = in_language(one.labels)
            found.append({"label": label, "href": view.href(sort=name), "current": name == now.removeprefix("-")})
    return found
