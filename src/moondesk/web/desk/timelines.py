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
from moondesk.tickets.timelines import TimelinePage, read_timeline, timeline_question
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
    def read(self) -> TimelinePage:
        """The tickets, with what only a timeline shows of them."""
        return read_timeline(self.frame.request.actor, self.query)

    @cached_property
    def page(self) -> ListPage:
        """The page of rows."""
        return self.read.page

    @property
    def group_choices(self) -> list[dict[str, Any]]:
        """By what the timeline can be grouped, for a menu."""
        labels = {"assignee": _("Assignee"), "department": _("Department")}
        return [
            {"label": labels[key], "href": self.href(lanes=key), "current": key == self.groups_by} for key in GROUPS
        ]

    @cached_property
    def groups(self) -> list[dict[str, Any]]:
        """The rows by group, the groups in the order in which something of them is due."""
        found: dict[uuid.UUID | None, dict[str, Any]] = {}
        for row in self.page.rows:
            key, label = self._group_of(row)
            found.setdefault(key, {"label": label, "rows": []})["rows"].append(self.row(row) | self._dates(row))
        return list(found.values())

    def _group_of(self, row: TicketRow) -> tuple[uuid.UUID | None, str]:
        if self.groups_by == "department":
            return row.department_id, row.department_name or _("No department")
        return row.assignee_id, row.assignee_name or _("Nobody")

    def _dates(self, row: TicketRow) -> dict[str, Any]:
        start = self.read.starts.get(row.id)
        where = self.frame.url("schedule", number=row.number) + self.suffix()
        return {"version": row.version, "start": day_of(start), "until": day_of(row.due_at), "schedule": where}

    @property
    def bars(self) -> str:
        """What the script draws: a list of groups, each with its bars; tickets without a due date have none."""
        groups = [
            {"label": group["label"], "bars": [self._bar(row) for row in group["rows"] if row["until"]]}
            for group in self.groups
        ]
        return json.dumps([group for group in groups if group["bars"]])

    def _bar(self, row: dict[str, Any]) -> dict[str, Any]:
        before = self.read.blocked_by.get(uuid.UUID(row["id"]), [])
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
