"""Where it is measured: a PostgreSQL with the settings of ``moondesk up``, and processes started from here."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from moondesk.supervision.data_directory import DataDirectory
from moondesk.supervision.postgres.cluster import Cluster
from moondesk.supervision.postgres.identity import choose_identity
from moondesk.supervision.postgres.programs import find_programs
from moondesk.supervision.waiting import Signals

SECRET_KEY = "for-measuring-only-for-measuring-only-1234567"


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


CATCHER_PORT = free_port()
"""Where the mails go: to the catcher that ``moondesk up`` runs, too."""


@contextlib.contextmanager
def database(folder: Path) -> Iterator[Cluster]:
    """Run the cluster and point the environment at it, prepared for this version."""
    home = DataDirectory(folder)
    home.create()
    with Signals() as signals:
        cluster = Cluster(home, find_programs(), choose_identity(), signals)
        if not cluster.exists:
            cluster.create()
        cluster.start()
    os.environ |= {
        "MOONDESK_SECRET_KEY": SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "moondesk.config.settings",
        "MOONDESK_DATA_DIR": str(folder),
        "MOONDESK_API_RATE_LIMIT": "0",
        "MOONDESK_METRICS_DIR": str(home.run / "metrics"),
        "MOONDESK_MAIL_URL": f"smtp://127.0.0.1:{CATCHER_PORT}",
        "MOONDESK_LOG_LEVEL": "ERROR",
        "DATABASE_URL": cluster.url("moondesk_app", "moondesk"),
        "DATABASE_OWNER_URL": cluster.url("moondesk_owner", "moondesk"),
        "BENCH_SUPERUSER_URL": cluster.url("postgres", "moondesk"),
    }
    try:
        subprocess.run(
            [sys.executable, "-m", "moondesk.supervision.prepare"],
            env=os.environ | {"MOONDESK_SUPERUSER_URL": cluster.url("postgres", "postgres")},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        # What an earlier run left undone is not for this one to do.
        with psycopg.connect(os.environ["BENCH_SUPERUSER_URL"]) as connection:
            connection.execute("TRUNCATE procrastinate_jobs CASCADE")
            connection.execute("UPDATE events_event SET dispatched_at = now() WHERE dispatched_at IS NULL")
        yield cluster
    finally:
        with Signals() as cluster.signals:
            cluster.stop()


@contextlib.contextmanager
def process(*command: str, port: int | None = None, **environment: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a Python program as long as the block runs; with ``port``, wait until it listens."""
    log = Path(os.environ["MOONDESK_DATA_DIR"]) / "logs" / "bench.log"
    with log.open("ab") as out:
        child = subprocess.Popen(
            [sys.executable, *command],
            env=os.environ | environment,
            stdout=out,
            stderr=out,
            cwd=Path(__file__).parents[1],
        )
    try:
        if port is not None:
            _wait_for(port, child, log)
        yield child
    finally:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _wait_for(port: int, child: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise SystemExit(f"A server did not start; see {log}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise SystemExit(f"A server did not listen; see {log}")
