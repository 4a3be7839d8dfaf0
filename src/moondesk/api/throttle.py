"""How often a token may ask: counted in this process, so that a read costs no write (docs/api/README.md, Limits)."""

import threading
import time
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse

from moondesk.kit.errors import TooMany

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


_lock = threading.Lock()
_windows: dict[bytes, tuple[float, int]] = {}
_tidied = 0.0


def count(key: bytes) -> Standing | None:
    """Count one request of a token that was good before; None for any other, or when there is no limit."""
    return _count(key) if key in _windows else None


def begin(key: bytes) -> Standing | None:
    """Count the first request of a token that has just shown to be good.

    Only such tokens have a place here, so no number of made-up ones makes a real one's count forgotten; those are
    counted by where they come from (``guessing``).
    """
    return _count(key)


def _count(key: bytes) -> Standing | None:
    limit = settings.API_RATE_LIMIT
    if not limit:
        return None
    moment = time.monotonic()
    with _lock:
        _tidy(moment)
        ends, used = _windows.get(key, (0.0, 0))
        if ends <= moment:
            ends, used = moment + WINDOW, 0
        _windows[key] = (ends, used + 1)
    return Standing(limit, max(-1, limit - used - 1), max(1, round(ends - moment)))


def _tidy(moment: float) -> None:
    global _tidied
    if moment < _tidied + WINDOW:
        return
    _tidied = moment
    for key in [key for key, (ends, _used) in _windows.items() if ends <= moment]:
        del _windows[key]


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
    with _lock:
        _windows.clear()
