"""One stream by itself: heartbeat, lifetime, overflow, counts."""

import asyncio
import time
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


def test_a_reader_who_takes_nothing_is_given_up_once() -> None:
    given_up: list[float] = []

    async def run() -> list[bytes]:
        stream = Stream(Pace(slowest_write=20.0))
        pieces = stream.pieces(lambda: given_up.append(1.0))
        await anext(pieces)  # and the reader does not come back for the next: this one is still being written
        moment = time.monotonic()
        for later in (0.0, 19.0, 21.0, 22.0):
            stream.look_after(moment + later)
            if later == 19.0:
                assert not given_up
        return []

    run_apart(run())
    assert len(given_up) == 1


def test_a_reader_who_waits_for_news_is_not_given_up() -> None:
    given_up: list[float] = []

    async def run() -> list[bytes]:
        stream = Stream(Pace(slowest_write=20.0))

        async def read() -> None:
            async for _ in stream.pieces(lambda: given_up.append(1.0)):
                pass

        task = asyncio.create_task(read())
        await asyncio.sleep(0.05)
        stream.look_after(time.monotonic() + 60.0)
        task.cancel()
        return []

    run_apart(run())
    assert not given_up
