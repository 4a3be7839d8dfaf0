"""What pages keep between requests, in the process: values read and pieces drawn, by keys that say all they depend on.

Nothing expires by time but what shows how long ago something was. A key holds the organization and its
``config_version``, which the database raises when a status, category, department or member changes, so what is kept
is never stale and never another organization's (docs/decisions/kept.md).
"""

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

from django.utils import timezone, translation
from markupsafe import Markup

PIECES = 20_000
VALUES = 500
MARK = f"[{secrets.token_hex(16)}]"
"""Stands in a kept piece for what is one person's: the hidden fields of forms. Nothing private is ever kept."""
_TICK = 30


class Store:
    """The last used values, each made once; the oldest go first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._items: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return what is kept under ``key``, made now if it is not."""
        with self._lock:
            if key in self._items:
                self._items.move_to_end(key)
                return self._items[key]
        made = make()
        with self._lock:
            self._items[key] = made
            while len(self._items) > self._most:
                self._items.popitem(last=False)
        return made


_pieces, _values = Store(PIECES), Store(VALUES)


def value(key: Hashable, make: Callable[[], Any]) -> Any:
    """Return a value read once for all who ask with the same key; nobody may change it."""
    return _values.get(key, make)


def tick() -> int:
    """Return the half minute, for keys of pieces that say how long ago something was."""
    return int(time.time() // _TICK)


def kept(*key: Hashable, private: str = "", caller: Callable[[], str]) -> Markup:
    """Return the body of a call block, drawn once for each key, language and zone; ``private`` replaces ``MARK``."""
    whole = (translation.get_language(), str(timezone.get_current_timezone()), *key)
    piece = Markup(_pieces.get(whole, caller))  # noqa: S704 - drawn by a template, so escaped
    return Markup(piece.replace(MARK, private)) if private else piece  # noqa: S704
