"""Every open stream of this process, and how what happens in an organization reaches those who may know of it."""

import asyncio
import contextlib
import time
import uuid
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from moondesk.realtime import frames
from moondesk.realtime.announcing import Announcement
from moondesk.realtime.frames import Channel, Frame
from moondesk.realtime.stream import Pace, Stream

log = structlog.get_logger(__name__)

_BATCH = 500
_RETRIES = 3


class Viewer(Protocol):
    """Whose streams they are: one way of signing in, in one organization."""

    @property
    def key(self) -> str:
        """Tell one sign-in from another."""
        ...

    @property
    def person(self) -> uuid.UUID:
        """Say whose it is, for the limit per person."""
        ...

    @property
    def organization_id(self) -> uuid.UUID:
        """Say where."""
        ...


class Look[V: Viewer](Protocol):
    """What was read about some announcements, and what each viewer may now do."""

    viewers: Mapping[str, V | None]

    @property
    def config(self) -> Hashable:
        """Say how the organization is set up; everybody hears when it is another than before."""
        ...

    def frames(self, viewer: V, announcement: Announcement) -> Sequence[Frame]:
        """Return what to say to a viewer, nothing when it is not for them."""
        ...

    def renewed(self, before: V, now: V) -> Frame | None:
        """Return what to say to a viewer whose rights were read anew, or None when they are as before."""
        ...

    def configured(self, viewer: V) -> Frame | None:
        """Return what to say to a viewer when the setting-up changed, or None when it is not for them."""
        ...


class Source[V: Viewer](Protocol):
    """Reads the database; called in a thread, in one short transaction each time."""

    def look(
        self, organization_id: uuid.UUID, announcements: Sequence[Announcement], due: Sequence[V], present: Sequence[V]
    ) -> Look[V]:
        """Read what is needed to decide about announcements for all present, and the rights of those who are due."""
        ...


@dataclass(frozen=True)
class Limits:
    """How many streams there may be, and how old rights may get (seconds)."""

    per_person: int = 20
    per_organization: int = 2_500
    per_process: int = 5_000
    rights_age: float = 3.0
    check_always: int = 100
    """Up to so many viewers of an organization have their rights read anew with every batch of events; of more, those
    whose rights are older than ``rights_age``."""
    gather_for_each: float = 0.0014
    gather_most: float = 0.35
    """Seconds from one telling of events to the next: for each sign-in that listens, and at most. The first event is
    told at once; with many listeners those that follow are gathered, as one write that tells of three costs as one."""


class TooManyStreams(Exception):
    """A limit is reached; ``busy`` says whether it is the process's own."""

    def __init__(self, *, busy: bool) -> None:
        super().__init__()
        self.busy = busy


@dataclass
class _Seat[V: Viewer]:
    viewer: V
    checked: float
    streams: set[Stream] = field(default_factory=set)


@dataclass
class _Room[V: Viewer]:
    seats: dict[str, _Seat[V]] = field(default_factory=dict)
    pending: list[Announcement] = field(default_factory=list)
    task: asyncio.Task[None] | None = None
    check_now: bool = False
    told_at: float = 0.0
    watched_at: float = field(default_factory=time.monotonic)
    config: Hashable = None


