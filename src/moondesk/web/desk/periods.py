"""Periods as people ask for them, in days."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

PERIOD_WORDS: dict[str, Any] = {
    "day": _("Today"),
    "week": _("This week"),
    "last_week": _("Last week"),
    "month": _("This month"),
    "last_month": _("Last month"),
    "year": _("This year"),
    "all": _("Always"),
    "custom": _("From … to …"),
}

type Days = tuple[datetime.date | None, datetime.date | None]


def day_of(text: str) -> datetime.date | None:
    """Return a day as a date field sends it, or None for anything else. Years that no calendar page has are none."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1970 <= day.year <= 9000 else None


def days_of(period: str, today: datetime.date, first: datetime.date | None, last: datetime.date | None) -> Days:
    """Return the first and the last day of a period; ``first`` and ``last`` are those of ``custom``."""
    if period == "custom":
        return (last, first) if first and last and last < first else (first, last)
    monday = today - datetime.timedelta(days=today.weekday())
    month = today.replace(day=1)
    week = datetime.timedelta(days=7)
    day = datetime.timedelta(days=1)
    known: dict[str, Days] = {
        "day": (today, today),
        "week": (monday, monday + week - day),
        "last_week": (monday - week, monday - day),
        "month": (month, (month + datetime.timedelta(days=31)).replace(day=1) - day),
        "last_month": ((month - day).replace(day=1), month - day),
        "year": (today.replace(month=1, day=1), today.replace(month=12, day=31)),
    }
    return known.get(period, (None, None))
