"""Running a program of ours on hostile content, apart as in ``apart``, but many times a second.

Starting Python takes longer than reading a mail. So some processes are kept that have loaded the program, and fork for
each content (``warm_child``). What a content can do is the same: it gets a process of its own with limits of its own.
"""

import atexit
import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from typing import IO

from moondesk.kit.apart import KEPT, Bounds, ChildFailed
from moondesk.kit.warm_child import FAILED

MOST_IDLE = 4
_TIMES = 2000
"""After how many contents a process is replaced, so that nothing of them adds up."""


class _Ready:
    """One process that waits for contents."""

    def __init__(self) -> None:
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "moondesk.kit.warm_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
        self.owner = os.getpid()
        self.times = 0

    def ask(self, module: str, contents: Sequence[bytes], bounds: Bounds, arguments: Sequence[str]) -> None:
        """Ask about contents; ``answer`` then gives what is found in each in turn. Raises ``OSError``."""
        sizes = [len(content) for content in contents]
        request = {"module": module, "sizes": sizes, "arguments": list(arguments), "output": bounds.output}
        self.times += len(contents)
        asked, _answers = self._pipes()
        asked.write(json.dumps(request).encode() + b"\n" + b"".join(contents))
        asked.flush()

    def answer(self, bounds: Bounds) -> bytes | None:
        """Return the next answer; None for a content on which the program failed, after which there are no more."""
        end = time.monotonic() + bounds.wall_seconds
        _asked, answers = self._pipes()
        length = int.from_bytes(_read(answers, 8, end))
        if length > bounds.output and length != FAILED:
            raise ValueError("too long")
        return None if length == FAILED else _read(answers, length, end)

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self.process.stdin is None or self.process.stdout is None:
            raise OSError("no pipes")
        return self.process.stdin, self.process.stdout

    def end(self) -> None:
        """End the process and what it forked."""
        with contextlib.suppress(OSError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for pipe in self._pipes():
            with contextlib.suppress(OSError):
                pipe.close()


def _read(pipe: IO[bytes], length: int, end: float) -> bytes:
    """Read from a pipe until a moment. Nothing stays in Python's buffer, as each answer is read to its end."""
    found, room = [], length
    while room:
        if not select.select([pipe], [], [], max(0.0, end - time.monotonic()))[0]:
            raise TimeoutError
        piece = os.read(pipe.fileno(), min(room, 1 << 20))
        if not piece:
            raise ConnectionError
        found.append(piece)
        room -= len(piece)
    return b"".join(found)


_idle: list[_Ready] = []
_lock = threading.Lock()


def _take() -> _Ready:
    with _lock:
        while _idle:
            ready = _idle.pop()
            if ready.owner == os.getpid():
                return ready
    return _Ready()


def _put_back(ready: _Ready) -> None:
    with _lock:
        if len(_idle) < MOST_IDLE and ready.times < _TIMES:
            _idle.append(ready)
            return
    ready.end()


@atexit.register
def end_all() -> None:
    """End the processes that wait; those of the process from which this one was forked are not ours to end."""
    with _lock:
        waiting, _idle[:] = list(_idle), []
    for ready in waiting:
        if ready.owner == os.getpid():
            ready.end()


def run_warm(module: str, content: bytes, bounds: Bounds, arguments: Sequence[str] = ()) -> bytes:
    """Return what ``module`` prints about ``content``, as ``apart.run_apart`` does. Raises ``ChildFailed``."""
    [found] = run_warm_each(module, [content], bounds, arguments)
    if isinstance(found, ChildFailed):
        raise found
    return found


def run_warm_each(
    module: str, contents: Sequence[bytes], bounds: Bounds, arguments: Sequence[str] = ()
) -> list[bytes | ChildFailed]:
    """Return what ``module`` prints about each of some contents that may share a process, or how it failed.

    Forking costs more than reading one. Each has its own time; the memory is for all. After one on which the program
    fails the others get a new process.
    """
    found: list[bytes | ChildFailed] = []
    while len(found) < len(contents):
        found += _some(module, contents[len(found) :], bounds, arguments)
    return found


def _some(
    module: str, contents: Sequence[bytes], bounds: Bounds, arguments: Sequence[str]
) -> list[bytes | ChildFailed]:
    """Return the answers up to the first failure."""
    ready, found = _take(), list[bytes | ChildFailed]()
    try:
        ready.ask(module, contents, bounds, arguments)
        for _content in contents:
            answer = ready.answer(bounds)
            found.append(ChildFailed("it ended without an answer") if answer is None else answer)
            if answer is None:
                break
    except TimeoutError:
        ready.end()
        return [*found, ChildFailed("timeout")]
    except (OSError, ValueError) as error:
        ready.end()
        return [*found, ChildFailed(type(error).__name__)]
    _put_back(ready)
    return found
