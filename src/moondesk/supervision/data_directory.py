"""The data directory: everything one installation keeps on this machine, and the lock that says who uses it."""

import fcntl
import json
import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from moondesk.kit.errors import StartupError

SPACE_FOR_FIRST_START = 300 * 1024**2
"""Bytes: an empty cluster with its write-ahead log and the demo take about 120 MB."""
SPACE_FOR_LATER_START = 64 * 1024**2
"""Bytes: less than this and the first checkpoint may fail, which is worse than not to start."""


def default_data_directory() -> Path:
    """Return the folder used when none is named: ``var`` in a checkout, else the user's own data folder."""
    checkout = Path(__file__).resolve().parents[3]
    if (checkout / "pyproject.toml").exists() and (checkout / "src" / "moondesk").is_dir():
        return checkout / "var"
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "moondesk"


@dataclass
class DataDirectory:
    """One data directory and the names inside it."""

    root: Path
    _lock: int | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.root = self.root.expanduser().absolute()

    @property
    def cluster(self) -> Path:
        """The files of the embedded PostgreSQL."""
        return self.root / "postgres"

    @property
    def run(self) -> Path:
        """What is true only while the desk runs: sockets, process ids, the environment of the parts."""
        return self.root / "run"

    @property
    def logs(self) -> Path:
        """One log file for each part."""
        return self.root / "logs"

    @property
    def mail(self) -> Path:
        """What the local mail catcher caught."""
        return self.root / "mail"

    @property
    def environment_file(self) -> Path:
        """The environment that ``up`` gives its parts, for other commands on the same data directory."""
        return self.run / "environment.json"

    def create(self) -> None:
        """Make the folders, for this user alone."""
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            for folder in (self.run, self.logs, self.mail):
                folder.mkdir(mode=0o700, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.run) as probe:
                probe.write(b"moondesk")
        except (PermissionError, NotADirectoryError, FileExistsError) as error:
            raise StartupError(
                f"The data directory {self.root} cannot be written ({error.strerror}). Give this user the right to "
                "write there, or choose another directory with --data-dir."
            ) from None
        except OSError as error:
            raise StartupError(
                f"The data directory {self.root} cannot be used ({error.strerror}). Put that right, or choose "
                "another directory with --data-dir."
            ) from None

    def lock(self) -> None:
        """Take the directory for this process until it ends, however it ends."""
        self._lock = os.open(self.run / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.pread(self._lock, 32, 0).decode(errors="replace").strip() or "unknown"
            os.close(self._lock)
            raise StartupError(
                f"Moondesk already runs with the data directory {self.root} (process {holder}). Stop it first, or "
                "choose another directory with --data-dir."
            ) from None
        os.ftruncate(self._lock, 0)
        os.pwrite(self._lock, f"{os.getpid()}\n".encode(), 0)

    def is_locked(self) -> bool:
        """Say whether a running ``moondesk up`` holds the directory."""
        try:
            handle = os.open(self.run / "lock", os.O_RDWR)
        except OSError:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        finally:
            os.close(handle)
        return False

    def check_space(self, *, first: bool) -> None:
        """Refuse to start on a disk that is about to be full."""
        needed = SPACE_FOR_FIRST_START if first else SPACE_FOR_LATER_START
        free = shutil.disk_usage(self.root).free
        if free < needed:
            raise StartupError(
                f"There is not enough disk space for {self.root}: {free // 1024**2} MB are free and at least "
                f"{needed // 1024**2} MB are needed. Make room, or choose another directory with --data-dir."
            )

    def secret_key(self) -> str:
        """Return the key that signs sessions and links, made once."""
        path = self.root / "secret_key"
        if not path.exists():
            write_private(path, secrets.token_urlsafe(48))
        return path.read_text().strip()

    def read_state(self) -> dict[str, Any]:
        """Return what earlier starts wrote down."""
        return read_json(self.root / "state.json")

    def write_state(self, **changes: Any) -> None:
        """Write down what later starts must know."""
        state = self.read_state() | changes
        write_private(self.root / "state.json", json.dumps(state, indent=2, sort_keys=True) + "\n")


def read_json(path: Path) -> dict[str, Any]:
    """Return the object in the file, or an empty one when it is missing or was cut off by a crash."""
    try:
        value = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def write_private(path: Path, text: str) -> None:
    """Replace the file as a whole and for this user alone, so that a crash leaves the old or the new text."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)
