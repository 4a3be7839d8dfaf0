"""A PostgreSQL server of the operator's own, which a test may freeze, kill and start again."""

import contextlib
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil

from moondesk.supervision.postgres.identity import choose_identity
from tests.harness.cluster import TEMPLATE, Cluster, kept_copy


class OwnServer:
    """One server with the migrated tables in it and nothing else."""

    def __init__(self, cache: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="moondesk-own-"))
        self.cluster = Cluster(self.folder, choose_identity())
        self.cluster.settings["synchronous_commit"] = "on"  # what was acknowledged must survive a kill
        shutil.copytree(kept_copy(cache, self.cluster.identity) / "postgres", self.cluster.data)
        self.cluster.identity.own(self.cluster.data)
        self.cluster.start()

    def url(self, role: str, database: str = TEMPLATE) -> str:
        """Return the address of a database for a role."""
        return f"postgresql://{role}@/{database}?host={self.cluster.socket}"

    def environment(self) -> dict[str, str]:
        """Return what a desk on this server is given."""
        return {"DATABASE_URL": self.url("moondesk_app"), "DATABASE_OWNER_URL": self.url("moondesk_owner")}

    @contextlib.contextmanager
    def frozen(self) -> Iterator[None]:
        """Stop all its processes where they are: connections stay open and nothing is answered."""
        processes = self._processes()
        for process in processes:
            process.suspend()
        try:
            yield
        finally:
            for process in {*processes, *self._processes()}:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.resume()

    @contextlib.contextmanager
    def gone(self) -> Iterator[None]:
        """Kill it, and start it again afterwards."""
        for process in self._processes():
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        assert self.cluster.process is not None
        self.cluster.process.wait(10)
        try:
            yield
        finally:
            (self.cluster.data / "postmaster.pid").unlink(missing_ok=True)
            for lock in self.cluster.socket.glob(".s.PGSQL.*"):
                lock.unlink()
            self.cluster.start()

    def remove(self) -> None:
        """Stop it and forget its data."""
        if self.cluster.process is not None:
            self.cluster.process.send_signal(signal.SIGQUIT)
        self.cluster.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _processes(self) -> list[psutil.Process]:
        assert self.cluster.process is not None
        server = psutil.Process(self.cluster.process.pid)
        return [server, *server.children(recursive=True)]
