"""Waiting that a signal ends at once, in a process without threads."""

import contextlib
import os
import select
import signal
import time
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Self

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(Exception):
    """Somebody asked the desk to stop."""


class Signals:
    """Turns signals into the end of a wait. A handler only takes a note: work is never cut in two."""

    def __init__(self) -> None:
        self.stops = 0
        self._obeying = True
        self._read, self._write = os.pipe()

    def __enter__(self) -> Self:
        for end in (self._read, self._write):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        for number in STOPPING:
            signal.signal(number, self._note_stop)
        signal.signal(signal.SIGCHLD, self._note_child)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.set_wakeup_fd(-1)
        for number in (*STOPPING, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)

    def _note_stop(self, number: int, frame: FrameType | None) -> None:
        self.stops += 1

    def _note_child(self, number: int, frame: FrameType | None) -> None:
        """Nothing to note: that the wait ends is enough."""

    def ignore_first_stop(self) -> None:
        """From now on only a second request matters: the stop is under way."""
        self._obeying = False

    @property
    def impatient(self) -> bool:
        """Whether somebody asked twice."""
        return self.stops > 1

    def pause(self, seconds: float) -> None:
        """Wait, until the time is over, a child ended or a stop is asked for, which raises ``StopRequested``."""
        if not (self.stops and self._obeying):
            select.select([self._read], [], [], max(0.0, seconds))
            with contextlib.suppress(BlockingIOError):
                os.read(self._read, 4096)
        if self.stops and self._obeying:
            raise StopRequested

    def wait_for(self, condition: Callable[[], bool], seconds: float, *, step: float = 0.05) -> bool:
        """Wait until ``condition`` holds or the time is over; say whether it holds."""
        deadline = time.monotonic() + seconds
        while not condition():
            left = deadline - time.monotonic()
            if left <= 0:
                return condition()
            self.pause(min(step, left))
        return True
