"""Rights are read again in time, and who reads nothing is let go, also of the last word."""

import asyncio
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from moondesk.api.streams import endpoint
from moondesk.realtime.announcing import Announcement
from moondesk.realtime.frames import Channel
from moondesk.realtime.hub import Hub, Limits
from moondesk.realtime.stream import Pace, Stream
from tests.realtime.test_stream import run_apart


@dataclass(frozen=True)
class Listener:
    """One who listens."""

    key: str
    person: uuid.UUID
    organization_id: uuid.UUID


class Left:
    """What a look finds of people who may listen no longer."""

    config = None

    def __init__(self, due: Sequence[Listener]) -> None:
        self.viewers = dict.fromkeys((one.key for one in due), None)


class Revoked:
    """Reads that everybody lost their rights."""

    def look(
        self, organization_id: uuid.UUID, told: Sequence[Announcement], due: Sequence[Listener], present: object
    ) -> Any:
        return Left(due)


def test_who_came_just_after_a_look_at_rights_does_not_wait_for_two() -> None:
    """In each of several organizations, also in the first that comes to a process."""
    age = 0.5

    async def run() -> list[bytes]:
        with ThreadPoolExecutor(1) as pool:
            hub = Hub[Listener](Revoked(), pool, Limits(rights_age=age), Pace())
            watch = asyncio.create_task(hub.watch())
            await asyncio.sleep(age / 5)  # the watch went to sleep when nobody was here
            began, took = asyncio.get_running_loop().time(), []

            async def listen(at: int) -> None:
                who = Listener(str(at), uuid.UUID(int=at), uuid.UUID(int=at))
                with hub.join(who, frozenset((Channel.TICKETS,))) as stream:
                    async for _ in stream.pieces():
                        pass
                took.append(asyncio.get_running_loop().time() - began)

            await asyncio.gather(*map(listen, range(3)))
            watch.cancel()
            assert max(took) < 1.7 * age
        return []

    run_apart(run())


def test_a_reader_who_takes_nothing_does_not_keep_the_stream_by_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server writes nothing for one who does not read: not the end either."""
    monkeypatch.setattr(endpoint, "_LAST_WORD", 0.05)

    async def run() -> list[bytes]:
        full = asyncio.Event()

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.body":
                full.set()
                await asyncio.Event().wait()

        async def receive() -> dict[str, Any]:
            await asyncio.Event().wait()
            return {}

        stream = Stream(Pace())
        serving = asyncio.create_task(endpoint._serve(stream, b"", receive, send))
        await full.wait()
        stream.look_after(asyncio.get_running_loop().time() + 60)
        await asyncio.wait_for(serving, 5)
        return []

    run_apart(run())
