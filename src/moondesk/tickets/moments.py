"""Moments in the question of a list: days, moments, and those that go with the clock, such as seven days ago."""

import datetime
import re
from enum import StrEnum
from typing import Any

from django.db.models.functions import Now
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

_RELATIVE = re.compile(r"([-+]?)(\d{1,4})([hdw])")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}
_PLUS = " "
"""What an address makes of a plus sign that nobody escaped."""


SOON = datetime.timedelta(hours=24)


class Due(StrEnum):
    """Where the due date of a ticket lies, seen from today."""

    OVERDUE = "overdue"
    SOON = "soon"
    TODAY = "today"
    WEEK = "week"
    NONE = "none"


class Sla(StrEnum):
    """How a ticket stands to its due time: each in one of these ways. ``BREACHED`` is what is overdue or was missed."""

    OVERDUE = "overdue"
    AT_RISK = "at_risk"
    ON_TRACK = "on_track"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"
    BREACHED = "breached"
    NONE = "none"


AT_RISK = datetime.timedelta(hours=1)
"""What is due within this is at risk, however much time there was."""
RISKY_SHARE = 60
"""Of how many percent of its time used a ticket is at risk."""


class Relative(str):
    """A moment that goes with the clock: ``-7d`` is seven days ago, ``24h`` a day ahead; hours, days and weeks."""

    __slots__ = ()

    @property
    def span(self) -> datetime.timedelta:
        """How far it is from now; negative for what is past."""
        found = _RELATIVE.fullmatch(self)
        assert found is not None, self  # noqa: S101 - only ``read_moment`` makes them
        span = datetime.timedelta(**{_UNITS[found[3]]: int(found[2])})
        return -span if found[1] == "-" else span

    @property
    def amount(self) -> int:
        """How many hours, days or weeks it is away."""
        return int(self.lstrip("-")[:-1])

    def isoformat(self) -> str:
        """Return it as it stands in addresses, as other moments do."""
        return str(self)


type Moment = datetime.datetime | Relative


def read_moment(text: str, *, end: bool) -> Moment:
    """Read a moment, one that goes with the clock, or a day in the reader's zone.

    A day is its first moment, or with ``end`` the first of the next day. Raises ``ValueError``.
    """
    relative = _RELATIVE.fullmatch(text.replace(_PLUS, "+"))
    if relative:
        return Relative(relative[0].removeprefix("+"))
    moment = parse_datetime(text) if len(text) > 10 else None
    if moment is not None:
        aware = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
        return aware.astimezone(datetime.UTC)  # PostgreSQL knows fewer zones than Python
    day = parse_date(text)
    if day is None:
        raise ValueError(text)
    return _midnight(day + datetime.timedelta(days=int(end)))


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def days_of(due: Due) -> tuple[datetime.datetime, datetime.datetime] | None:
    """Return from when to when today is, or this week from Monday on, in the reader's zone."""
    today = timezone.localdate()
    if due is Due.TODAY:
        return _midnight(today), _midnight(today + datetime.timedelta(days=1))
    if due is Due.WEEK:
        monday = today - datetime.timedelta(days=today.weekday())
        return _midnight(monday), _midnight(monday + datetime.timedelta(days=7))
    return None


def as_value(moment: Moment) -> Any:
    """Return what a moment is in a condition. The database looks at its own clock, so a kept statement stays true."""
    return Now() + moment.span if isinstance(moment, Relative) else moment
