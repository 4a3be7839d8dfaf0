"""Bodies of requests: bounded each by its route, bounded in time, and bounded all together."""

import asyncio
import re
import tempfile
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestAborted

from moondesk.api.parsing import BODY_LIMIT as API_BODY_LIMIT
from moondesk.api.parsing import file_body_limit
from moondesk.config.refusals import Refused

type Scope = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

SECONDS = 60.0
HELD_LIMIT = 512 * 1024 * 1024
"""How much all requests of a process together may be sending at once."""
_IN_MEMORY = 64 * 1024
_NAMES = (b"content-length", b"transfer-encoding")
_MULTIPART = b"multipart/form-data"
_WITH_FILES = re.compile(r"/files(/[0-9a-f-]+/versions)?$|/(desk/tickets/new|help/new)$|/(desk|help)/.*/messages$")
"""Addresses that take files. What is not a file in a form is bounded by Django as everywhere."""


class TooLarge(Exception):
    """The body is larger than its route takes. Nothing of it was kept."""


class Body:
    """One request's body, on disk when it is large."""

    def __init__(self) -> None:
        self.file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by Bodies.of
        self.size = 0

    def empty(self) -> None:
        """Let go of what came so far."""
        self.file.seek(0)
        self.file.truncate()


class Bodies:
    """Takes in the bodies of requests."""

    def __init__(self, most: int = HELD_LIMIT) -> None:
        self._most = most
        self.held = 0

    @contextmanager
    def holding(self) -> Iterator[Body]:
        """Give a place for a body, and take all of it back at the end."""
        body = Body()
        try:
            yield body
        finally:
            body.file.close()
            self.held -= body.size

    async def fill(self, body: Body, scope: Scope, receive: Receive) -> None:
        """Read the whole body. Raises ``TooLarge``, ``Refused`` (408, 503) or ``RequestAborted``."""
        names = {name: value for name, value in scope["headers"] if name in _NAMES}
        if not names or names.get(b"content-length") == b"0":
            return
        limit = limit_of(scope)
        declared = names.get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > limit:
            raise TooLarge
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
            body.size += len(piece)
            self.held += len(piece)
            body.file.write(piece)
            more = message.get("more_body", False)


def limit_of(scope: Scope) -> int:
    """Return how large a body a request may have: with files where they are taken, a program's JSON, or a form."""
    path = scope["path"]
    if _WITH_FILES.search(path) and any(pair[1].startswith(_MULTIPART) for pair in scope["headers"]):
        return file_body_limit()
    return API_BODY_LIMIT if path.startswith("/api/") else int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def without_body(scope: Scope) -> Scope:
    """Return the request as one whose body was left out for its size: Django says 413 in the asker's language."""
    kept = [pair for pair in scope["headers"] if pair[0] not in _NAMES]
    declared = (b"content-length", str(limit_of(scope) + 1).encode())
    return {**scope, "headers": [*kept, declared]}
