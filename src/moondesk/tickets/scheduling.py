"""When work on a ticket begins and is due, as a value, and its rules as pure functions."""

import datetime
from dataclasses import dataclass

LONGEST = datetime.timedelta(days=3650)


@dataclass(frozen=True)
class Schedule:
    """From when until when a ticket is worked on. Either may be open."""

    starts_at: datetime.datetime | None
    due_at: datetime.datetime | None

    @property
    def text(self) -> str:
        """Return it as events have it: two moments with a slash between them, nothing for what is open."""
        return "/".join(
            one.astimezone(datetime.UTC).isoformat() if one else "" for one in (self.starts_at, self.due_at)
        )


def read_schedule(text: str) -> Schedule:
    """Return what ``Schedule.text`` wrote."""
    start, _slash, due = text.partition("/")
    moments = [datetime.datetime.fromisoformat(one) if one else None for one in (start, due)]
    return Schedule(moments[0], moments[1])


def schedule_problem(wanted: Schedule, created_at: datetime.datetime) -> tuple[str, str] | None:
    """Return which field of a schedule is wrong and why, or nothing."""
    for name, moment in (("starts_at", wanted.starts_at), ("due_at", wanted.due_at)):
        if moment and abs(moment - created_at) > LONGEST:
            return name, "far"
    if wanted.starts_at and wanted.due_at and wanted.starts_at >= wanted.due_at:
        return "due_at", "order"
    return None


def on_day(
    day: datetime.date, before: datetime.datetime | None, zone: datetime.tzinfo, *, end: bool
) -> datetime.datetime:
    """Return a moment on a day of a zone: at its time before, else when the day begins or, with ``end``, ends."""
    usual = datetime.time(23, 59) if end else datetime.time()
    time = before.astimezone(zone).time() if before is not None else usual
    return datetime.datetime.combine(day, time, zone).astimezone(datetime.UTC)