class Hub[V: Viewer]:
    """The streams of one process. All methods run on the event loop; only ``Source.look`` runs in a thread."""

    def __init__(self, source: Source[V], pool: ThreadPoolExecutor, limits: Limits, pace: Pace) -> None:
        self._source = source
        self._pool = pool
        self._limits = limits
        self._pace = pace
        self._rooms: dict[uuid.UUID, _Room[V]] = {}
        self._people: Counter[uuid.UUID] = Counter()
        self._ended = False
        self.open = 0

    @contextlib.contextmanager
    def join(self, viewer: V, channels: frozenset[Channel]) -> Iterator[Stream]:
        """Open a stream for a viewer as long as the block runs. Raises ``TooManyStreams``."""
        self._check_limits(viewer)
        stream = Stream(self._pace, channels)
        room = self._rooms.setdefault(viewer.organization_id, _Room())
        seat = room.seats.setdefault(viewer.key, _Seat(viewer, 0.0))
        seat.viewer, seat.checked = viewer, time.monotonic()
        seat.streams.add(stream)
        self._people[viewer.person] += 1
        self.open += 1
        try:
            yield stream
        finally:
            self.open -= 1
            self._people[viewer.person] -= 1
            if not self._people[viewer.person]:
                del self._people[viewer.person]
            self._leave(viewer, stream)

    def _check_limits(self, viewer: V) -> None:
        if self._ended or self.open >= self._limits.per_process:
            raise TooManyStreams(busy=True)
        room = self._rooms.get(viewer.organization_id)
        here = sum(len(seat.streams) for seat in room.seats.values()) if room else 0
        if here >= self._limits.per_organization or self._people[viewer.person] >= self._limits.per_person:
            raise TooManyStreams(busy=False)

    def _leave(self, viewer: V, stream: Stream) -> None:
        room = self._rooms[viewer.organization_id]
        seat = room.seats[viewer.key]
        seat.streams.discard(stream)
        if not seat.streams:
            del room.seats[viewer.key]
        if not room.seats:
            del self._rooms[viewer.organization_id]

    def configured(self, organization_id: uuid.UUID, config: Hashable) -> None:
        """Know how an organization is set up from its first stream on, so that the next change is one."""
        room = self._rooms.get(organization_id)
        if room is not None and room.config is None:
            room.config = config

    def heard(self, announcements: Sequence[Announcement]) -> None:
        """Take announcements in; those of organizations without open streams cost nothing."""
        for announcement in announcements:
            room = self._rooms.get(announcement.organization_id)
            if room is not None:
                room.pending.append(announcement)
                self._work(announcement.organization_id, room)

    def missed(self) -> None:
        """Have every page look again: announcements may have been missed."""
        for organization_id, room in self._rooms.items():
            room.check_now = True
            self._resync(room)
            self._work(organization_id, room)

    def end(self) -> None:
        """End all streams and take no more."""
        self._ended = True
        for room in self._rooms.values():
            for stream in _streams(room):
                stream.close()

    async def watch(self) -> None:
        """Read the rights of all viewers anew, each organization's at its own time, again and again until cancelled."""
        while True:
            await asyncio.sleep(self._limits.rights_age / 10)
            now = time.monotonic()
            for organization_id, room in list(self._rooms.items()):
                if now - room.watched_at < self._limits.rights_age:
                    continue
                room.watched_at, room.check_now = now, True
                self._work(organization_id, room)
                for stream in _streams(room):
                    stream.look_after(now)

    def _work(self, organization_id: uuid.UUID, room: _Room[V]) -> None:
        if room.task is None:
            room.task = asyncio.get_running_loop().create_task(self._work_off(organization_id, room))

    async def _work_off(self, organization_id: uuid.UUID, room: _Room[V]) -> None:
        failures = 0
        try:
            while (room.pending or room.check_now) and room.seats:
                await self._gather(room)
                batch, room.pending = room.pending[:_BATCH], room.pending[_BATCH:]
                try:
                    await self._handle(organization_id, room, batch)
                    failures = 0
                except Exception as error:
                    failures += 1
                    log.warning("events could not be read for streams", error=type(error).__name__)
                    await asyncio.sleep(0.5)
                    room.pending = batch + room.pending if failures < _RETRIES else []
                    if failures >= _RETRIES:
                        self._resync(room)
                        room.check_now = False
                        return
        finally:
            room.task = None

    async def _gather(self, room: _Room[V]) -> None:
        apart = min(self._limits.gather_most, len(room.seats) * self._limits.gather_for_each)
        await asyncio.sleep(max(0.0, room.told_at + apart - time.monotonic()))
        if room.pending:  # a look at rights alone tells nothing
            room.told_at = time.monotonic()

    async def _handle(self, organization_id: uuid.UUID, room: _Room[V], batch: list[Announcement]) -> None:
        due, present = self._due(room), [seat.viewer for seat in room.seats.values()] if batch else []
        began = time.monotonic()
        look = await asyncio.get_running_loop().run_in_executor(
            self._pool, Context().run, self._source.look, organization_id, batch, due, present
        )
        room.check_now = False
        self._renew(room, look, began)
        if room.config not in (None, look.config):
            for seat in room.seats.values():
                _offer(seat, [said] if seat.checked and (said := look.configured(seat.viewer)) else [])
        room.config = look.config
        for announcement in batch:
            for seat in room.seats.values():
                if seat.checked:
                    _offer(seat, look.frames(seat.viewer, announcement))

    def _due(self, room: _Room[V]) -> list[V]:
        always = room.check_now or len(room.seats) <= self._limits.check_always
        old = time.monotonic() - self._limits.rights_age
        return [seat.viewer for seat in room.seats.values() if always or seat.checked < old]

    @staticmethod
    def _renew(room: _Room[V], look: Look[V], began: float) -> None:
        for key, viewer in look.viewers.items():
            seat = room.seats.get(key)
            if seat is None or seat.checked > began:
                continue
            if viewer is not None:
                said = look.renewed(seat.viewer, viewer)
                seat.viewer, seat.checked = viewer, began
                _offer(seat, [said] if said else [])
                continue
            seat.checked = 0.0
            for stream in seat.streams:
                stream.close(frames.closed("revoked"))

    @staticmethod
    def _resync(room: _Room[V]) -> None:
        for stream in _streams(room):
            stream.offer(Frame(frames.RESYNC, counts=True))


def _offer[V: Viewer](seat: _Seat[V], said: Sequence[Frame]) -> None:
    for frame in said:
        for stream in seat.streams:
            if frame.channel in stream.channels:
                stream.offer(frame)


def _streams[V: Viewer](room: _Room[V]) -> list[Stream]:
    return [stream for seat in room.seats.values() for stream in seat.streams]
