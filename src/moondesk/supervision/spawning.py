"""Starting a child process that cannot outlive its parent, and finding those that did."""

import contextlib
import json
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psutil

from moondesk.kit.parents import die_with_parent
from moondesk.supervision.data_directory import read_json, write_private

ORPHAN_PATIENCE = 10.0


def spawn(
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str],
    log: Path,
    signum: int = signal.SIGTERM,
    become: Callable[[], None] | None = None,
    answers: Path | None = None,
) -> "subprocess.Popen[bytes]":
    """Start ``command`` in a process group of its own, so that a Ctrl-C in the terminal reaches only the supervisor.

    What it writes goes to ``log``; with ``answers``, its standard output goes to that file instead.
    """
    parent = os.getpid()

    def before_exec() -> None:
        if become is not None:
            become()  # before the request below: Linux forgets it when the user changes
        die_with_parent(parent, signum)

    handle = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    output = os.open(answers, os.O_WRONLY | os.O_TRUNC | os.O_CREAT, 0o600) if answers else os.dup(handle)
    try:
        return subprocess.Popen(  # noqa: S603 - commands of our own
            [str(part) for part in command],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=handle,
            start_new_session=True,
            preexec_fn=before_exec,  # noqa: PLW1509 - this process has one thread
        )
    finally:
        os.close(handle)
        os.close(output)


class Register:
    """The children of this run, on disk: process id and start time, which together name a process for ever."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries: dict[str, dict[str, float]] = {}

    def note(self, name: str, pid: int) -> None:
        """Write down that ``name`` is now process ``pid``."""
        with contextlib.suppress(psutil.Error):
            self.entries[name] = {"pid": pid, "started": psutil.Process(pid).create_time()}
            write_private(self.path, json.dumps(self.entries))

    def clear(self) -> None:
        """Write down that nothing is left."""
        self.entries = {}
        self.path.unlink(missing_ok=True)

    def stop_leftovers(self) -> list[str]:
        """Stop what a killed supervisor left behind; return the names."""
        left = {name: found for name, entry in read_json(self.path).items() if (found := _same_process(entry))}
        for process in left.values():
            with contextlib.suppress(psutil.Error):
                process.terminate()
        _, alive = psutil.wait_procs(list(left.values()), timeout=ORPHAN_PATIENCE)
        for process in alive:
            with contextlib.suppress(psutil.Error, OSError):
                os.killpg(process.pid, signal.SIGKILL)
        self.clear()
        return sorted(left)


def _same_process(entry: object) -> psutil.Process | None:
    if not isinstance(entry, dict):
        return None
    with contextlib.suppress(psutil.Error, KeyError, TypeError, ValueError):
        process = psutil.Process(int(entry["pid"]))
        same = abs(process.create_time() - float(entry["started"])) < 1.0
        if same and process.status() != psutil.STATUS_ZOMBIE:
            return process
    return None


def size(log: Path) -> int:
    """Return how much stands in a log, to read later what came after."""
    return log.stat().st_size if log.exists() else 0


def text_from(log: Path, start: int, *, most: int = 16384) -> str:
    """Return what was written to a log after ``start``, or the end of it."""
    with contextlib.suppress(OSError), log.open("rb") as file:
        file.seek(max(start, size(log) - most))
        return file.read().decode(errors="replace")
    return ""


def rotate(log: Path, *, limit: int = 8 * 1024**2) -> None:
    """Keep one earlier log when this one has grown large; done at a start, when nobody writes."""
    with contextlib.suppress(OSError):
        if log.stat().st_size > limit:
            log.replace(log.with_suffix(".log.1"))
