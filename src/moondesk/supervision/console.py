"""What ``moondesk up`` shows: one line for each step, then where everything is."""

import os
import shutil
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

INDENT = "  "
NAME_WIDTH = 12
TIME_WIDTH = 8
LABEL_WIDTH = 16
WIDEST = 92

BOLD, DIM, GREEN, YELLOW, RED = "1", "2", "32", "33", "31"


class Console:
    """Writes to a terminal with colour and a step under way, or plainly to anything else."""

    def __init__(self, out: TextIO | None = None) -> None:
        self.out = out or sys.stdout
        self.live = self.out.isatty() and os.environ.get("TERM") != "dumb"
        self.colour = self.live and not os.environ.get("NO_COLOR")
        plain = not (self.out.encoding or "").lower().startswith("utf")
        self.done_mark, self.busy_mark, self.fail_mark = ("*", ".", "!") if plain else ("✓", "·", "✗")
        self._under_way: tuple[str, float] | None = None

    def heading(self, name: str, version: str, place: str) -> None:
        """Write what starts and where its data is."""
        self._line()
        self._line(f"{INDENT}{self._paint(f'{name} {version}', BOLD)}  {self._paint(place, DIM)}")
        self._line()

    def begin(self, name: str, text: str) -> None:
        """Show a step under way."""
        self._under_way = (name, time.monotonic())
        if self.live:
            self._write(f"\r\x1b[K{INDENT}{self._paint(self.busy_mark, YELLOW)} {name:<{NAME_WIDTH}}{text} …")

    def done(self, text: str) -> None:
        """Finish the step under way."""
        name, began = self._under_way or ("", time.monotonic())
        self._under_way = None
        took = f"{time.monotonic() - began:.1f} s"
        width = min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST) - len(INDENT) - NAME_WIDTH - TIME_WIDTH - 3
        mark, shown = self._paint(self.done_mark, GREEN), self._paint(f"{took:>{TIME_WIDTH}}", DIM)
        self._line(f"{self._wipe()}{INDENT}{mark} {name:<{NAME_WIDTH}}{text:<{width}}{shown}")

    def broke_off(self) -> None:
        """End the step under way as failed."""
        if self._under_way:
            name, _ = self._under_way
            self._under_way = None
            self._line(f"{self._wipe()}{INDENT}{self._paint(self.fail_mark, RED)} {name}")

    def ready(self, seconds: float) -> None:
        """Say that the desk is open."""
        self._line()
        self._line(f"{INDENT}{self._paint('Ready', BOLD + ';' + GREEN)} {self._paint(f'after {seconds:.1f} s', DIM)}")

    def table(self, rows: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Write names with one or more lines of value each."""
        self._line()
        for name, values in rows:
            for number, value in enumerate(values):
                label = self._paint(f"{name if number == 0 else '':<{LABEL_WIDTH}}", DIM)
                self._line(f"{INDENT}{label}{value}")

    def note(self, text: str) -> None:
        """Write a sentence."""
        self._line(f"{self._wipe()}{INDENT}{text}")

    def blank(self) -> None:
        """Write an empty line."""
        self._line()

    def warn(self, text: str) -> None:
        """Write a sentence that deserves a look."""
        self._line(f"{self._wipe()}{INDENT}{self._paint('!', YELLOW)} {text}")

    def _wipe(self) -> str:
        return "\r\x1b[K" if self.live else ""

    def _paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text

    def _line(self, text: str = "") -> None:
        self._write(f"{text.rstrip()}\n")

    def _write(self, text: str) -> None:
        try:
            self.out.write(text)
            self.out.flush()
        except (BrokenPipeError, OSError):
            # The terminal is gone; the desk is not: it stops by its signals alone.
            self.out = Path(os.devnull).open("w")  # noqa: SIM115 - lives as long as the process
