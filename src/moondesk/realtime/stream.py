"""One open stream: a short queue between what happens and one reader, who may be slow."""

import asyncio
import random
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from moondesk.realtime import frames
from moondesk.realtime.frames import Channel, Frame


@dataclass(frozen=True)
class Pace:
    """How a stream behaves in time and how much may wait in it."""

    heartbeat: float = 15.0
    lifetime: float = 15 * 60.0
    counts_every: float = 1.0
    queue: int = 100
    slowest_write: float = 20.0


class Stream:
    """What waits for one reader. Full means: forget it all, say ``resync``, and end."""

    __slots__ = (
        "_closing",
        "_counts_due",
        "_counts_sent",
        "_give_up",
        "_pace",
        "_waiting",
        "_woken",
        "_writing",
        "channels",
    )

    def __init__(self, pace: Pace, channels: frozenset[Channel] = frozenset((Channel.TICKETS,))) -> None:
        self._pace = pace
        self.channels = channels
        self._waiting: deque[bytes] = deque()
        self._woken = asyncio.Event()
        self._closing = False
        self._counts_due = False
        self._counts_sent = 0.0
        self._writing = 0.0
        self._give_up: Callable[[], None] | None = None

    def offer(self, frame: Frame) -> None:
        """Add something to say."""
        if self._closing:
            return
        if len(self._waiting) >= self._pace.queue:
            self._waiting.clear()
            self.close(frames.RESYNC)
            return
        self._waiting.append(frame.data)
        self._counts_due = self._counts_due or (frame.counts and Channel.TICKETS in self.channels)
        self._woken.set()

    def close(self, last: bytes = b"") -> None:
        """Say a last thing and end."""
        if self._closing:
            return
        self._closing = True
        self._counts_due = False
        if last:
            self._waiting.append(last)
        self._woken.set()

    def look_after(self, now: float) -> None:
        """Give up on a reader who takes nothing for too long; asked now and then, as a clock for each write is dear."""
        if self._writing and now - self._writing > self._pace.slowest_write and self._give_up:
            self._writing = 0.0
            self._give_up()

    async def pieces(self, give_up: Callable[[], None] | None = None) -> AsyncIterator[bytes]:
        """Yield what to write, all that waits at once; heartbeats when nothing does; ends after its lifetime.

        ``give_up`` is called when writing one takes too long.
        """
        self._give_up = give_up
        end = time.monotonic() + self._pace.lifetime * random.uniform(0.9, 1.0)  # noqa: S311 - only spreads load
        self._writing = time.monotonic()
        yield frames.opening()
        self._writing, beat = 0.0, time.monotonic() + self._pace.heartbeat
        while not (self._closing and not self._waiting):
            now = time.monotonic()
            if now >= end:
                return
            piece = self._take(now)
            if not piece and now >= beat:
                piece = frames.PING
            if piece:
                beat, self._writing = now + self._pace.heartbeat, now
                yield piece
                self._writing = 0.0
                continue
            await self._wait(min(beat, end, self._counts_at()) - now)

    def _counts_at(self) -> float:
        return self._counts_sent + self._pace.counts_every if self._counts_due else float("inf")

    def _take(self, now: float) -> bytes:
        self._woken.clear()
        parts = list(self._waiting)
        self._waiting.clear()
        if self._counts_due and now >= self._counts_at():
            self._counts_due, self._counts_sent = False, now
            parts.append(frames.COUNTS)
        return b"".join(parts)

    async def _wait(self, seconds: float) -> None:
        alarm = asyncio.get_running_loop().call_later(max(seconds, 0.001), self._woken.set)
        try:
            await self._woken.wait()
        finally:
            alarm.cancel()
