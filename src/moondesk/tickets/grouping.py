"""A list in groups: which there are, how many tickets each really has, and the question that each one is."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Member
from moondesk.organizations.queries import department_tree
from moondesk.tickets.group_counts import count_groups
from moondesk.tickets.list_query import EMPTY, NOT, ListQuery, Sort, over, parse_list_query
from moondesk.tickets.models import Category, Status
from moondesk.tickets.rules import Priority, TicketType
from moondesk.tickets.words import PRIORITIES, TYPES

NONE = "none"
"""Stands for what has nothing there."""


@dataclass(frozen=True)
class Group:
    """Tickets of a list that have something in common. ``parameters`` ask for these beside what the list asks."""

    key: str
    label: str
    parameters: dict[str, str] = field(default_factory=dict)
    count: int = 0
    is_exact: bool = True
    """If not, there are more than ``count``."""

    def within(self, query: ListQuery) -> ListQuery:
        """Return the question of a list as one for this group alone, from its first ticket on."""
        asked = parse_list_query({name: [value] for name, value in self.parameters.items()})
        return over(query, asked, self.parameters).at("")


def groups_of(actor: Actor, query: ListQuery, by: str) -> list[Group]:
    """Return the groups of a list that have tickets, in their order, each with how many it has or a bound."""
    known = _KNOWN[by]()
    if by == "priority" and query.sort == Sort.PRIORITY_LOWEST:
        known.reverse()
    amounts = count_groups(actor, query, by, [value for value, _one in known])
    return [
        Group(one.key, one.label, one.parameters, amounts[value].count, amounts[value].is_exact)
        for value, one in known
        if value in amounts and amounts[value].count
    ]


type Known = list[tuple[Any, Group]]


def _statuses() -> Known:
    return [(one.pk, Group(one.key, one.label(), {"status": one.key})) for one in Status.objects.all()]


def _priorities() -> Known:
    found = [Priority(one) for one in PRIORITIES]
    return [(one.value, Group(one.key, str(PRIORITIES[one]), {"priority": one.key})) for one in found]


def _types() -> Known:
    found = [TicketType(one) for one in TYPES]
    return [(one.value, Group(one.value, str(TYPES[one]), {"type": one.value})) for one in found]


def _categories() -> Known:
    found: Known = [(one.pk, Group(one.key, one.label(), {"category": one.key})) for one in Category.objects.all()]
    return [*found, (None, Group(NONE, _("No category"), {"category" + EMPTY: "true"}))]


def _departments() -> Known:
    """Return the departments in the order of their tree. Asking for one gives those below too: these are left out."""
    tree = [one for one, _depth in department_tree()]
    below: dict[uuid.UUID | None, list[str]] = {}
    for one in tree:
        below.setdefault(one.parent_id, []).append(str(one.pk))
    found: Known = []
    for one in tree:
        alone = {"department" + NOT: ",".join(below[one.pk])} if one.pk in below else {}
        found.append((one.pk, Group(str(one.pk), one.name, {"department": str(one.pk)} | alone)))
    return [*found, (None, Group(NONE, _("No department"), {"department" + EMPTY: "true"}))]


def _assignees() -> Known:
    """Return the members by name, also those who left: their tickets are still theirs."""
    members = Member.objects.order_by("-is_active", "name", "pk").values_list("pk", "name")
    found: Known = [(pk, Group(str(pk), name, {"assignee": str(pk)})) for pk, name in members]
    return [*found, (None, Group(NONE, _("Nobody"), {"assignee": "nobody"}))]


_KNOWN: dict[str, Callable[[], Known]] = {
    "status": _statuses,
    "priority": _priorities,
    "assignee": _assignees,
    "department": _departments,
    "category": _categories,
    "type": _types,
}
