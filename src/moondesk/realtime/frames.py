"""What travels in a stream, as bytes of server-sent events. The names are a closed set."""

import json
import random
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Channel(StrEnum):
    """What one can listen to, each at an address of its own."""

    TICKETS = "tickets"
    NOTIFICATIONS = "notifications"
    CONFIG = "system-config"


class Name(StrEnum):
    """What a stream can say. Pages know these and no others."""

    TICKET = "ticket"
    COUNTS = "counts"
    PRESENCE = "presence"
    NOTIFICATION = "notification"
    UNREAD = "unread"
    CONFIG = "config"
    RIGHTS = "rights"
    RESYNC = "resync"
    PING = "ping"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Frame:
    """One thing to say to one audience; ``counts`` adds that counts may have changed."""

    data: bytes
    counts: bool = False
    channel: Channel = Channel.TICKETS


def encode(name: Name, data: Mapping[str, object], *, id_: uuid.UUID | None = None) -> bytes:
    """Return one event; JSON has no raw line ends, so no value can begin a line of its own."""
    head = f"id: {id_}\n" if id_ else ""
    return f"{head}event: {name.value}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()


def opening() -> bytes:
    """Return the first bytes: how long to wait before coming back, different for everybody, so not all come at once."""
    return f"retry: {random.randint(1000, 5000)}\n\n".encode()  # noqa: S311 - only spreads load


PING = encode(Name.PING, {})
COUNTS = encode(Name.COUNTS, {})
RESYNC = encode(Name.RESYNC, {})


def closed(reason: str) -> bytes:
    """Return the last word to somebody who may listen no longer."""
    return encode(Name.CLOSED, {"reason": reason})
