"""A list in groups: a page has the first rows of some groups, each head says how many there are in all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from moondesk.tickets.beginnings import beginnings
from moondesk.tickets.group_counts import GROUPED
from moondesk.tickets.grouping import Group, groups_of
from moondesk.tickets.lists import ListPage, list_tickets
from moondesk.web.desk.filter_bar import address_with

if TYPE_CHECKING:
    from moondesk.organizations.actor import Actor
    from moondesk.tickets.list_query import ListQuery
    from moondesk.web.desk.lists import ViewList

ON_PAGE = 12
"""How many groups a page has."""
_MARK = "group:"
"""What cursors of grouped lists begin with: the group from which a page goes on, or which it ends before."""


@dataclass(frozen=True)
class Shown:
    """One group of a page: its head, the rows that are shown, and the address of all."""

    label: str
    count: int
    rows: list[dict[str, Any]]
    more: str = ""
    is_exact: bool = True
    """If not, it has more than ``count``."""


@dataclass(frozen=True)
class Sections:
    """The groups of one page with their rows. A list of one group is an ordinary list below its head."""

    by: str
    groups: list[Group]
    lengths: list[int]
    """How many rows of each group are on the page."""
    page: ListPage
    total: int | None
    """How many tickets all groups have, also those of other pages; None where some were not counted to the end."""
    are_several: bool = False
    """Say whether there is more than one group, so that pages are pages of groups."""

    @classmethod
    def read(cls, actor: Actor, query: ListQuery, by: str, most: int) -> Sections | None:
        """Read the groups that a list is asked for, of each at most so many beside others; None if it is in none."""
        if by not in GROUPED:
            return None
        groups = groups_of(actor, query.at(""), by)
        total = sum(one.count for one in groups) if all(one.is_exact for one in groups) else None
        if len(groups) < 2:
            own = replace(query, cursor="") if query.cursor.startswith(_MARK) else query
            page = list_tickets(actor, own)
            return cls(by, groups, [len(page.rows)], page, total)
        start = _start(groups, query.cursor)
        part = groups[start : start + ON_PAGE]
        parts = beginnings(actor, [replace(one.within(query), limit=max(1, most)) for one in part])
        rows = [row for own in parts for row in own]
        after = groups[start + ON_PAGE].key if start + ON_PAGE < len(groups) else None
        before = groups[max(0, start - ON_PAGE)].key if start else None
        ends = (_MARK + key if key else None for key in (after, before))
        return cls(by, part, [len(one) for one in parts], ListPage(rows, *ends), total, are_several=True)

    def shown(self, view: ViewList, rows: list[dict[str, Any]]) -> list[Shown]:
        """Return the groups with their rows, which are those of the page as the table shows them."""
        found, at = [], 0
        for group, length in zip(self.groups, self.lengths, strict=False):
            part = rows[at : at + length]
            at += length
            more = address_with(view, self.by, group.parameters) if self.are_several and group.count > len(part) else ""
            found.append(Shown(group.label, group.count, part, more, group.is_exact))
        return found


def _start(groups: list[Group], cursor: str) -> int:
    """Return from which group on a page is; one whose group is empty by now begins at the first."""
    wanted = cursor.removeprefix(_MARK) if cursor.startswith(_MARK) else ""
    return next((at for at, one in enumerate(groups) if one.key == wanted), 0)
