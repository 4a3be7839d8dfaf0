"""Sums of time, worked out by PostgreSQL: all of a period, and by person, ticket, customer, department or day."""

import datetime
import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, TruncDate, TruncMonth, TruncWeek

from moondesk.organizations.actor import Actor
from moondesk.timekeeping.models import TimeEntry
from moondesk.timekeeping.queries import EntryFilter, visible_entries

NOTHING = uuid.UUID(int=0)
"""Stands for no company or no department, so that pages of groups can go on after it."""


class Group(StrEnum):
    """By what time is summed up."""

    AGENT = "agent"
    TICKET = "ticket"
    CONTACT = "contact"
    COMPANY = "company"
    DEPARTMENT = "department"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


PERIODS = (Group.DAY, Group.WEEK, Group.MONTH)
_KEYS: dict[Group, tuple[str, str]] = {
    Group.AGENT: ("member_id", "member__name"),
    Group.TICKET: ("ticket_id", "ticket__subject"),
    Group.CONTACT: ("ticket__requester_id", "ticket__requester__name"),
    Group.COMPANY: ("ticket__requester__company_id", "ticket__requester__company__name"),
    Group.DEPARTMENT: ("ticket__department_id", "ticket__department__name"),
}


@dataclass(frozen=True)
class Sums:
    """What time comes to."""

    minutes: int
    billable_minutes: int
    entries: int


@dataclass(frozen=True)
class GroupSums(Sums):
    """What the time of one group comes to. ``key`` is an id, or the first day of a period."""

    key: uuid.UUID | datetime.date
    label: str
    number: str = ""

    @property
    def is_something(self) -> bool:
        """Say whether there is anything behind the key: tickets have no department, customers no company."""
        return self.key != NOTHING

    @property
    def place(self) -> str:
        """Return where the next page goes on after this group."""
        return f"{self.key}" if isinstance(self.key, datetime.date) else f"{self.minutes}.{self.key}"


_SUMS: dict[str, Any] = {
    "sum": Coalesce(Sum("minutes"), 0),
    "sum_billable": Coalesce(Sum("minutes", filter=Q(billable=True)), 0),
    "how_many": Count("pk"),
}


def sums(actor: Actor, wanted: EntryFilter) -> Sums:
    """Return what all the time that was asked for comes to."""
    found = visible_entries(actor, wanted).order_by().aggregate(**_SUMS)
    return Sums(found["sum"], found["sum_billable"], found["how_many"])


def grouped(
    actor: Actor, wanted: EntryFilter, group: Group, zone: datetime.tzinfo, *, after: str = "", limit: int = 50
) -> tuple[list[GroupSums], str]:
    """Return a page of groups, and where the next goes on: the longest first, periods the latest first.

    Raises ``ValueError`` for an ``after`` that is none of this order.
    """
    entries = visible_entries(actor, wanted)
    rows = _by_period(entries, group, zone, after) if group in PERIODS else _by_thing(entries, group, after)
    found = [_read(group, row) for row in rows[: limit + 1]]
    return found[:limit], found[limit - 1].place if len(found) > limit else ""


def _by_period(entries: QuerySet[TimeEntry], group: Group, zone: datetime.tzinfo, after: str) -> Any:
    trunc: dict[Group, Any] = {
        Group.DAY: TruncDate("started_at", tzinfo=zone),
        Group.WEEK: TruncDate(TruncWeek("started_at", tzinfo=zone), tzinfo=zone),
        Group.MONTH: TruncDate(TruncMonth("started_at", tzinfo=zone), tzinfo=zone),
    }
    rows: Any = entries.annotate(key=trunc[group])
    if after:
        rows = rows.filter(key__lt=datetime.date.fromisoformat(after))
    return rows.order_by().values("key").annotate(**_SUMS).order_by("-key")


def _by_thing(entries: QuerySet[TimeEntry], group: Group, after: str) -> Any:
    key, name = _KEYS[group]
    shown = {"label": F(name)} | ({"number": F("ticket__number")} if group is Group.TICKET else {})
    if group is Group.CONTACT:
        shown["number"] = F("ticket__requester__email")
    rows: Any = entries.annotate(key=Coalesce(F(key), Value(NOTHING)), **shown).order_by().values("key", *shown)
    rows = rows.annotate(**_SUMS)
    if after:
        minutes, _dot, last = after.partition(".")
        most, last_key = int(minutes), uuid.UUID(last)
        rows = rows.filter(Q(sum__lt=most) | Q(sum=most, key__gt=last_key))
    return rows.order_by("-sum", "key")


def _read(group: Group, row: dict[str, Any]) -> GroupSums:
    if group in PERIODS:
        return GroupSums(row["sum"], row["sum_billable"], row["how_many"], row["key"], row["key"].isoformat())
    extra = row.get("number") or ""
    label = row["label"] or (extra if group is Group.CONTACT else "")
    number = extra if group is Group.TICKET else ""
    return GroupSums(row["sum"], row["sum_billable"], row["how_many"], row["key"], label, number)
