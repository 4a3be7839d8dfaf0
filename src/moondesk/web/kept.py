"""What pages keep between requests, in the process: values read and pieces drawn, by keys that say all they depend on.

Nothing expires by time but what shows how long ago something was. A key holds the organization and its
``config_version``, which the database raises when a status, category, department or member changes, so what is kept
is never stale and never another organization's (docs/decisions/kept.md).
"""

import re
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import Any

from django.utils import timezone, translation
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]

PIECES = 48 * 1024 * 1024
"""Bytes of all pieces together, which are kept encoded: half the size of what Python makes of them."""
VALUES = 4000
"""How many values, of which most are tickets and rows of lists."""
MARK = f"[{secrets.token_hex(16)}]"
"""Stands in a kept piece for what is one person's: the hidden fields of forms. Nothing private is ever kept."""
_HOLE = f"[{secrets.token_hex(16)} %s]"
_HOLES = re.compile(re.escape(_HOLE).replace("%s", r"(\w+)"))
_TICK = 30
_OF_A_KEY = 500
"""Bytes, about, that a key takes."""


class _Kept[T]:
    """A value, the time it was made for, and whether somebody asked for it since its turn to go came last."""

    __slots__ = ("asked", "at", "value")

    def __init__(self, value: T, at: int) -> None:
        self.value, self.at, self.asked = value, at, False


class Store[T]:
    """Values, each made once; when all together weigh too much, the oldest go that nobody asked for lately.

    Whoever asks only marks what they found: moving it to the end would hash a key of a hundred parts once more.
    """

    def __init__(self, most: int, weigh: Callable[[T], int]) -> None:
        self._most, self._weigh = most, weigh
        self._items: OrderedDict[Hashable, _Kept[T]] = OrderedDict()
        self._weight = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T], *, at: int = 0) -> T:
        """Return what is kept under ``key``, made now if it is not, or was made at another time than ``at``."""
        found = self._items.get(key)
        if found is not None and found.at == at:
            found.asked = True
            return found.value
        made = make()
        with self._lock:
            before = self._items.pop(key, None)
            self._weight += self._weigh(made) - (self._weigh(before.value) if before else 0)
            self._items[key] = _Kept(made, at)
            while self._weight > self._most:
                self._drop_one()
        return made

    def _drop_one(self) -> None:
        key, oldest = self._items.popitem(last=False)
        if oldest.asked:
            oldest.asked = False
            self._items[key] = oldest
        else:
            self._weight -= self._weigh(oldest.value)

    @property
    def weight(self) -> int:
        """What all that is kept weighs."""
        return self._weight


pieces: Store[bytes] = Store(PIECES, lambda piece: len(piece) + _OF_A_KEY)
_values: Store[Any] = Store(VALUES, lambda _value: 1)


def value(key: Hashable, make: Callable[[], Any]) -> Any:
    """Return a value read once for all who ask with the same key; nobody may change it."""
    return _values.get(key, make)


def tick() -> int:
    """Return the half minute, for keys of pieces that say how long ago something was."""
    return int(time.time() // _TICK)


def hole(name: str) -> Markup:
    """Return what stands in a piece for a value that is put in later, so that one piece does for many (``Shape``)."""
    return Markup(_HOLE % name)  # noqa: S704 - hexadecimal digits, and a name of ours


def escaped(value: Any) -> Markup:
    """Return what a template puts out, safe: markupsafe's own answer, which asks each value twice what it is."""
    if type(value) is Markup:
        return value
    return str.__new__(Markup, _escape_inner(value)) if type(value) is str else escape(value)


class Shape:
    """A piece with holes."""

    def __init__(self, drawn: str) -> None:
        self._parts = _HOLES.split(str(drawn))

    def filled(self, values: Mapping[str, object]) -> Markup:
        """Return the piece with its values in their holes, escaped."""
        parts = self._parts.copy()
        for at in range(1, len(parts), 2):
            parts[at] = escaped(values[parts[at]])
        return Markup("".join(parts))  # noqa: S704 - drawn by a template, so escaped


def kept(*key: Hashable, private: str = "", at: int = 0, keep: bool = True, caller: Callable[[], str]) -> Markup:
    """Return the body of a call block, drawn once for each key, language and zone; ``private`` replaces ``MARK``.

    ``at`` is the time that the piece was drawn for (``tick``): it takes the place of the one before. Without ``keep``
    the piece is drawn for this answer alone.
    """
    if keep:
        whole = (translation.get_language(), str(timezone.get_current_timezone()), *key)
        piece = pieces.get(whole, lambda: caller().encode(), at=at)
    else:
        piece = caller().encode()
    if private:
        piece = piece.replace(MARK.encode(), str(private).encode())
    return Markup(piece.decode())  # noqa: S704 - drawn by a template, so escaped
