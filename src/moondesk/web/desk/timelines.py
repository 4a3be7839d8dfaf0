"""A view as a timeline: bars from start to due, grouped, and the same as a table whose dates can be changed."""

import datetime
import json
import uuid
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from moondesk.tickets.list_query import ListQuery
from moondesk.tickets.lists import ListPage, TicketRow
from moondesk.tickets.timelines import BARS_BESIDE, Spans, spans_of, timeline_question
from moondesk.web.desk.groups import Sections, Shown
from moondesk.web.desk.layouts import GROUPS
from moondesk.web.desk.lists import ViewList


def day_of(moment: datetime.datetime | None) -> str:
    """Return the day of a moment in the reader's zone, as fields of dates have it."""
    return timezone.localtime(moment).date().isoformat() if moment else ""


class Timeline(ViewList):
    """One view as a timeline."""

    @property
    def groups_by(self) -> str:
        """By what the bars are grouped."""
        return self.lanes if self.lanes in GROUPS else GROUPS[0]

    @cached_property
    def query(self) -> ListQuery:
        """What the view asks, in the order of a timeline."""
        return timeline_question(super().query)

    @cached_property
    def sections(self) -> Sections:
        """The groups of the page, each with what of it is due first."""
        found = Sections.read(self.frame.request.actor, self.query, self.groups_by, BARS_BESIDE)
        assert found is not None  # noqa: S101 - a timeline is always in groups
        return found

    @cached_property
    def page(self) -> ListPage:
        """The rows of the groups, one group after the other."""
        return self.sections.page

    @cached_property
    def spans(self) -> Spans:
        """What only a timeline shows of the tickets."""
        return spans_of([row.id for row in self.page.rows])

    @property
    def whole(self) -> int | None:
        """How many tickets there are, which the groups know of all pages."""
        return self.sections.total

    @property
    def group_choices(self) -> list[dict[str, Any]]:
        """By what the timeline can be grouped, for a menu."""
        labels = {"assignee": _("Assignee"), "department": _("Department")}
        return [
            {"label": labels[key], "href": self.href(lanes=key), "current": key == self.groups_by} for key in GROUPS
        ]

    @cached_property
    def groups(self) -> list[Shown]:
        """The rows of the page by group."""
        return self.sections.shown(self, [self.row(row) | self._dates(row) for row in self.page.rows])

    def _dates(self, row: TicketRow) -> dict[str, Any]:
        start = self.spans.starts.get(row.id)
        where = self.frame.url("schedule", number=row.number) + self.suffix()
        return {"version": row.version, "start": day_of(start), "until": day_of(row.due_at), "schedule": where}

    @property
    def bars(self) -> str:
        """What the script draws: a list of groups, each with its bars; tickets without a due date have none."""
        groups = [
            {"label": group.label, "bars": [self._bar(row) for row in group.rows if row["until"]]}
            for group in self.groups
        ]
        return json.dumps([group for group in groups if group["bars"]])

    def _bar(self, row: dict[str, Any]) -> dict[str, Any]:
        before = self.spans.blocked_by.get(uuid.UUID(row["id"]), [])
        return {
            "id": row["id"],
            "name": f"{row['number']} {row['subject']}",
            "start": min(row["start"] or row["created_day"], row["until"]),
            "end": row["until"],
            "hasStart": bool(row["start"]),
            "after": [str(one) for one in before],
            "stage": row["status"]["stage"],
            "late": bool(row["due"]) and row["due"]["state"] == "late",
        }

    def row(self, row: TicketRow) -> dict[str, Any]:
        """Return one row for the template, with the day it was opened."""
        return super().row(row) | {"created_day": day_of(row.created_at)}

    @property
    def words(self) -> str:
        """What the script says, and the language it says days and months in."""
        return json.dumps(
            {
                "language": get_language() or "en",
                "bar": _("{name}, {start} to {end}"),
                "moved": _("{name}: {start} to {end}. Enter saves, Escape takes it back."),
            }
        )
