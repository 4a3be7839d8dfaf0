"""A nudge to the dispatcher after a commit, so that it need not wait for its next look."""

import contextlib
import threading
import time

from django.db import DatabaseError, connection

CHANNEL = "moondesk_events"
_INTERVAL = 0.05
_lock = threading.Lock()
_last = 0.0


def wake_dispatcher() -> None:
    """Send a NOTIFY of its own after the commit, at most every 50 ms; the dispatcher's poll makes sure anyway.

    Inside the request's transaction it would make PostgreSQL serialise all commits (docs/decisions/events.md).
    """
    global _last
    with _lock:
        if time.monotonic() - _last < _INTERVAL:
            return
        _last = time.monotonic()
    with contextlib.suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {CHANNEL}")
