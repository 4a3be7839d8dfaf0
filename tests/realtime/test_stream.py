"""One stream by itself: heartbeat, lifetime, overflow, counts."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from moondesk.realtime import frames
from moondesk.realtime.frames import Frame
from moondesk.realtime.stream import Pace, Stream


def run_apart(work: Coroutine[Any, Any, list[bytes]]) -> list[bytes]:
    """Run in a thread of its own: the browser of other tests keeps a loop running in this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, work).result()


async def _read(stream: Stream, seconds: float) -> list[bytes]:
    pieces: list[bytes] = []

    async def read() -> None:
        async for piece in stream.pieces():
            pieces.append(piece)  # noqa: PERF401 - kept when the time is over

    task = asyncio.create_task(read())
    await asyncio.wait({task}, timeout=seconds)
    task.cancel()
    return pieces


def test_a_quiet_stream_beats_and_ends_after_its_lifetime() -> None:
    async def run() -> list[bytes]:
        return await _read(Stream(Pace(heartbeat=0.05, lifetime=0.4)), 5)

    pieces = run_apart(run())
    assert pieces[0].startswith(b"retry: ")
    assert 1000 <= int(pieces[0].split()[1]) <= 5000
    assert 4 <= pieces.count(frames.PING) <= 8


def test_an_overflowing_stream_says_resync_and_nothing_else() -> None:
    async def run() -> list[bytes]:
        stream = Stream(Pace(queue=3))
        for number in range(9):
            stream.offer(Frame(b"%d" % number, counts=True))
        return await _read(stream, 5)

    assert run_apart(run())[1:] == [frames.RESYNC]


def test_counts_are_said_once_a_second_at_most_and_not_forgotten() -> None:
    async def run() -> list[bytes]:
        stream = Stream(Pace(counts_every=0.4))

        async def change() -> None:
            for _ in range(10):
                stream.offer(Frame(b"x", counts=True))
                await asyncio.sleep(0.03)

        task = asyncio.create_task(change())
        pieces = await _read(stream, 1.2)
        await task
        return pieces

    said = b"".join(run_apart(run()))
    assert said.count(b"x") == 10
    assert said.count(frames.COUNTS) == 2
