"""Work after the commit, and a whole running desk: real processes, real sockets."""

import asyncio
import contextlib
import contextvars
import importlib.util
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from moondesk.supervision.spawning import spawn
from tests.harness import environment
from tests.harness.people import Cast

PATIENCE = 90.0
"""Seconds: costs nothing when all goes well, and a busy machine is no fault."""

_runner = asyncio.Runner()
_standing: Any = None
"""The worker's side of the queue, once it was needed; its connections belong to the loop of the runner."""


@pytest.fixture
def run_jobs(transactional_db: None) -> Callable[[], None]:
    """Dispatch what happened and run the jobs that are due, by the real worker, until nothing is left.

    The worker runs in a thread of its own, where no organization is in context and no setting is left over.
    """
    return run_until_quiet


def run_until_quiet() -> None:
    """Dispatch and work in turns, until neither finds anything."""
    from moondesk.events.dispatcher import dispatch

    for number in range(20):
        handed_on = _in_thread(dispatch)
        if number and not handed_on and not _waiting():
            return
        _in_thread(_work_once)
    raise AssertionError("Jobs go on making jobs")


def _in_thread[T](function: Callable[[], T]) -> T:
    """Run in a fresh thread, with a fresh context and a connection of its own; hand back its result or its error."""
    result: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        from django.db import connection

        try:
            result.append(function())
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if errors:
        raise errors[0]
    return result[0]


def _work_once() -> None:
    from asgiref.sync import sync_to_async
    from django.db import connection

    async def work() -> None:
        # The periodic part asks through Django in a thread of its own, whose connection a test may have cut.
        await sync_to_async(lambda: connection.close())()  # noqa: PLW0108 - that thread's, not this one's
        app = _standing or await _open()
        await app.run_worker_async(
            wait=False, concurrency=1, install_signal_handlers=False, listen_notify=False, delete_jobs="never"
        )

    _runner.run(work(), context=contextvars.copy_context())


async def _open() -> Any:
    """Open the worker's side of the queue, for the whole run: its connections cost more than most of what is done."""
    from procrastinate.contrib.django import app as queue

    global _standing
    app = queue.with_connector(queue.connector.get_worker_connector())  # type: ignore[attr-defined]
    await app.open_async()
    _standing = app
    return app


def close_queue() -> None:
    """Close what the worker kept open."""
    global _standing
    if _standing is not None:
        _runner.run(_standing.close_async())
        _standing = None
    _runner.close()


def _waiting() -> bool:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM procrastinate_jobs WHERE status = 'todo' AND scheduled_at <= now()) "
            "OR EXISTS (SELECT 1 FROM pending_events(1))"
        )
        return bool(cursor.fetchone()[0])


def wait_until(condition: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not happen in {seconds:.0f} s")
        time.sleep(0.05)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """The processes of one desk."""

    port: int
    smtp_port: int
    catcher_port: int
    office_port: int
    """Where a test may run another system that the desk asks."""
    folder: Path
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The address of the desk."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def mail_folder(self) -> Path:
        """Where the catcher keeps outgoing mail."""
        return self.folder / "mail"

    def start(self) -> None:
        """Start web, worker and mail, as ``moondesk up`` does."""
        self.mail_folder.mkdir(parents=True)
        self.run("web", "web", "--port", str(self.port), "--workers", "1")
        self.run("worker", "worker")
        if importlib.util.find_spec("moondesk.channels.mail.server"):
            caught = ("--catcher-port", str(self.catcher_port), "--catcher-dir", str(self.mail_folder))
            self.run("mail", "mail", "--port", str(self.smtp_port), *caught)
        wait_until(self._is_ready, "Getting the desk ready")

    def run(self, name: str, *arguments: str) -> None:
        """Run one more process, which ends with the others."""
        variables = environment.desk(self.folder) | {
            "MOONDESK_BASE_URL": self.url,
            "MOONDESK_EMBEDDED": "1",
            # Its own mail listener may be a way out that somebody tries, and a test may run a system that is asked;
            # every other port of the loopback stays closed.
            "MOONDESK_EGRESS_NETWORKS": "127.0.0.0/8",
            "MOONDESK_EGRESS_PORTS": f"{self.smtp_port},{self.office_port}",
            "MOONDESK_MAIL_CATCHER_DIR": str(self.mail_folder),
            "MOONDESK_MAIL_URL": f"smtp://127.0.0.1:{self.catcher_port}",
            "MOONDESK_SMTP_PORT": str(self.smtp_port),
        }
        command = [sys.executable, "-m", "moondesk", *arguments]
        self.processes[name] = spawn(command, environment=variables, log=self.folder / f"{name}.log")

    def _is_ready(self) -> bool:
        dead = [name for name, process in self.processes.items() if process.poll() is not None]
        assert not dead, f"{dead} ended:\n{self.words()}"
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
        return False

    def words(self) -> str:
        """Return the ends of the logs."""
        logs = sorted(self.folder.glob("*.log"))
        return "\n".join(f"--- {log.name}\n{log.read_text(errors='replace')[-3000:]}" for log in logs)

    def stop(self) -> None:
        """Stop all of it."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture(scope="session")
def _server(settled: None) -> Iterator[Server]:
    folder = environment.folder() / f"desk-{environment.database_name()}"
    server = Server(free_port(), free_port(), free_port(), free_port(), folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@dataclass
class Desk:
    """A running desk with the cast in it."""

    server: Server
    cast: Cast

    @property
    def url(self) -> str:
        """The address of the desk."""
        return self.server.url

    def mails(self) -> list[bytes]:
        """Return the outgoing mails that the catcher holds, oldest first."""
        files = [path for path in self.server.mail_folder.rglob("*.eml") if path.is_file()]
        return [path.read_bytes() for path in sorted(files, key=lambda path: path.stat().st_mtime_ns)]


@pytest.fixture
def desk(transactional_db: None, _server: Server) -> Desk:
    """A desk that runs: web, worker and mail are real processes on loopback, and the cast is in it."""
    from tests.harness.settled import make_settled_cast

    for kept in _server.mail_folder.rglob("*"):
        if kept.is_file():
            kept.unlink()
    return Desk(_server, make_settled_cast())
