"""Requests that are answered before Django sees them: what cannot be read, is too much, or is written to confuse."""

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import unquote_to_bytes

type Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

HEADER_LIMIT = 32 * 1024
_ODD = re.compile(rb"//|\\|;|[\x00-\x20\x7f]|%2f|%5c|%3b|%25|%0|%1|%7f", re.IGNORECASE)
_DOTS = (b".", b"..")
_SAFE_HEADERS: list[tuple[bytes, bytes]] = [
    (b"content-type", b"text/plain; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
]


class Refused(Exception):
    """A request that is not handed on: the status and one plain sentence."""

    def __init__(self, status: int, message: str, *, retry_after: int | None = None, close: bool = True) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.retry_after = retry_after
        self.close = close


def check(scope: MutableMapping[str, Any]) -> None:
    """Raise ``Refused`` for a request that two readers could take for two different things.

    One address has one spelling: no empty, dotted or encoded separators, so a proxy in front and the routes behind
    always mean the same page.
    """
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    if not raw.startswith(b"/"):
        raise Refused(400, "The address must start with a slash.")
    if _ODD.search(raw) or any(unquote_to_bytes(part) in _DOTS for part in raw.split(b"/")):
        raise Refused(404, "This address leads nowhere.", close=False)
    hosts = size = 0
    for name, value in scope["headers"]:
        size += len(name) + len(value)
        hosts += name == b"host"
    if size > HEADER_LIMIT:
        raise Refused(431, "The headers are too large.")
    if hosts != 1 and not (hosts == 0 and scope.get("http_version") == "1.0"):
        raise Refused(400, "Name one host.")


async def refuse(send: Send, error: Refused) -> None:
    """Answer with the refusal."""
    body = f"{error.message}\n".encode()
    headers = [*_SAFE_HEADERS, (b"content-length", str(len(body)).encode())]
    if error.retry_after is not None:
        headers.append((b"retry-after", str(error.retry_after).encode()))
    if error.close:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": error.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
