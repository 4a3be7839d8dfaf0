"""What waits for servers elsewhere holds up no page."""

import asyncio
import threading
from collections.abc import MutableMapping
from typing import IO, Any

from moondesk.config.handler import APART_THREADS, Answer, ThreadedHandler


class Slow(ThreadedHandler):
    """Answers pages at once, and pictures when it is let."""

    def __init__(self) -> None:
        super().__init__(1)
        self.may_go = threading.Event()

    def _answer(self, scope: MutableMapping[str, Any], body: IO[bytes]) -> Answer:
        if scope["path"].startswith("/mail-pictures/"):
            self.may_go.wait(20)
        return Answer(200, [], b"")


async def ask(handler: Slow, path: str) -> int:
    """Return the status of an answer."""
    said: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        said.append(message)

    await handler({"type": "http", "method": "GET", "path": path, "headers": []}, receive, send)
    return int(said[0]["status"])


def test_hundreds_of_slow_pictures_hold_up_no_page() -> None:
    async def go() -> None:
        handler = Slow()
        pictures = [asyncio.create_task(ask(handler, f"/mail-pictures/{one}")) for one in range(64 * APART_THREADS + 5)]
        try:
            assert await asyncio.wait_for(ask(handler, "/acme/desk/"), 10) == 200
        finally:
            handler.may_go.set()
        answers = [await one for one in pictures]
        assert (answers.count(200), answers.count(503)) == (64 * APART_THREADS, 5)
        handler.close()

    asyncio.run(go())
