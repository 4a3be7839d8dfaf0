"""Running a program of ours on hostile content in a child process that may run out of time or memory unnoticed.

The child gets the content on its standard input and neither our environment, which has secrets in it, nor an open
connection. What it prints is data, and is checked again by whoever reads it.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

KEPT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "PYTHONHOME")


_UNKNOWN = 512 * 1024 * 1024


class ChildFailed(RuntimeError):
    """The child ended without an answer; nothing is known about the content but that."""


@dataclass(frozen=True)
class Bounds:
    """What a child may use: seconds of work and of waiting, bytes of memory and of answer.

    Without ``counts_loaded`` the memory is what it may take beside what is loaded when it limits itself.
    """

    cpu_seconds: int
    wall_seconds: float
    memory: int
    output: int
    counts_loaded: bool = True


contents = 1
"""How many contents this process is for, one after the other."""


def limit_this_process(bounds: Bounds) -> None:
    """Give this process little time and memory, and no way to write files; called by the child for each content.

    The time is for each content anew, the memory for all.
    """
    import resource

    memory = bounds.memory + (0 if bounds.counts_loaded else _taken())
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),
    ):
        known = resource.getrlimit(what)[1]
        least = most if known == resource.RLIM_INFINITY else min(most, known)
        resource.setrlimit(what, (least, least))
    known = resource.getrlimit(resource.RLIMIT_CPU)[1]
    whole = bounds.cpu_seconds * contents
    whole = whole if known == resource.RLIM_INFINITY else min(whole, known)
    resource.setrlimit(resource.RLIMIT_CPU, (min(int(time.process_time()) + bounds.cpu_seconds, whole), whole))


def _taken() -> int:
    """Return how many bytes of addresses this process has, most of them programs that all share."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return _UNKNOWN


def run_apart(module: str, content: bytes | IO[bytes], bounds: Bounds, arguments: Sequence[str] = ()) -> bytes:
    """Return what ``module`` prints about ``content`` (a file needs a real one). Raises ``ChildFailed``."""
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    command = [sys.executable, "-P", "-m", module, *arguments]
    given: dict[str, Any] = {"input": content} if isinstance(content, bytes) else {"stdin": content}
    try:
        done: subprocess.CompletedProcess[bytes] = subprocess.run(  # noqa: S603 - a program of ours
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=bounds.wall_seconds,
            check=False,
            **given,
        )
    except subprocess.TimeoutExpired:
        raise ChildFailed("timeout") from None
    if done.returncode or len(done.stdout) > bounds.output:
        raise ChildFailed(f"code {done.returncode}")
    return done.stdout
