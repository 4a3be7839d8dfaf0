"""A view as a table: its columns, their widths, the groups of its rows, and how close they stand."""

from functools import cached_property
from typing import Any

import msgspec

from moondesk.tickets.fielding import shown_value
from moondesk.tickets.list_query import FIELD
from moondesk.tickets.lists import ListPage, TicketRow
from moondesk.views.looks import Look, look_of
from moondesk.web.desk.choices import type_word
from moondesk.web.desk.columns import USUAL, Column, columns_asked, columns_of
from moondesk.web.desk.fields import people_among
from moondesk.web.desk.groups import Sections, Shown
from moondesk.web.desk.lists import ViewList
from moondesk.web.desk.words import CHANNELS
from moondesk.web.formats import ago

_SHARE = 2 / 5
"""How much of the size of a page one group takes beside others."""


class TableList(ViewList):
    """One view as a table."""

    @cached_property
    def look(self) -> Look:
        """How the member wants tables."""
        return look_of(self.frame.request.actor)

    @property
    def own_columns(self) -> list[str]:
        """The columns that the member chose for lists that have none of their own."""
        return columns_asked(list(self.look.columns), self.choices)

    @cached_property
    def shown(self) -> list[Column]:
        """The columns in their order."""
        known = columns_of(self.choices)
        keys = self.column_keys or self.own_columns or list(USUAL)
        return [known[key] for key in keys]

    @property
    def heads(self) -> list[dict[str, Any]]:
        """The columns for the macro of tables."""
        return [
            {
                "id": one.key,
                "label": one.label,
                "width": one.width,
                "pixels": self.look.widths.get(one.key, 0),
                "end": one.end,
                "key": one.sort,
                "sort_href": self.sort_href(one.sort, first_down=one.first_down) if one.sort else "",
            }
            for one in self.shown
        ]

    def row(self, row: TicketRow) -> dict[str, Any]:
        """Return one row with what its cells say beside what every row has."""
        found = super().row(row)
        values = msgspec.json.decode(row.field_values) if self.columns else {}
        people = people_among(self.choices) if self.columns else {}
        custom = {FIELD + one.key: shown_value(one, values.get(one.key), people) for one in self.columns}
        return found | {
            "cells": custom
            | {
                "category": row.category_label,
                "type": type_word(row.type),
                "channel": str(CHANNELS.get(row.channel, row.channel)),  # type: ignore[call-overload]
                "created_at": ago(row.created_at),
                "last_message_at": found["when"],
            },
        }

    @cached_property
    def sections(self) -> Sections | None:
        """The groups of the page, if the table is in groups."""
        most = int(self.query.limit * _SHARE)
        return Sections.read(self.frame.request.actor, self.query, self.grouping, most)

    @cached_property
    def page(self) -> ListPage:
        """The page of rows, those of groups one group after the other."""
        return self.sections.page if self.sections else super().page

    @property
    def whole(self) -> int | None:
        """How many tickets there are, which groups know of all pages."""
        return self.sections.total if self.sections else super().whole

    @property
    def groups(self) -> list[Shown]:
        """The rows of the page by group, or all of them below no head."""
        return self.sections.shown(self, self.rows) if self.sections else [Shown("", 0, self.rows)]
