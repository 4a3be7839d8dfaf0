"""The list of a view: what was asked, the page of rows, the chips and menus of its filters."""

from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor
from moondesk.tickets.list_query import FIELD, over, parameters_of, parse_list_query, root_of
from moondesk.tickets.lists import ListPage, ListQuery, TicketRow, list_tickets
from moondesk.web.desk.choices import Choices, priority_word
from moondesk.web.desk.clocks import due_clock
from moondesk.web.desk.columns import columns_asked
from moondesk.web.desk.filter_bar import Chip, chips_of, looked_up, sorts_of
from moondesk.web.desk.layouts import PARTS, LayoutChoice, layout_choices, layout_of
from moondesk.web.formats import ago, milliseconds
from moondesk.web.frame import Frame
from moondesk.web.inbox import View, default_view
from moondesk.web.rail_views import view_named

OWN = (
    "chosen",
    "view",
    "layout",
    "lanes",
    "deep",
    "column",
    "lane",
    "columns",
    "group",
    "earlier",
    "next",
    "current",
    "reply",
)
"""Parameters of the desk's pages that are not part of the question."""


@lru_cache(maxsize=1000)
def _suffix(parameters: tuple[tuple[str, str], ...]) -> str:
    return "?" + urlencode(parameters)


class ViewList:
    """One view as a member asked for it in an address."""

    def __init__(self, frame: Frame, parameters: QueryDict, choices: Choices) -> None:
        self.frame, self.choices = frame, choices
        actor: Actor = frame.request.actor
        named = str(parameters.get("view", ""))
        self.view: View = view_named(frame.request, named) if named else default_view(actor)
        saved = self.view.saved
        given = {name: values for name, values in parameters.lists() if name not in OWN}
        self.asked: ListQuery = parse_list_query(given)
        self.named = frozenset(given)
        owned = {root_of(name) for name in parameters_of(self.view.query)}
        without = {name: "" for name, values in given.items() if not any(values) and root_of(name) in owned}
        self.given = without | parameters_of(self.asked)
        if parameters.get("sort"):
            self.given["sort"] = self.asked.sort.value
        self.layout = layout_of(str(parameters.get("layout") or (saved.layout if saved else "")))
        own = saved.grouping if saved else ""
        in_parts = saved is not None and saved.layout in PARTS
        self.own_grouping = "" if in_parts else own
        self.own_lanes = own if in_parts and saved and saved.layout == self.layout.key else ""
        self.grouping = str(parameters.get("group", self.own_grouping))
        self.lanes = str(parameters.get("lanes", self.own_lanes))
        self.columns_text = str(parameters.get("columns", ""))
        wanted = self.columns_text.split(",") if self.columns_text else list(saved.columns) if saved else []
        self.column_keys = columns_asked(wanted, choices)
        self.columns = [one for one in choices.catalogue.live if FIELD + one.key in self.column_keys]
        self.current = ""
        frame.current = str(self.asked.department[0]) if len(self.asked.department) == 1 else self.view.key

    @property
    def drawn(self) -> int:
        """When these rows were read: what changed later and was not among them is news."""
        return milliseconds(now())

    @cached_property
    def query(self) -> ListQuery:
        """What the view asks, with what was asked beside it put in place of its own filters."""
        return over(self.view.query, self.asked, self.named)

    @cached_property
    def page(self) -> ListPage:
        """The page of rows."""
        return list_tickets(self.frame.request.actor, self.query)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows for the macros."""
        return [self.row(row) for row in self.page.rows]

    @cached_property
    def key(self) -> tuple[Any, ...]:
        """What the addresses of this list depend on, and whether a ticket stands beside it."""
        return (self.frame.slug, self.current != "", *sorted(self.parameters().items()))

    def row_key(self, row: TicketRow) -> tuple[Any, ...]:
        """Return all that one row shows beside what the organization's version stands for."""
        people = (row.requester_shown, row.company_name, row.assignee_name)
        return (row.id, row.version, people, row.number == self.current, self.key)

    @property
    def rows_key(self) -> tuple[Any, ...]:
        """All that the rows show together, so that most pages need to look for one piece and not for each row."""
        rows = tuple(
            (one.id.int, one.version, one.requester_shown, one.company_name, one.assignee_name)
            for one in self.page.rows
        )
        here = self.current if any(one.number == self.current for one in self.page.rows) else ""
        return (rows, here, self.key)

    def row(self, row: TicketRow) -> dict[str, Any]:
        """Return one row for the macros."""
        return {
            "id": str(row.id),
            "href": self.ticket_url(row.number),
            "number": row.number,
            "subject": row.subject,
            "requester": row.requester_shown,
            "company": row.company_name or "",
            "channel": row.channel,
            "when": ago(row.last_message_at),
            "updated": ago(row.updated_at),
            "changed": milliseconds(row.updated_at),
            "status": {
                "label": row.status_label,
                "stage": row.stage,
                "sign": self.choices.sign(row.status_key),
                "colour": self.choices.colour(row.status_key),
            },
            "priority": {"level": row.priority_key, "label": priority_word(row.priority)},
            "tags": row.tags,
            "department": row.department_name or "",
            "due": due_clock(row.stage, row.due_at, row.created_at),
            "assignee": {"id": str(row.assignee_id), "name": row.assignee_name} if row.assignee_id else None,
            "menu": self.frame.url("row", number=row.number) + self.suffix(),
        }

    # Addresses: each keeps what is asked and changes one thing.

    def parameters(self, **changes: str | None) -> dict[str, str]:
        """Return the parameters of this list, with some changed or, with None, left out."""
        found = {"view": self.view.key} | self.given
        own = layout_of(self.view.saved.layout if self.view.saved else "")
        if self.layout is not own:
            found["layout"] = self.layout.key or "list"
        if self.lanes != self.own_lanes and self.lanes in ("", *PARTS.get(self.layout.key, ())):
            found["lanes"] = self.lanes
        if self.columns_text:
            found["columns"] = self.columns_text
        if self.grouping != self.own_grouping:
            found["group"] = self.grouping
        for name, value in changes.items():
            if value or (name == "lanes" and value == "" and self.own_lanes):
                found[name] = value
            else:
                found.pop(name, None)
        if found.get("layout") == "list" and not own.key:
            del found["layout"]
        return found

    def suffix(self, **changes: str | None) -> str:
        """Return the parameters as the end of an address."""
        return _suffix(tuple(self.parameters(**changes).items()))

    def href(self, **changes: str | None) -> str:
        """Return the address of this list with something changed; it starts again at the first page."""
        return self.frame.url("list") + self.suffix(**({"cursor": None} | changes))

    def ticket_url(self, number: str) -> str:
        """Return the address of a ticket beside this list."""
        return self.frame.url("ticket", number=number) + self.suffix(layout=None, lanes=None)

    @property
    def live_url(self) -> str:
        """The address that gives these rows again."""
        return self.frame.url("rows") + self.suffix(current=self.current or None)

    @property
    def newer(self) -> str:
        """The address of the page before, or nothing."""
        return self.href(cursor=self.page.previous) if self.page.previous else ""

    @property
    def older(self) -> str:
        """The address of the page after, or nothing."""
        return self.href(cursor=self.page.next) if self.page.next else ""

    @property
    def home(self) -> str:
        """The address of this page of the list, without a ticket."""
        return self.frame.url("list") + self.suffix()

    # What the head of the list shows.

    @property
    def title(self) -> str:
        """The name of what is shown: a department's, or the view's."""
        if len(self.asked.department) == 1:
            return self.choices.department_name(self.asked.department[0]) or str(self.view.label)
        return str(self.view.label)

    @property
    def count(self) -> int | None:
        """How many tickets there are, where that is known by now; else the page asks for it later (ts/amount.ts)."""
        counts = self.frame.counts
        kept = {"mine": counts.mine, "unassigned": counts.unassigned, "open": counts.open, "waiting": counts.waiting}
        kept["snoozed"] = counts.snoozed
        if not self.is_narrowed and self.view.key in kept:
            return kept[self.view.key]
        return self.whole

    @property
    def whole(self) -> int | None:
        """How many tickets there are, if all of them are on the page."""
        return None if self.page.next or self.page.previous else len(self.page.rows)

    @property
    def amount_url(self) -> str:
        """The address that says how many tickets there are, also on other pages."""
        return self.frame.url("amount") + self.suffix(cursor=None, layout=None, lanes=None, columns=None, group=None)

    @property
    def layouts(self) -> list[LayoutChoice]:
        """The layouts, each with its address."""
        return layout_choices(self.layout, self.href)

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of the people and companies that are asked for."""
        return looked_up(self.query)

    @property
    def filter_href(self) -> str:
        """The address of the menu of filters."""
        return self.frame.url("filter") + self.suffix(cursor=None)

    @property
    def chips_key(self) -> tuple[Any, ...]:
        """What the bar of filters depends on beside the address."""
        return (self.view.stamp, *self.names.items())

    @cached_property
    def chips(self) -> list[Chip]:
        """What is asked, as chips."""
        return chips_of(self)

    @property
    def is_narrowed(self) -> bool:
        """Say whether anything beside the view's own question is asked."""
        return bool(set(self.given) - {"sort", "cursor", "limit"})

    @property
    def is_changed(self) -> bool:
        """Say whether a saved view is asked or shown otherwise than it is saved."""
        return bool(set(self.parameters()) - {"view", "cursor", "limit"})

    @property
    def sorts(self) -> list[dict[str, Any]]:
        """The orders for the menu."""
        return sorts_of(self)

    def sort_href(self, name: str, *, first_down: bool = False) -> str:
        """Return the address that orders by a column, or turns it round."""
        now = self.query.sort.value
        up, down = name, f"-{name}"
        wanted = (up if now == down else down) if first_down else (down if now == up else up)
        return self.href(sort=wanted)

    def neighbours(self, number: str) -> tuple[str, str]:
        """Return the addresses of the tickets before and after one in this page of the list, or nothing."""
        numbers = [row.number for row in self.page.rows]
        if number not in numbers:
            return "", ""
        at = numbers.index(number)
        before = self.ticket_url(numbers[at - 1]) if at else ""
        after = self.ticket_url(numbers[at + 1]) if at + 1 < len(numbers) else ""
        return before, after

    @property
    def is_untouched(self) -> bool:
        """Say whether this is empty because nobody has written in yet, as far as it costs nothing to know."""
        if self.is_narrowed or self.page.rows or self.query.cursor:
            return False
        return self.view.key == "all" or (self.frame.start is not None and not self.frame.start.has_request)

    @property
    def empty_text(self) -> str:
        """What to say when there is nothing here."""
        if self.asked.q:
            return _("Nothing was found for “%(words)s”.") % {"words": self.asked.q}
        return _("No ticket fits these filters.") if self.is_narrowed else str(self.view.empty)
