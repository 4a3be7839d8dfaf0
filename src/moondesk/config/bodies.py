"""Bodies of requests: bounded each by its route, in time, for each network that sends them, and all together."""

import asyncio
import re
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestAborted

from moondesk.api.parsing import BODY_LIMIT as API_BODY_LIMIT
from moondesk.api.parsing import file_body_limit
from moondesk.config.refusals import Refused
from moondesk.kit.addresses import client_address, network_of

type Scope = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

SECONDS = 60.0
HELD_LIMIT = 512 * 1024 * 1024
"""How much all requests of a process together may be sending at once."""
SHARE = 8
"""One network may hold one part of so many, so that it leaves room for the others."""
WAIT = 30.0
"""How long a body whose size is known waits for room in its network's share before it is read at all."""
_IN_MEMORY = 64 * 1024
_NAMES = (b"content-length", b"transfer-encoding")
_MULTIPART = b"multipart/form-data"
_WITH_FILES = re.compile(
    r"/files(/[0-9a-f-]+/versions)?$|/(desk/tickets/new|help/new|help/forms/[a-z0-9-]+)$|/(desk|help)/.*/messages$"
)
"""Addresses that take files. What is not a file in a form is bounded by Django as everywhere."""
_WITH_MAIL = re.compile(r"/api/v1/inbound-mail/[^/]+/mime$")


_SURPLUS = "Your network sends too much at once. Try again in a few seconds."


class TooLarge(Exception):
    """The body is larger than its route takes. Nothing of it was kept."""


class Body:
    """One request's body, on disk when it is large."""

    def __init__(self) -> None:
        self.file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by Bodies.of
        self.size = 0
        self.network = ""
        self.share = 0

    def empty(self) -> None:
        """Let go of what came so far."""
        self.file.seek(0)
        self.file.truncate()


class Bodies:
    """Takes in the bodies of requests."""

    def __init__(self, most: int = HELD_LIMIT) -> None:
        self._most = most
        self.held = 0
        self.by_network: Counter[str] = Counter()

    @contextmanager
    def holding(self) -> Iterator[Body]:
        """Give a place for a body, and take all of it back at the end."""
        body = Body()
        try:
            yield body
        finally:
            body.file.close()
            self.held -= body.size
            self.by_network[body.network] -= body.share
            if not self.by_network[body.network]:
                del self.by_network[body.network]

    async def fill(self, body: Body, scope: Scope, receive: Receive) -> None:
        """Read the whole body. Raises ``TooLarge``, ``Refused`` (408, 429, 503) or ``RequestAborted``."""
        names = {name: value for name, value in scope["headers"] if name in _NAMES}
        if not names or names.get(b"content-length") == b"0":
            return
        limit = limit_of(scope)
        declared = names.get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > limit:
            raise TooLarge
        body.network = _network(scope)
        await self._wait(body, int(declared) if declared.isdigit() else 0)
        try:
            async with asyncio.timeout(SECONDS):
                await self._read(body, limit, receive)
        except TimeoutError:
            raise Refused(408, "The request took too long to arrive.") from None
        body.file.seek(0)

    async def _read(self, body: Body, limit: int, receive: Receive) -> None:
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise RequestAborted
            piece: bytes = message.get("body", b"")
            if body.size + len(piece) > limit:
                raise TooLarge
            if self.held + len(piece) > self._most:
                raise Refused(503, "Too busy. Try again in a few seconds.", retry_after=5)
            more_share = max(0, body.size + len(piece) - body.share)
            if not self._has_room(body, more_share):
                raise Refused(429, _SURPLUS, retry_after=5)
            self._take(body, more_share)
            body.size += len(piece)
            self.held += len(piece)
            body.file.write(piece)
            more = message.get("more_body", False)

    async def _wait(self, body: Body, size: int) -> None:
        """Take the share of a body before it is read: of many files sent at once the last ones wait for the first."""
        until = time.monotonic() + WAIT
        while not self._has_room(body, size):
            if time.monotonic() >= until:
                raise Refused(429, _SURPLUS, retry_after=5)
            await asyncio.sleep(0.1)
        self._take(body, size)

    def _has_room(self, body: Body, size: int) -> bool:
        """Say whether a network may hold so much more: at least one body of the largest kind, or its share."""
        most = max(self._most // SHARE, min(file_body_limit(), self._most))
        return not size or not body.network or self.by_network[body.network] + size <= most

    def _take(self, body: Body, size: int) -> None:
        body.share += size
        self.by_network[body.network] += size


def _network(scope: Scope) -> str:
    """Return the network that a request comes from, or nothing where that is not known."""
    forwarded = b",".join(value for name, value in scope["headers"] if name == b"x-forwarded-for").decode("latin-1")
    client = scope.get("client")
    return network_of(client_address(client[0] if client else "", forwarded, settings.TRUSTED_PROXIES))


def limit_of(scope: Scope) -> int:
    """Return how large a body a request may have: with files where they are taken, a program's JSON, or a form."""
    path = scope["path"]
    if _WITH_FILES.search(path) and any(pair[1].startswith(_MULTIPART) for pair in scope["headers"]):
        return file_body_limit()
    if _WITH_MAIL.match(path):
        return 2 * int(settings.MAIL_SIZE_LIMIT)  # a mail grows when it stands in JSON
    return API_BODY_LIMIT if path.startswith("/api/") else int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def without_body(scope: Scope) -> Scope:
    """Return the request as one whose body was left out for its size: Django says 413 in the asker's language."""
    kept = [pair for pair in scope["headers"] if pair[0] not in _NAMES]
    declared = (b"content-length", str(limit_of(scope) + 1).encode())
    return {**scope, "headers": [*kept, declared]}
