"""When a snoozed ticket comes back, as pure functions: moments in somebody's own zone, right across clock changes."""

import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

MORNING = datetime.time(9)
LATER = datetime.timedelta(hours=3)
LATEST = datetime.time(21)
LONGEST = datetime.timedelta(days=731)


class When(StrEnum):
    """The natural choices. ``REPLY`` has no moment: only the customer's answer wakes the ticket."""

    LATER = "later"
    TOMORROW = "tomorrow"
    MONDAY = "monday"
    REPLY = "reply"


class Why(StrEnum):
    """What woke a ticket."""

    TIME = "time"
    REPLY = "reply"
    HAND = "hand"


def moment_of(when: When, now: datetime.datetime, zone: ZoneInfo) -> datetime.datetime | None:
    """Return the moment of a natural choice made at ``now`` in a zone, in UTC; none for the next reply.

    Later today is in three hours, at a full hour; late in the evening it is tomorrow morning.
    """
    today = now.astimezone(zone).date()
    if when is When.REPLY:
        return None
    if when is When.LATER:
        later = _full_hour(now + LATER, zone)
        local = later.astimezone(zone)
        if local.date() == today and local.time() <= LATEST:
            return later
    days = 7 - today.weekday() if when is When.MONDAY else 1
    return _at(today + datetime.timedelta(days=days), MORNING, zone)


def _full_hour(moment: datetime.datetime, zone: ZoneInfo) -> datetime.datetime:
    local = moment.astimezone(zone)
    past = datetime.timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    whole = moment - past if not past else moment - past + datetime.timedelta(hours=1)
    return whole.astimezone(datetime.UTC)


def _at(day: datetime.date, time: datetime.time, zone: ZoneInfo) -> datetime.datetime:
    return datetime.datetime.combine(day, time, tzinfo=zone).astimezone(datetime.UTC)


def read_moment(text: str, zone: ZoneInfo) -> datetime.datetime:
    """Return the moment that somebody typed by the clock on their wall, or with its own offset, in UTC.

    An hour that the clocks skip is the one after it, one that comes twice the first. Raises ``ValueError``.
    """
    moment = datetime.datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(datetime.UTC)


def moment_problem(moment: datetime.datetime, now: datetime.datetime) -> str | None:
    """Return the code of what is wrong with a moment to come, or None: ``past`` or ``too_far``."""
    if moment <= now:
        return "past"
    return "too_far" if moment - now > LONGEST else None
