"""A view as a board: columns with their cards, cut into lanes if wanted, and what a card may do."""

import json
import uuid
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moondesk.organizations.elements import Element
from moondesk.organizations.permissions import standing_of
from moondesk.tickets.boards import CARDS, MOST_CARDS, Column, Slot, cards_of, columns_of, count_cells
from moondesk.tickets.cells import Lane, count_late
from moondesk.tickets.lists import ListPage, TicketRow
from moondesk.tickets.rules import Priority
from moondesk.web.desk import words
from moondesk.web.desk.layouts import LANES
from moondesk.web.desk.lists import ViewList
from moondesk.web.formats import number_text
from moondesk.web.levels import level

_IN_CELL = 8
"""How many cards a cell of a lane shows: the next lane should be in sight."""
_IN_LANES = 400
"""How many cards all lanes show together; with many lanes each cell shows fewer."""
_IN_ALL = 1000
"""How many cards can be open at once; cells that come later show what all cells show at first."""
_NONE = ListPage([], None, None)


@dataclass(frozen=True)
class Cell:
    """Where cards lie: a status, in a lane."""

    status: str
    cards: list[dict[str, Any]]
    count: int
    more: str
    """The address of the board with more of this column, or of the list of this cell."""
    next: str
    """The address that gives only the next cards, where these can be put below."""

    @property
    def hidden(self) -> int:
        """How many cards are not shown."""
        return max(0, self.count - len(self.cards))


