"""A table in groups: a page has the first rows of some groups, each head says how many there are in all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from moondesk.tickets.grouping import GROUPED, Group, groups_of
from moondesk.tickets.lists import ListPage, TicketRow, list_tickets
from moondesk.web.desk.filter_bar import address_with

if TYPE_CHECKING:
    from moondesk.tickets.list_query import ListQuery
    from moondesk.web.desk.tables import TableList

ON_PAGE = 12
"""How many groups a page has."""
_SHARE = 2 / 5
"""How much of the size of a page one group takes beside others."""
_MARK = "group:"
"""What cursors of grouped lists begin with: the group from which a page goes on, or which it ends before."""


@dataclass(frozen=True)
class Shown:
    """One group of a page: its head, the rows that are shown, and the address of all."""

    label: str
    count: int
    rows: list[dict[str, Any]]
    more: str = ""


@dataclass(frozen=True)
class Sections:
    """The groups of one page with their rows. A list of one group is an ordinary list below its head."""

    groups: list[Group]
    pages: list[ListPage]
    page: ListPage

    @classmethod
    def read(cls, view: TableList, query: ListQuery) -> Sections | None:
        """Read the groups that a table is asked for; None if it is in none."""
        if view.grouping not in GROUPED:
            return None
        actor = view.frame.request.actor
        groups = groups_of(actor, query.at(""), view.grouping)
        if len(groups) < 2:
            own = replace(query, cursor="") if query.cursor.startswith(_MARK) else query
            page = list_tickets(actor, own)
            return cls(groups, [page], page)
        start = _start(groups, query.cursor)
        part = groups[start : start + ON_PAGE]
        limit = max(1, int(query.limit * _SHARE))
        pages = [list_tickets(actor, replace(one.within(query), limit=limit)) for one in part]
        rows: list[TicketRow] = [row for page in pages for row in page.rows]
        after = groups[start + ON_PAGE].key if start + ON_PAGE < len(groups) else None
        before = groups[max(0, start - ON_PAGE)].key if start else None
        ends = (_MARK + key if key else None for key in (after, before))
        return cls(part, pages, ListPage(rows, *ends))

    def shown(self, view: TableList, rows: list[dict[str, Any]]) -> list[Shown]:
        """Return the groups with their rows, which are those of the page as the table shows them."""
        found, at = [], 0
        for group, page in zip(self.groups, self.pages, strict=False):
            part = rows[at : at + len(page.rows)]
            at += len(page.rows)
            more = (
                address_with(view, view.grouping, group.parameters)
                if len(self.pages) > 1 and group.count > len(part)
                else ""
            )
            found.append(Shown(group.label, group.count, part, more))
        return found


def _start(groups: list[Group], cursor: str) -> int:
    """Return from which group on a page is; one whose group is empty by now begins at the first."""
    wanted = cursor.removeprefix(_MARK) if cursor.startswith(_MARK) else ""
    return next((at for at, one in enumerate(groups) if one.key == wanted), 0)
