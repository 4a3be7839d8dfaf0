"""How often a token may ask: counted in this process, so that a read costs no write (docs/api/README.md, Limits)."""

import threading
import time
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse

from moondesk.kit.errors import TooMany

WINDOW = 60
_MOST_KEYS = 10_000


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


def count(key: bytes) -> Standing | None:
    """Count one request of ``key``; None when there is no limit (``MOONDESK_API_RATE_LIMIT=0``)."""
    limit = settings.API_RATE_LIMIT
    if not limit:
        return None
    moment = time.monotonic()
    with _lock:
        ends, used = _windows.get(key, (0.0, 0))
        if ends <= moment:
            if len(_windows) >= _MOST_KEYS:
                _forget(moment)
            ends, used = moment + WINDOW, 0
        _windows[key] = (ends, used + 1)
    return Standing(limit, max(-1, limit - used - 1), max(1, round(ends - moment)))


def _forget(moment: float) -> None:
    for key in [key for key, (ends, _used) in _windows.items() if ends <= moment]:
        del _windows[key]
    if len(_windows) >= _MOST_KEYS:
        _windows.clear()


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
