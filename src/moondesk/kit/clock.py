"""The one place that reads the clock, so that rules can be given a time."""

import datetime
import zoneinfo
from functools import cache


def now() -> datetime.datetime:
    """Return the current time, aware, in UTC."""
    return datetime.datetime.now(datetime.UTC)


@cache
def known_zones() -> frozenset[str]:
    """Return the names of all time zones; finding them walks through hundreds of files, so once is enough."""
    return frozenset(zoneinfo.available_timezones())
