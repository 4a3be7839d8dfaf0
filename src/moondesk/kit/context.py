"""What is known about the work in hand: the organization, and the id under which it is logged."""

import uuid
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Origin:
    """Where a request came from: the network address, an empty text where there is none, and what it called itself."""

    address: str
    client: str


organization_id: ContextVar[uuid.UUID | None] = ContextVar("organization_id", default=None)
"""The tenant in whose name the code runs, or None outside of any."""

operation: ContextVar[uuid.UUID | None] = ContextVar("operation", default=None)
"""What one person or job does at once: everything written in one entry to an organization. Undone together."""

reverting: ContextVar[uuid.UUID | None] = ContextVar("reverting", default=None)
"""The event that is being taken back, noted on every event that tells of it."""

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request or job, shown in logs and error pages."""

origin: ContextVar[Callable[[], Origin] | None] = ContextVar("origin", default=None)
"""Tells where the request came from, when somebody asks: most requests write nothing that would keep it."""

_read: ContextVar[dict[Hashable, Any] | None] = ContextVar("read", default=None)
"""What was read already, while it is read once; None when it is read each time."""


@contextmanager
def reading_once() -> Iterator[None]:
    """Read once what ``once`` gives, for work that asks for it often and changes nothing of it."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def once[T](what: Hashable, read: Callable[[], T]) -> T:
    """Return what is known of the organization under a name; inside of ``reading_once`` it is read the first time."""
    known = _read.get()
    if known is None:
        return read()
    key = (organization_id.get(), what)
    if key not in known:
        known[key] = read()
    found: T = known[key]
    return found
