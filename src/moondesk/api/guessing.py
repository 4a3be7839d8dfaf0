"""Made-up tokens: counted in the database by where they come from; above the limit they are refused as too many.

Looked at only after a token was found not to be good: nobody is refused for what a neighbour behind the same address
makes up.
"""

import threading
import time

from moondesk.kit.errors import TooMany
from moondesk.limits.actions import Limit, hit

BAD_TOKENS = Limit("api_bad_token", 60, 60)
_MOST = 10_000

_lock = threading.Lock()
_refused: dict[str, float] = {}
"""Until when who is refused: kept only so that what is refused anyhow costs no write."""


def note(network: str) -> None:
    """Count a token that was not good. Raises ``TooMany`` above the limit."""
    wait = _refused.get(network, 0.0) - time.monotonic()
    if wait > 0:
        seconds = int(wait) + 1
        text = f"Too many tokens that are not valid. Try again in {seconds} seconds."
        raise TooMany(text, extra={"retry_after": seconds})
    try:
        hit(BAD_TOKENS, network)
    except TooMany as error:
        with _lock:
            if len(_refused) >= _MOST:
                _refused.clear()
            _refused[network] = time.monotonic() + float(error.extra["retry_after"])
        raise


def reset() -> None:
    """Forget who was refused."""
    with _lock:
        _refused.clear()
