"""A real ``moondesk up`` in a process of its own, on free ports and a data directory of its own."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil

START_PATIENCE = 180.0


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(condition: Callable[[], object], seconds: float, what: str) -> None:
    """Wait for ``condition``; fail the test with ``what`` when it does not come."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"Not within {seconds:g} s: {what}"
        time.sleep(0.1)


class DeskProcess:
    """One desk started from the command line."""

    def __init__(self, data: Path, command: list[str] | None = None, **environment: str) -> None:
        self.data = data
        self.port, self.smtp_port = free_port(), free_port()
        self.command = command or [sys.executable, "-m", "moondesk"]
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("MOONDESK_", "DATABASE_")) and name not in ("DJANGO_SETTINGS_MODULE", "PYTHONPATH")
        }
        self.environment = kept | environment
        self.process: subprocess.Popen[str] | None = None
        self.output = data.with_suffix(".out")

    def start(self, *arguments: str) -> None:
        """Start it without waiting."""
        place = ["--data-dir", str(self.data), "--port", str(self.port), "--smtp-port", str(self.smtp_port)]
        with self.output.open("w") as out:
            self.process = subprocess.Popen(
                [*self.command, "up", *place, *arguments],
                env=self.environment, stdout=out, stderr=subprocess.STDOUT, text=True, cwd=self.data.parent,
            )  # fmt: skip

    def open(self, *arguments: str) -> float:
        """Start it and wait until it says that it is ready; return the seconds that took."""
        began = time.monotonic()
        self.start(*arguments)
        wait_until(lambda: "Press Ctrl-C" in self.said() or self.ended(), START_PATIENCE, "the desk is ready")
        assert not self.ended(), self.said()
        return time.monotonic() - began

    def refuse(self, *arguments: str) -> str:
        """Start it, expect it to end with code 1 and no traceback; return what it said."""
        self.start(*arguments)
        assert self.process is not None
        assert self.process.wait(START_PATIENCE) == 1, self.said()
        assert "Traceback" not in self.said()
        return self.said()

    def said(self) -> str:
        """Return what it wrote to the terminal."""
        return self.output.read_text()

    def ended(self) -> bool:
        """Whether the supervisor is gone."""
        return self.process is None or self.process.poll() is not None

    def pids(self) -> dict[str, int]:
        """Return the process id of each child."""
        found = json.loads((self.data / "run" / "processes.json").read_text())
        return {name: entry["pid"] for name, entry in found.items() if name != "prepare"}

    def get(self, path: str) -> tuple[int, bytes]:
        """Ask the web part."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()
        except OSError:
            return 0, b""

    def ready(self) -> bool:
        """Whether database and queue work."""
        return self.get("/readyz")[0] == 200

    def stop(self, signum: int = signal.SIGINT) -> int:
        """Ask it to stop; return the exit code."""
        assert self.process is not None
        self.process.send_signal(signum)
        return self.process.wait(60)

    def processes(self) -> list[psutil.Process]:
        """Return every live process that belongs to this data directory."""
        return [process for process in psutil.process_iter() if _belongs(process, str(self.data))]

    def kill_everything(self) -> None:
        """Kill all of it at once, as a power cut would."""
        for process in self.processes():
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        if self.process is not None:
            self.process.wait(60)


def _belongs(process: psutil.Process, data: str) -> bool:
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        named = data in " ".join(process.cmdline()) or process.environ().get("MOONDESK_DATA_DIR") == data
        return named or process.cwd().startswith(data)
    except psutil.Error:
        return False
