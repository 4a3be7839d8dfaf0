"""When the other system is asked, and what can go wrong with that. Pure: no database, no clock, no network."""

import datetime
import zoneinfo
from enum import StrEnum
from urllib.parse import urljoin, urlsplit, urlunsplit


class Proof(StrEnum):
    """How we prove who we are."""

    BEARER = "bearer"
    BASIC = "basic"
    HEADER = "header"


class Schedule(StrEnum):
    """How often the other system is asked."""

    QUARTER = "quarter"
    HOUR = "hour"
    SIX_HOURS = "six_hours"
    DAY = "day"


class RunState(StrEnum):
    """How far one reading is, or how it ended."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    SAME = "same"
    """Nothing had changed."""
    HELD = "held"
    """The listing has so few people that somebody has to look at it first."""
    FAILED = "failed"


class Trouble(StrEnum):
    """Why nothing of a reading was taken."""

    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    NOT_FOUND = "not_found"
    BUSY = "busy"
    ANSWERED = "answered"
    """With a status that is none of these; ``detail`` says which."""
    REDIRECTED = "redirected"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    TOO_SLOW = "too_slow"
    NOT_JSON = "not_json"
    BROKEN = "broken"
    """It is not what the contract says; ``detail`` says where."""
    OTHER_ORIGIN = "other_origin"
    CIRCLE = "circle"
    SEALED = "sealed"
    """The secret that is kept does not open with this server's key."""
    FULL = "full"
    NOBODY = "nobody"
    """Nobody of a whole listing could be taken; the lines of the reading say why."""
    LOST = "lost"
    """Whoever did it was stopped, or another reading began meanwhile."""
    OURS = "ours"
    """It came to nothing by a mistake of this server, which its log has."""


class NoteCode(StrEnum):
    """What a reading says about one person or group, or about its fields."""

    BAD = "bad"
    TWICE = "twice"
    SAME_NAME = "same_name"
    NAME_TAKEN = "name_taken"
    NO_GROUP = "no_group"
    OLDER = "older"
    REFUSED = "refused"
    """They are written down; what follows from it could not be done."""
    UNKNOWN_FIELDS = "unknown_fields"
    HELD = "held"


LONGEST_QUEUE = datetime.timedelta(hours=6)
"""After so long a reading that waits is given up: no queue is so long, so nobody will take it up."""
MOST_AN_HOUR = datetime.timedelta(minutes=20)
"""How long one organization's readings take within an hour before no more begin: others wait for the same hands."""
STEPS = {
    Schedule.QUARTER: datetime.timedelta(minutes=15),
    Schedule.HOUR: datetime.timedelta(hours=1),
    Schedule.SIX_HOURS: datetime.timedelta(hours=6),
}
TRIES = 3
"""After so many failures in a row those who manage the directory are told."""
_FIRST_WAIT, _LONGEST_WAIT = datetime.timedelta(minutes=5), datetime.timedelta(hours=6)
WHOLE_AFTER = datetime.timedelta(hours=23)
"""After so long the whole listing is asked for again: only that says who is not there any more."""


def next_time(
    schedule: Schedule, at: datetime.time, zone: datetime.tzinfo, moment: datetime.datetime
) -> datetime.datetime:
    """Return when to ask next, seen from ``moment``: a step later, or the next time that clocks in the zone say so.

    A time that a clock skips in spring comes as much later; one that it shows twice in autumn counts the first time.
    """
    if schedule in STEPS:
        return moment + STEPS[schedule]
    today = moment.astimezone(zone).date()
    days = (today + datetime.timedelta(days=more) for more in range(3))
    times = [datetime.datetime.combine(day, at, tzinfo=zone).astimezone(datetime.UTC) for day in days]
    later = [one for one in times if one > moment]
    return later[0]


def next_try(moment: datetime.datetime, failures: int, asked: int) -> datetime.datetime:
    """Return when to try again after so many failures in a row; ``asked`` is for how many seconds we shall wait.

    Each wait is three times the last one, up to six hours, however often the other system is asked otherwise.
    """
    wait: datetime.timedelta = min(_FIRST_WAIT * 3 ** min(failures - 1, 10), _LONGEST_WAIT)
    return moment + max(wait, min(datetime.timedelta(seconds=asked), _LONGEST_WAIT))


def zone_of(name: str) -> datetime.tzinfo:
    """Return an organization's time zone."""
    return zoneinfo.ZoneInfo(name)


def origin_of(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port of an address. Raises ``ValueError`` for one that has none."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise ValueError("no address")
    return parts.scheme, parts.hostname.lower(), parts.port or (443 if parts.scheme == "https" else 80)


def shown_address(url: str) -> str:
    """Return an address without its query, which may hold a key: for logs and events."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query="", fragment="")) + ("?…" if parts.query else "")


def following(url: str, link: str) -> str | None:
    """Return the address of the next page; None for one at another origin, where our secret must not go."""
    try:
        onward = urljoin(url, link)
        return onward if origin_of(onward) == origin_of(url) else None
    except ValueError:
        return None