class Board(ViewList):
    """One view as a board."""

    @cached_property
    def columns_shown(self) -> list[Column]:
        """The columns, in the order of the workflow."""
        return columns_of(self.query, self.choices.statuses)

    @property
    def whole(self) -> None:
        """A board reads no page of a list; how many there are comes after it."""
        return

    @property
    def lanes_by(self) -> str:
        """By what the board is cut into lanes, or nothing."""
        return self.lanes if self.lanes in LANES else ""

    @cached_property
    def counts(self) -> dict[tuple[str, Lane], int]:
        """How many tickets each cell really has."""
        return count_cells(self.frame.request.actor, self.columns_shown, self.lanes_by)

    def count_of(self, key: str) -> int:
        """Return how many tickets a status has."""
        return sum(count for (status, _lane), count in self.counts.items() if status == key)

    @cached_property
    def _deep(self) -> dict[str, int]:
        """How many cards are asked for of cells of which more than the first are open."""
        pairs = [part.rpartition(":") for part in str(self.frame.request.GET.get("deep", "")).split(",")]
        return {key: int(number[:4]) for key, _colon, number in pairs if number.isascii() and number.isdigit()}

    @cached_property
    def first(self) -> int:
        """How many cards a cell shows at first."""
        return max(1, min(_IN_CELL, _IN_LANES // max(1, len(self.counts)))) if self.lanes_by else CARDS

    @cached_property
    def pages(self) -> dict[tuple[str, Lane], ListPage]:
        """The cards that are read of each cell that has any."""
        columns = {one.status.key: one for one in self.columns_shown}
        slots, left = {}, _IN_ALL
        for (key, lane), found in self.counts.items():
            wanted = min(self._deep.get(self._deep_key(key, lane), self.first), max(self.first, left))
            left -= min(wanted, found)
            slots[key, lane] = Slot(columns[key], lane, wanted, found=found, of=self.count_of(key))
        pages = cards_of(self.frame.request.actor, list(slots.values()), self.lanes_by)
        return dict(zip(slots, pages, strict=True))

    def page_of(self, key: str, lane: Lane = None) -> ListPage:
        """Return the cards that are read of a cell."""
        return self.pages.get((key, lane), _NONE)

    def _deep_key(self, key: str, lane: Lane) -> str:
        return f"{key}@{self._value(lane)}" if self.lanes_by else key

    @cached_property
    def late(self) -> tuple[dict[uuid.UUID, int], bool]:
        """How many tickets of each status are late, and whether that is all."""
        return count_late(self.frame.request.actor, self.query)

    @property
    def heads(self) -> list[dict[str, Any]]:
        """What stands above each column."""
        return [
            {
                "key": one.status.key,
                "label": one.status.label(),
                "stage": one.status.stage,
                "sign": self.choices.sign(one.status.key),
                "colour": one.status.shown_colour,
                "count": self.count_of(one.status.key),
                "late": self._late(one),
                "late_href": self.href(layout="list", lanes=None, status=one.status.key, due="overdue"),
                "recent": one.is_recent,
                "apart": self.is_apart(one),
                "limit": one.status.wip_limit,
                "over": one.is_over(self.count_of(one.status.key)),
            }
            for one in self.columns_shown
        ]

    @property
    def columns_with_cells(self) -> list[tuple[dict[str, Any], Cell]]:
        """Each column with its cards, of a board without lanes."""
        return [(head, self._column(head["key"])) for head in self.heads]

    def _late(self, column: Column) -> str:
        """Return how many of a column are late in words, or nothing."""
        found, is_all = self.late
        count = found.get(column.status.pk, 0)
        if count and not is_all:
            return _("%(count)s+ late") % {"count": number_text(count)}
        return ngettext("%(count)s late", "%(count)s late", count) % {"count": number_text(count)} if count else ""

    def is_apart(self, column: Column) -> bool:
        """Say whether a column stands beside what the view asks for."""
        return bool(self.query.stage) and column.status.stage not in self.query.stage

    def _column(self, key: str) -> Cell:
        page = self.page_of(key)
        shown = len(page.rows)
        deeper = self._deep | {key: min(shown + CARDS, MOST_CARDS)}
        more = self.href(deep=",".join(f"{name}:{number}" for name, number in deeper.items()))
        if shown >= MOST_CARDS:
            more = self.href(layout="list", status=key)
        return Cell(key, [self.card(row) for row in page.rows], self.count_of(key), more, self.next_of(key, page))

    def next_of(self, key: str, page: ListPage, lane: Lane = None) -> str:
        """Return the address that gives the cards after a page of a cell, or nothing."""
        if not page.next:
            return ""
        where = self._value(lane) if self.lanes_by else None
        return self.frame.url("column") + self.suffix(column=key, lane=where, cursor=page.next)

    def card(self, row: TicketRow) -> dict[str, Any]:
        """Return one card for the template."""
        shown = self.row(row)
        where = self.frame.url("card", number=row.number) + self.suffix()
        return shown | {"version": row.version, "status_key": row.status_key, "move": where}

    # Lanes.

    @property
    def lane_rows(self) -> list[dict[str, Any]]:
        """The lanes, each with a cell for every column."""
        return [
            {
                "value": self._value(lane),
                "label": label,
                "count": sum(count for (_status, where), count in self.counts.items() if where == lane),
                "cells": [self._cell(one.status.key, lane) for one in self.columns_shown],
            }
            for lane, label in self._lanes
        ]

    def _cell(self, key: str, lane: Lane) -> Cell:
        page = self.page_of(key, lane)
        cards = [self.card(row) for row in page.rows]
        narrowed = {"status": key} | ({self.lanes_by: self._value(lane)} if self._value(lane) else {})
        more = self.href(layout="list", lanes=None, **narrowed)
        return Cell(key, cards, self.counts.get((key, lane), 0), more, self.next_of(key, page, lane))

    def lane_named(self, value: str) -> Lane:
        """Return the lane of a value in an address. Raises ``ValueError`` or ``KeyError``."""
        if self.lanes_by == "priority":
            return Priority.from_key(value)
        return None if not self.lanes_by or value in ("", "nobody") else uuid.UUID(value)

    def _value(self, lane: Lane) -> str:
        if isinstance(lane, int):
            return Priority(lane).key
        return str(lane or ("nobody" if self.lanes_by == "assignee" else ""))

    @cached_property
    def _lanes(self) -> list[tuple[Lane, str]]:
        """The lanes that have tickets; those of priorities always, and one's own and nobody's."""
        used = {lane for _status, lane in self.counts}
        known: list[tuple[Lane, str]]
        if self.lanes_by == "priority":
            return [(priority.value, str(word)) for priority, word in words.PRIORITIES.items()]
        if self.lanes_by == "department":
            known = [(one.pk, one.name) for one, _depth in self.choices.departments]
            known.append((None, _("No department")))
            return [one for one in known if one[0] in used]
        own: uuid.UUID = self.frame.request.member.pk
        names = {one.pk: one.name for one in self.choices.members}
        names |= {
            row.assignee_id: row.assignee_name
            for page in self.pages.values()
            for row in page.rows
            if row.assignee_id and row.assignee_name
        }
        known = [(own, names[own])] if own in names else []
        known += [(pk, name) for pk, name in names.items() if pk in used and pk != own]
        return [*known, (None, _("Nobody"))]

    @property
    def lane_choices(self) -> list[dict[str, Any]]:
        """By what the board can be cut, for a menu."""
        labels = {
            "": _("No lanes"),
            "assignee": _("Assignee"),
            "priority": _("Priority"),
            "department": _("Department"),
        }
        return [
            {"label": label, "href": self.href(lanes=key), "current": key == self.lanes_by}
            for key, label in labels.items()
        ]

    # What moves.

    @property
    def moves(self) -> str:
        """Where cards of each status may go, for the script; nowhere for those who may not change tickets."""
        roles = standing_of(self.frame.request.member)
        if not level(self.frame.request, Element.PROPERTIES).usable:
            return "{}"
        keys = [one.status.key for one in self.columns_shown]
        offered = {key: [one for one in self.choices.moves(key, roles) if not one.closed] for key in keys}
        return json.dumps({key: [one.status.key for one in found] for key, found in offered.items()})

    @property
    def words(self) -> str:
        """What the script says aloud while a card is moved by keys."""
        return json.dumps(
            {
                "taken": _(
                    "{number} is taken. Arrow keys choose where it goes, Enter puts it there, Escape leaves it."
                ),
                "at": _("To {place}"),
                "stuck": _("{number} can go nowhere from here."),
                "left": _("{number} stays where it is."),
                "put": _("{number} goes to {place}."),
            }
        )

    @property
    def live_url(self) -> str:
        """The address that gives this board again."""
        return self.frame.url("rows") + self.suffix(deep=str(self.frame.request.GET.get("deep", "")) or None)

    @property
    def page(self) -> ListPage:
        """All the cards that are read, as one page without neighbours."""
        return ListPage([row for page in self.pages.values() for row in page.rows], None, None)


def find_column(board: Board, key: str) -> Column | None:
    """Return the column of a status."""
    return next((one for one in board.columns_shown if one.status.key == key), None)
