"""The supervisor's side of ``prepare``: runs it as a child and follows what it says."""

import contextlib
import json
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from moondesk.kit.errors import StartupError
from moondesk.supervision.data_directory import DataDirectory
from moondesk.supervision.parts import last_sentence
from moondesk.supervision.spawning import Register, size, spawn, text_from
from moondesk.supervision.waiting import Signals

PATIENCE = 600.0
"""Seconds: a migration of a large database takes its time."""


class Preparation:
    """One run of ``prepare``."""

    def __init__(self, home: DataDirectory, signals: Signals, register: Register) -> None:
        self.answers = home.run / "prepare.answers"
        self.log = home.logs / "prepare.log"
        self.signals = signals
        self.register = register
        self._read = 0

    def run(self, environment: Mapping[str, str], hear: Callable[[str, object], None]) -> None:
        """Run it to its end; raises ``StartupError`` with its reason when it refuses."""
        began = size(self.log)
        command: list[str | Path] = [sys.executable, "-m", "moondesk.supervision.prepare"]
        process = spawn(command, environment=environment, log=self.log, answers=self.answers)
        self.register.note("prepare", process.pid)
        try:
            self.signals.wait_for(lambda: self._follow(hear) or process.poll() is not None, PATIENCE)
            self._follow(hear)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.wait()
            self.answers.unlink(missing_ok=True)  # it may hold the demo's passwords
        if process.returncode != 0:
            said = last_sentence(text_from(self.log, began)) or f"it ended with code {process.returncode}"
            raise StartupError(f"The database could not be prepared ({said}). The whole story is in {self.log}.")

    def _follow(self, hear: Callable[[str, object], None]) -> bool:
        for step, value in self._new_answers():
            if step == "refused":
                raise StartupError(str(value))
            hear(step, value)
        return False

    def _new_answers(self) -> Iterator[tuple[str, object]]:
        with self.answers.open("rb") as file:
            file.seek(self._read)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                self._read += len(line)
                with contextlib.suppress(ValueError, KeyError, TypeError):
                    answer = json.loads(line)
                    yield answer["step"], answer["value"]
