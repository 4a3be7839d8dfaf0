"""The bar of filters: what a list asks as chips, and the addresses that ask otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from moondesk.contacts.queries import names_of
from moondesk.fields.models import in_language
from moondesk.fields.rules import SORTED
from moondesk.tickets.list_query import DATES, EMPTY, FIELD, NOT, parameters_of, root_of
from moondesk.tickets.rules import ACTIVE_STAGES
from moondesk.web.desk import words
from moondesk.web.desk.filter_words import said
from moondesk.web.desk.filters import filters_of

if TYPE_CHECKING:
    from moondesk.tickets.list_query import ListQuery
    from moondesk.web.desk.lists import ViewList

PLACE = frozenset({"sort", "cursor", "limit"})
_OPEN = ",".join(stage.value for stage in ACTIVE_STAGES)


@dataclass(frozen=True)
class Chip:
    """One filter of a list as its bar shows it. ``own`` is what the view itself asks."""

    root: str
    label: str
    operator: str
    value: str
    remove: str
    own: bool
    gone: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Say whether it means the same without its operator, for which a narrow list has no room."""
        return self.value != "" and self.operator in (_("is"), _("is any of"))

    @property
    def text(self) -> str:
        """Return it as one text, for a screen reader."""
        return " ".join(part for part in (self.label, self.operator, self.value) if part)


def asked_about(query: ListQuery) -> dict[str, dict[str, str]]:
    """Return the parameters of a question by what they are about."""
    found: dict[str, dict[str, str]] = {}
    for name, value in parameters_of(query).items():
        if name not in PLACE:
            found.setdefault(root_of(name), {})[name] = value
    return found


def looked_up(query: ListQuery) -> dict[str, str]:
    """Return the names of the contacts and companies that a question names: read only if it names any."""
    turned = dict(query.excluded)
    contacts = [*query.requester, *turned.get("requester", ())]
    companies = [*query.company, *turned.get("company", ())]
    return names_of(contacts, companies) if contacts or companies else {}


def chips_of(view: ViewList) -> list[Chip]:
    """Return what the list asks, in the order of the filters."""
    query = view.query
    asked = asked_about(query)
    given = {root_of(name) for name in view.given}
    names = view.names | {key: status.label() for key, status in view.choices.by_key.items()}
    chips = []
    for one in filters_of(view.choices):
        if one.root in asked:
            told = said(one, asked[one.root], names)
            operator, value = told.operator, told.value
            if asked[one.root] == {"stage": _OPEN}:
                operator, value = _("is any of"), _("open stages")
            remove = address_without(view, one.root)
            own = one.root not in given
            chips.append(Chip(one.root, one.label, operator, value, remove, own, told.gone))
            del asked[one.root]
    if "q" in asked:
        chips.append(Chip("", "", "", f"“{query.q}”", address_without(view, "q"), own="q" not in given))
        del asked["q"]
    # What is left asks about a field that is gone.
    return chips + [
        Chip("", root, "", _("is gone"), address_without(view, root), root not in given, (root,)) for root in asked
    ]


def _own_roots(view: ViewList) -> set[str]:
    return {root_of(name) for name in parameters_of(view.view.query)}


def address_with(view: ViewList, root: str, parameters: Mapping[str, str]) -> str:
    """Return the address of the list with other parameters about one thing, from its first page on."""
    kept = {name: value for name, value in view.parameters(cursor=None).items() if root_of(name) != root}
    wanted = {name: value for name, value in parameters.items() if value}
    if not wanted and root in _own_roots(view):
        wanted = {f"{root}_from" if root in DATES and root != "due" else root: ""}
    return f"{view.frame.url('list')}?{urlencode(kept | wanted)}"


def address_without(view: ViewList, root: str) -> str:
    """Return the address of the list that does not ask about something."""
    return address_with(view, root, {})


def read_filter(root: str, operator: str, values: list[str], span: tuple[str, str]) -> dict[str, str]:
    """Return the parameters of a filter as its form gives them; they are judged when the list is read.

    ``span`` are the two values of a range, or the amount and the unit of a time.
    """
    moment = root in DATES
    dot = "_" if moment else "."
    first, second = (one.strip() for one in span)
    amount = f"{first.lstrip('-')}{second if second in ('h', 'd', 'w') else 'd'}" if first else ""
    midnight = f"{first}T00:00" if first and moment else first
    found = {
        "is": {root: ",".join(values)},
        "is_not": {root + NOT: ",".join(values)},
        "empty": {root + EMPTY: "true"},
        "filled": {root + EMPTY: "false"},
        "last": {f"{root}_from": amount and f"-{amount}"},
        "ago": {f"{root}_to": amount and f"-{amount}"},
        "next": {f"{root}_from": "0h", f"{root}_to": amount} if amount else {},
        "since": {f"{root}{dot}from": first},
        "before": {f"{root}{dot}to": midnight},
        "between": {f"{root}{dot}from": first, f"{root}{dot}to": second},
    }
    return found.get(operator, {})


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
