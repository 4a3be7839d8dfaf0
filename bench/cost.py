"""What a request costs in processor time, which does not depend on who else is at work on the machine."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class Spent:
    """Seconds of processor time that the web and the database had used."""

    web: float
    database: float

    def since(self, before: "Spent", requests: int) -> "Spent":
        """Return milliseconds for each request."""
        each = 1000 / max(1, requests)
        return Spent((self.web - before.web) * each, (self.database - before.database) * each)


@dataclass(frozen=True)
class Meter:
    """Reads the processor time of the web and of the database with all their processes."""

    web: Sequence[int]
    database: int

    def read(self) -> Spent:
        """Return what was used until now."""
        return Spent(
            sum(_with_children(pid) for pid in self.web),
            _with_children(self.database),
        )


def _with_children(pid: int) -> float:
    process = psutil.Process(pid)
    return sum(_seconds(one) for one in (process, *process.children(recursive=True)))


def _seconds(process: psutil.Process) -> float:
    with contextlib.suppress(psutil.Error):
        times = process.cpu_times()
        return float(times.user + times.system)
    return 0.0
