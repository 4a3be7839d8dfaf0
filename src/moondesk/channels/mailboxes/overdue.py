"""Cutting connections whose server takes longer than it may.

A server that sends a byte now and then never runs into a timeout of the socket, whose clock begins anew with each. So
one thread of the process looks after all connections and ends those that are late.
"""

import socket  # noqa: TID251 - the type only
import threading
import time
from contextlib import suppress

_EVERY = 0.5


class Overdue:
    """One connection, looked after from its beginning to its end."""

    def __init__(self, connected: socket.socket) -> None:
        self._same = connected.dup()  # the first one is taken over by TLS
        self.until = float("inf")
        with _lock:
            _all.add(self)
            _start()

    def cut(self) -> None:
        """End the connection: whoever reads from it finds its end."""
        with suppress(OSError):
            self._same.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Look after it no more."""
        with _lock:
            _all.discard(self)
        self._same.close()


_all: set[Overdue] = set()
_lock = threading.Lock()
_thread: threading.Thread | None = None


def _start() -> None:
    global _thread
    if _thread is None or not _thread.is_alive():
        _thread = threading.Thread(target=_look, name="mailboxes-overdue", daemon=True)
        _thread.start()


def _look() -> None:
    while True:
        time.sleep(_EVERY)
        with _lock:
            for one in _all:
                if time.monotonic() > one.until:
                    one.cut()
