"""Moments as people write them in a search: ``7d``, ``today``, ``2026-11``, ``2026-11-01..2026-11-15``. Pure."""

import datetime
import re

_SPAN = re.compile(r"(\d{1,4})([hdwmy])")
_HOURS = {"h": 1, "d": 24, "w": 7 * 24, "m": 30 * 24, "y": 365 * 24}
_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1, "hoy": 0, "ayer": -1, "mañana": 1}
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")

type Moment = datetime.datetime
type Stretch = tuple[Moment | None, Moment | None]
"""From the first moment on, and before the second."""


def span(text: str) -> datetime.timedelta | None:
    """Return how long ``7d`` is: hours, days, weeks, months of 30 days or years; None when it is no such text."""
    found = _SPAN.fullmatch(text.lower())
    return datetime.timedelta(hours=int(found[1]) * _HOURS[found[2]]) if found else None


def _stretch_of_date(text: str, now: Moment) -> tuple[Moment, Moment] | None:
    """Return the first moment of a day, month or year in the zone of ``now``, and the first after it."""
    if text.lower() in _DAYS:
        day = now.date() + datetime.timedelta(days=_DAYS[text.lower()])
        return _start(day, now), _start(day + datetime.timedelta(days=1), now)
    found = _DATE.fullmatch(text)
    if not found:
        return None
    year, month, day_ = int(found[1]), int(found[2] or 1), int(found[3] or 1)
    first = datetime.date(year, month, day_)
    if found[3]:
        after = first + datetime.timedelta(days=1)
    elif found[2]:
        after = (first + datetime.timedelta(days=31)).replace(day=1)
    else:
        after = datetime.date(year + 1, 1, 1)
    return _start(first, now), _start(after, now)


def _start(day: datetime.date, now: Moment) -> Moment:
    return datetime.datetime.combine(day, datetime.time(), tzinfo=now.tzinfo).astimezone(datetime.UTC)


def read_stretch(operator: str, text: str, now: Moment, *, ahead: bool) -> Stretch:
    """Return the stretch of time that is meant. ``now`` is in the reader's zone. Raises ``ValueError``.

    A length counts back from now as an age (``>7d``: older), or with ``ahead`` forward (``<2d``: within two days).
    """
    try:
        return _read(operator, text, now, ahead=ahead)
    except OverflowError:
        raise ValueError(text) from None


def _read(operator: str, text: str, now: Moment, *, ahead: bool) -> Stretch:
    start, dots, end = text.partition("..")
    if dots:
        if operator or not (start or end):
            raise ValueError(text)
        first = _stretch_of_date(start, now) if start else (None, None)
        last = _stretch_of_date(end, now) if end else (None, None)
        if first is None or last is None:
            raise ValueError(text)
        return first[0], last[1]
    length = span(text)
    if length is not None:
        return _of_length(operator, length, now.astimezone(datetime.UTC), ahead=ahead)
    found = _stretch_of_date(text, now)
    if found is None:
        raise ValueError(text)
    one, after = found
    return {">": (after, None), ">=": (one, None), "<": (None, one), "<=": (None, after)}.get(operator, (one, after))


def _of_length(operator: str, length: datetime.timedelta, now: Moment, *, ahead: bool) -> Stretch:
    moment = now + length if ahead else now - length
    longer = operator in (">", ">=")
    if not operator or operator == "=":
        return (now, moment) if ahead else (moment, None)
    return (moment, None) if longer is ahead else (None, moment)
