"""How often a token may ask: counted in memory, so that a read costs no write (docs/api/README.md, Limits)."""

import time
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse

from moondesk.kit.errors import TooMany
from moondesk.kit.windows import Windows

WINDOW = 60


@dataclass(frozen=True)
class Standing:
    """How many requests are left to somebody, and in how many seconds the count starts anew."""

    limit: int
    remaining: int
    reset: int

    def write(self, response: HttpResponse) -> None:
        """Tell the asker."""
        response.headers["RateLimit-Limit"] = str(self.limit)
        response.headers["RateLimit-Remaining"] = str(self.remaining)
        response.headers["RateLimit-Reset"] = str(self.reset)


_windows = Windows(WINDOW)


def count(key: bytes) -> Standing | None:
    """Count one request of a token that was good before; None for any other, or when there is no limit."""
    return _count(key, known=True)


def begin(key: bytes) -> Standing | None:
    """Count the first request of a token that has just shown to be good.

    Only such tokens have a place here, so no number of made-up ones makes a real one's count forgotten; those are
    counted by where they come from (``guessing``).
    """
    return _count(key, known=False)


def _count(key: bytes, *, known: bool) -> Standing | None:
    limit = settings.API_RATE_LIMIT
    counted = _windows.count(key, known=known) if limit else None
    if counted is None:
        return None
    ends, used = counted
    return Standing(limit, max(-1, limit - used), max(1, round(ends - time.monotonic())))


def check(standing: Standing | None) -> Standing | None:
    """Return where the asker stands. Raises ``TooMany`` above the limit."""
    if standing is not None and standing.remaining < 0:
        raise TooMany(
            f"More than {standing.limit} requests in a minute. Try again in {standing.reset} seconds.",
            extra={"retry_after": standing.reset},
        )
    return standing


def reset() -> None:
    """Forget all counts."""
    _windows.reset()
