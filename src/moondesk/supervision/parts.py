"""The parts that ``up`` runs, and how one is started again when it dies."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from moondesk.supervision.spawning import Register, rotate, size, spawn, text_from

FIRST_DELAY = 0.5
LONGEST_DELAY = 30.0
STEADY_AFTER = 60.0
_DETAIL = ("LINE ", "DETAIL:", "HINT:", "CONTEXT:", "During handling", "The above exception")


@dataclass
class Part:
    """One child: web, worker or mail."""

    name: str
    command: list[str | Path]
    log: Path
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)
    failures: int = 0
    started: float = 0.0
    again_at: float | None = None
    _log_start: int = 0

    def start(self, environment: Mapping[str, str], register: Register) -> None:
        """Start it and write down its process id."""
        self.again_at = None
        self._log_start = size(self.log)
        self.process = spawn(self.command, environment=environment, log=self.log)
        self.started = time.monotonic()
        register.note(self.name, self.process.pid)

    def is_alive(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.poll() is None

    def note_death(self) -> str | None:
        """When it died since last asked: plan its next start and say what happened."""
        if self.process is None or self.process.poll() is None:
            return None
        code = self.process.returncode
        self._end_group()
        self.process = None
        if time.monotonic() - self.started > STEADY_AFTER:
            self.failures = 0
        self.failures += 1
        delay = min(FIRST_DELAY * 2 ** (self.failures - 1), LONGEST_DELAY)
        self.again_at = time.monotonic() + delay
        how = f"by {signal.Signals(-code).name}" if code < 0 else f"with code {code}"
        return f"{self.name} ended {how}; starting it again in {delay:g} s (see {self.log})"

    def last_words(self) -> str:
        """Return the last sentence of what it wrote since its last start."""
        return last_sentence(text_from(self.log, self._log_start))

    def ask_to_stop(self) -> None:
        """Ask politely."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def force_to_stop(self) -> None:
        """End it and whatever it started."""
        if self.process is not None:
            self._end_group()
            self.process.wait()
            self.process = None

    def _end_group(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def tidy_log(self) -> None:
        """Keep the log from growing over many starts."""
        rotate(self.log)


def last_sentence(words: str) -> str:
    """Return the line of a log that says why: the last that is no part of a listing or of a database's details."""
    lines = [line for line in words.splitlines() if line[:1].strip() and not line.startswith(_DETAIL)]
    return lines[-1].strip() if lines else ""
