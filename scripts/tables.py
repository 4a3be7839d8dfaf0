"""Write down the tables that all migrations make, for first starts: ``python scripts/tables.py``."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from moondesk.supervision.data_directory import DataDirectory
from moondesk.supervision.postgres.cluster import Cluster
from moondesk.supervision.postgres.identity import choose_identity
from moondesk.supervision.postgres.programs import find_programs
from moondesk.supervision.roles import DATABASE
from moondesk.supervision.tables import TABLES
from moondesk.supervision.waiting import Signals

DUMP = ("pg_dump", "--inserts", "--no-comments", "--no-publications", "--restrict-key=moondesk")
APPLIED = re.compile(r"^(INSERT INTO public\.django_migrations VALUES \(.*, )'[^']*'(?=\);$)")
HEAD = "-- Written by scripts/tables.py from the migrations; change those.\n"


def main() -> None:
    """Make a database by its migrations alone, and dump it."""
    TABLES.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder, Signals() as signals:
        home = DataDirectory(Path(folder) / "data")
        home.create()
        Path(folder).chmod(0o711)
        programs = find_programs()
        cluster = Cluster(home, programs, choose_identity(), signals)
        cluster.create()
        cluster.start()
        try:
            prepare(cluster, home)
            url = cluster.url("postgres", DATABASE)
            dump = subprocess.run(
                [programs.folder / DUMP[0], *DUMP[1:], url], check=True, capture_output=True, text=True
            )
        finally:
            cluster.stop()
    TABLES.write_text(HEAD + "\n".join(kept(dump.stdout)) + "\n", encoding="utf-8")


def prepare(cluster: Cluster, home: DataDirectory) -> None:
    """Run the migrations as ``moondesk up`` does where there are no tables."""
    addresses = {
        "DATABASE_URL": cluster.url("moondesk_app", DATABASE),
        "DATABASE_OWNER_URL": cluster.url("moondesk_owner", DATABASE),
        "MOONDESK_SUPERUSER_URL": cluster.url("postgres", "postgres"),
        "MOONDESK_DATA_DIR": str(home.root),
        "MOONDESK_SECRET_KEY": "only-for-writing-down-the-tables-of-migrations",
    }
    command = [sys.executable, "-m", "moondesk.supervision.prepare"]
    subprocess.run(command, env=os.environ | addresses, check=True, stdout=subprocess.DEVNULL)


def kept(text: str) -> list[str]:
    """Leave out what says which programs wrote it and when, and empty lines."""
    lines = text.splitlines()
    lines = [line for line in lines if line and not line.startswith(("--", "\\", "SET transaction_timeout"))]
    return [APPLIED.sub(r"\1now()", line) for line in lines]


if __name__ == "__main__":
    main()
