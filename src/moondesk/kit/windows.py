"""Counts in windows of time, in memory that all processes share which are forked after this was loaded."""

import fcntl
import mmap
import os
import struct
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SLOT = struct.Struct("=16sdI4x")
_NEIGHBOURS = 16


class Windows:
    """How often each key was counted in its window of ``seconds``; keys are digests, so their bytes are spread evenly.

    A key has a few slots where it can lie. When others have them all, the one whose window ends first is forgotten.
    """

    def __init__(self, seconds: float, slots: int = 1 << 16) -> None:
        self._seconds, self._slots = seconds, slots
        self._file, path = tempfile.mkstemp()
        Path(path).unlink()
        os.ftruncate(self._file, slots * _SLOT.size)
        self._memory = mmap.mmap(self._file, slots * _SLOT.size)
        self._lock = threading.Lock()

    def count(self, key: bytes, *, known: bool) -> tuple[float, int] | None:
        """Count once; return when the window ends, and how often that was. With ``known``, only a key that is there."""
        moment, name = time.monotonic(), key[:16]
        with self._alone():
            at, ends, used = self._find(name)
            if known and at is None:
                return None
            if at is None:
                at = min(self._places(name), key=lambda place: _SLOT.unpack_from(self._memory, place)[1])
            if ends <= moment:
                ends, used = moment + self._seconds, 0
            _SLOT.pack_into(self._memory, at, name, ends, used + 1)
        return ends, used + 1

    def reset(self) -> None:
        """Forget all counts."""
        with self._alone():
            self._memory[:] = bytes(len(self._memory))

    def _find(self, name: bytes) -> tuple[int | None, float, int]:
        for place in self._places(name):
            found, ends, used = _SLOT.unpack_from(self._memory, place)
            if found == name and used:
                return place, ends, used
        return None, 0.0, 0

    def _places(self, name: bytes) -> Iterator[int]:
        first = int.from_bytes(name[:8])
        return ((first + step) % self._slots * _SLOT.size for step in range(_NEIGHBOURS))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # A lock of the file keeps other processes out and goes with one that ends; threads need one of their own.
        with self._lock:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)
