"""What is known about the work in hand: the organization, and the id under which it is logged."""

import uuid
from collections.abc import Callable, Iterator
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

read: ContextVar[dict[uuid.UUID, Any] | None] = ContextVar("read", default=None)
"""The rows of organizations that were read already, while they are read once; None when they are read each time."""


@contextmanager
def reading_once() -> Iterator[None]:
    """Read the row of the organization once, for work that asks often and changes nothing of it."""
    token = read.set({})
    try:
        yield
    finally:
        read.reset(token)
