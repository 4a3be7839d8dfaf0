"""One cluster of the embedded PostgreSQL: made, started, recovered, stopped."""

import contextlib
import hashlib
import os
import shutil
import signal
import stat
import subprocess
import tempfile
from pathlib import Path

import psutil

from moondesk.kit.errors import StartupError
from moondesk.supervision.data_directory import DataDirectory
from moondesk.supervision.postgres import tuning
from moondesk.supervision.postgres.failures import explain
from moondesk.supervision.postgres.identity import Identity
from moondesk.supervision.postgres.programs import Programs
from moondesk.supervision.spawning import size, spawn, text_from
from moondesk.supervision.waiting import Signals

SUPERUSER = "postgres"
LONGEST_SOCKET_PATH = 107
START_PATIENCE = 60.0
STOP_PATIENCE = 15.0


class Cluster:
    """The embedded cluster of one data directory."""

    def __init__(self, home: DataDirectory, programs: Programs, identity: Identity, signals: Signals) -> None:
        self.home = home
        self.data = home.cluster
        self.log = home.logs / "postgres.log"
        self.sockets = socket_folder(home)
        self.programs = programs
        self.identity = identity
        self.signals = signals
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def exists(self) -> bool:
        """Whether the cluster was made before."""
        return (self.data / "PG_VERSION").exists()

    def url(self, role: str, database: str) -> str:
        """Return the address of a database for a role."""
        folder = str(self.sockets).replace("%", "%25").replace("/", "%2F").replace(" ", "%20")
        return f"postgresql://{role}@/{database}?host={folder}"

    def check_version(self) -> None:
        """Raise ``StartupError`` when another major version made the files."""
        if not self.exists:
            return
        made_by = (self.data / "PG_VERSION").read_text().strip()
        if made_by != self.programs.major:
            raise StartupError(
                f"The data directory {self.data} was made by PostgreSQL {made_by}, and this Moondesk runs PostgreSQL "
                f"{self.programs.major}. Start it with the Moondesk that made it and move the data by a dump "
                "(docs/operations/upgrade.md), or choose another directory with --data-dir."
            )

    def create(self) -> None:
        """Make the cluster beside its place and move it there when it is whole: a crash leaves no half of one."""
        fresh = self.data.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self._open_way()
        self.identity.own(fresh)
        began = size(self.log)
        command: list[str | Path] = [
            self.programs.folder / "initdb", "-D", fresh, "-U", SUPERUSER, "-E", "UTF8", "--locale=C",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "-A", "trust", "--data-checksums",
            "--no-instructions",
        ]  # fmt: skip
        process = self._spawn(command, signal.SIGTERM)
        self.signals.wait_for(lambda: process.poll() is not None, START_PATIENCE)
        if process.poll() is None:
            process.kill()
        if process.wait() != 0:
            words = text_from(self.log, began)
            shutil.rmtree(fresh, ignore_errors=True)
            raise explain(words, self.data, self.log)
        (fresh / "pg_hba.conf").write_text(
            "# Only the unix socket, in a folder for its owner alone.\nlocal all all trust\n"
        )
        self.identity.own(fresh)
        fresh.replace(self.data)

    def start(self) -> None:
        """Start the server and wait until it answers; first put right what a kill left behind."""
        self._clear_leftovers()
        self._open_way()
        make_private(self.sockets, self.identity.owners)
        self.identity.own(self.sockets)
        settings = tuning.settings(tuning.memory_here()) | {"unix_socket_directories": str(self.sockets)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        began = size(self.log)
        # SIGINT is PostgreSQL's "fast" stop: it ends the sessions, writes everything down and leaves.
        self.process = self._spawn([self.programs.folder / "postgres", "-D", self.data, *options], signal.SIGINT)
        self.signals.wait_for(lambda: self.is_ready() or not self.is_alive(), START_PATIENCE)
        if not self.is_ready():
            words = text_from(self.log, began)
            self.stop()
            raise explain(words, self.data, self.log)

    def is_alive(self) -> bool:
        """Whether our server process runs."""
        return self.process is not None and self.process.poll() is None

    def is_ready(self) -> bool:
        """Whether our server says of itself that it takes connections."""
        if self.process is None or not self.is_alive():
            return False
        with contextlib.suppress(OSError, IndexError, ValueError):
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            return int(lines[0]) == self.process.pid and lines[7].strip() == "ready"
        return False

    def stop(self, *, patient: bool = True) -> None:
        """Stop the server: politely, then at once. Even "at once" loses nothing: it is what recovery is for."""
        if self.process is None:
            return
        for signum, patience in ((signal.SIGINT, STOP_PATIENCE if patient else 2.0), (signal.SIGQUIT, 5.0)):
            if self.process.poll() is None:
                self.process.send_signal(signum)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(patience)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process = None

    def _open_way(self) -> None:
        """Let another user pass through our own folders (pass, not look) when PostgreSQL runs as one."""
        if self.identity.owner is not None:
            for folder in (self.home.root, self.home.run):
                folder.chmod(folder.stat().st_mode | stat.S_IXGRP | stat.S_IXOTH)

    def _spawn(self, command: list[str | Path], signum: int) -> "subprocess.Popen[bytes]":
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC", "PGDATA": ""}
        return spawn(command, environment=environment, log=self.log, signum=signum, become=self.identity.become)

    def _clear_leftovers(self) -> None:
        """Make the notes of an earlier server go, once it is certain that no process uses the files.

        A killed server stays a zombie until somebody buries it: its process id looks alive and PostgreSQL would refuse.
        """
        note = self.data / "postmaster.pid"
        notes = [note, *self.sockets.glob(".s.PGSQL.*.lock")]
        if not any(path.exists() for path in notes):
            return
        with contextlib.suppress(OSError, ValueError, IndexError):
            old = int(note.read_text().split()[0])
            if old in self._users():
                os.kill(old, signal.SIGINT)  # a server whose supervisor was killed: stop it and take over
        # The sessions of a killed server leave by themselves.
        if not self.signals.wait_for(lambda: not self._users(), START_PATIENCE, step=0.1):
            raise StartupError(
                f"The processes {', '.join(map(str, self._users()))} of an earlier start still use {self.data}. "
                "End them and start again."
            )
        for path in notes:
            path.unlink(missing_ok=True)

    def _users(self) -> list[int]:
        """Return the processes of PostgreSQL that live in our folder: each changes into its data directory."""
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if process.name() == "postgres" and process.cwd() == str(self.data.resolve()):
                    found.append(process.pid)
        return found


def socket_folder(home: DataDirectory) -> Path:
    """Return the folder of the socket: in the data directory, or a short one when the path would be too long."""
    folder = home.run / "pg"
    if len(os.fsencode(folder / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET_PATH:
        return folder
    name = hashlib.sha256(os.fsencode(home.root.resolve())).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"moondesk-{os.geteuid()}-{name}"


def make_private(folder: Path, owners: frozenset[int]) -> None:
    """Make the folder for its owner alone; refuse one that somebody else put there."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners:
        raise StartupError(f"The folder {folder} belongs to somebody else. Remove it and start again.")
    folder.chmod(0o700)
