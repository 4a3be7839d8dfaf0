"""Rules of time, as pure functions: lengths, forgotten timers, and what the moves of a ticket say about waiting."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from moondesk.tickets.rules import ACTIVE_STAGES, DONE_STAGES, WORKING_STAGES, Stage
from moondesk.tickets.workflow import WaitsFor

MOST_MINUTES = 24 * 60
"""No entry is longer than a day."""
FORGOTTEN = datetime.timedelta(hours=8)
"""A timer that counted more than this is asked about before anything of it is booked."""
NOTE_LENGTH = 500
MOST_TIMERS = 20
EARLIEST_YEAR = 2000
CLOCKS_DIFFER = datetime.timedelta(minutes=2)
_FORMS = (
    re.compile(r"(?P<hours>\d{1,2}):(?P<minutes>[0-5]\d)"),
    re.compile(r"(?:(?P<hours>\d{1,2}(?:[.,]\d{1,2})?)\s*h)?\s*(?:(?P<minutes>\d{1,4})\s*(?:m|min)?)?"),
)


def elapsed(counted: int, running_since: datetime.datetime | None, now: datetime.datetime) -> int:
    """Return the seconds that a timer has counted: before its last pause, and since."""
    running = (_utc(now) - _utc(running_since)).total_seconds() if running_since else 0
    return counted + max(0, int(running))


def _utc(moment: datetime.datetime) -> datetime.datetime:
    """Return the moment in UTC: Python subtracts times of one zone as its clocks show them, through their changes."""
    return moment.astimezone(datetime.UTC)


def minutes_of(seconds: int) -> int:
    """Return the whole minutes that are booked for seconds: the nearest, and never none."""
    return max(1, (seconds + 30) // 60)


def is_forgotten(seconds: int) -> bool:
    """Say whether a timer counted so much that somebody must say how much of it was work."""
    return seconds > FORGOTTEN.total_seconds()


def read_minutes(text: str) -> int | None:
    """Return the minutes of ``90``, ``1:30``, ``1h 30m``, ``1.5 h`` or ``1,5h``, or None for anything else."""
    plain = text.strip().lower()
    for form in _FORMS:
        found = form.fullmatch(plain)
        if plain and found:
            hours = float((found["hours"] or "0").replace(",", "."))
            return round(hours * 60) + int(found["minutes"] or 0)
    return None


def minutes_problem(minutes: int) -> str | None:
    """Return the code of what is wrong with a length, or None: ``none`` or ``too_long``."""
    if minutes < 1:
        return "none"
    return "too_long" if minutes > MOST_MINUTES else None


def start_problem(started_at: datetime.datetime, now: datetime.datetime) -> str | None:
    """Return the code of what is wrong with when work began, or None: ``future`` or ``long_ago``."""
    if started_at > now + CLOCKS_DIFFER:
        return "future"
    return "long_ago" if started_at.year < EARLIEST_YEAR else None


def is_still_to_come(started_at: datetime.datetime, minutes: int, now: datetime.datetime) -> bool:
    """Say whether some of the time lies ahead: what is typed is what was done."""
    return started_at + datetime.timedelta(minutes=minutes) > now + CLOCKS_DIFFER


class Side(StrEnum):
    """Whose turn it is while a ticket is in a status."""

    US = "us"
    CUSTOMER = "customer"
    OTHERS = "others"
    NOBODY = "nobody"


def side_of(stage: Stage, waits_for: WaitsFor) -> Side:
    """Say whose turn it is: a waiting ticket waits for its customer unless its status says somebody else."""
    if stage in WORKING_STAGES:
        return Side.US
    if stage in DONE_STAGES:
        return Side.NOBODY
    return Side.OTHERS if waits_for is WaitsFor.SOMEONE_ELSE else Side.CUSTOMER


@dataclass(frozen=True)
class Moved:
    """One move of a ticket between statuses. ``is_revert``: it took an earlier one back."""

    at: datetime.datetime
    old_stage: Stage
    old_waits_for: WaitsFor
    new_stage: Stage
    new_waits_for: WaitsFor
    is_revert: bool = False


type Spent = dict[Side, datetime.timedelta]


def time_by_side(opened_at: datetime.datetime, moves: Sequence[Moved], last: Side, until: datetime.datetime) -> Spent:
    """Return how long it was whose turn, as elapsed time, from the opening on; together that is all the time.

    The moves come in the order in which they were made. ``last`` is whose turn it is now, which is all there is for a
    ticket that never moved.
    """
    spent: Spent = dict.fromkeys(Side, datetime.timedelta())
    place, until = _utc(opened_at), _utc(until)
    for move in moves:
        until_move = min(max(_utc(move.at), place), max(until, place))
        spent[side_of(move.old_stage, move.old_waits_for)] += until_move - place
        place = until_move
    spent[last] += max(until, place) - place
    return spent


def reopenings(moves: Sequence[Moved]) -> int:
    """Return how often work began again on a ticket that was done. Taking a resolution back is none."""
    return sum(
        move.old_stage in DONE_STAGES and move.new_stage in ACTIVE_STAGES and not move.is_revert for move in moves
    )
