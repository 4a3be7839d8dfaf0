"""Thousands of readers of streams in one process of their own; run by ``bench.streams``.

It reads who listens from a file, says ``open`` when all are, and answers ``count`` and ``end`` on its standard input.
"""

import asyncio
import json
import re
import sys
import time
from pathlib import Path

AT_ONCE = 25
"""How many come in at the same moment."""
EACH = 10
"""Of which the times are noted: one of so many. What the others hear is only counted."""
_ID = re.compile(rb"id: ([0-9a-f-]{36})\nevent: ticket")


class Ear(asyncio.Protocol):
    """One open stream."""

    heard = 0
    lost = 0
    times: list[tuple[str, float]] = []

    def __init__(self, request: bytes, *, noting: bool) -> None:
        self._request, self._noting = request, noting
        self.open: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        """Note what came, and when."""
        if not self.open.done():
            self.open.set_result(data.startswith(b"HTTP/1.1 200"))
        Ear.heard += data.count(b"event: ticket")
        if self._noting:
            moment = time.time()
            Ear.times.extend((name.decode(), moment) for name in _ID.findall(data))

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that it ended, which none should."""
        Ear.lost += 1
        if not self.open.done():
            self.open.set_result(False)


async def _open(port: int, places: list[tuple[str, str, str]]) -> list[Ear]:
    loop, gate, ears = asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE), []

    async def one(number: int, slug: str, name: str, key: str) -> None:
        path = f"/api/tickets/stream?organization={slug}&also=notifications,system-config"
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {name}={key}\r\n\r\n".encode()
        async with gate:
            _, ear = await loop.create_connection(lambda: Ear(request, noting=number % EACH == 0), "127.0.0.1", port)
            ears.append(ear)
            if not await ear.open:
                raise SystemExit("A stream was refused.")

    await asyncio.gather(*(one(number, *place) for number, place in enumerate(places)))
    return ears


async def _main(port: int, file: Path) -> None:
    ears = await _open(port, json.loads(file.read_text()))
    print(f"open {len(ears)}", flush=True)
    loop = asyncio.get_running_loop()
    while (asked := await loop.run_in_executor(None, sys.stdin.readline)).strip() == "count":
        print(json.dumps({"heard": Ear.heard, "lost": Ear.lost}), flush=True)
    if asked.strip() == "end":
        print(json.dumps(Ear.times), flush=True)


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1]), Path(sys.argv[2])))
