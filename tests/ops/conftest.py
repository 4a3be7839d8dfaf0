"""Desks from the command line; whatever a test leaves running is killed after it."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from moondesk.supervision.postgres.identity import choose_identity
from tests.harness import environment
from tests.harness.cluster import kept_copy
from tests.ops.desk_process import DeskProcess


@pytest.fixture(scope="session", autouse=True)
def _on_one_worker() -> None:
    """Desks of several workers would be made several times, and slow down one another."""
    note, worker = environment.folder() / "worker-of-desks", environment.database_name()
    with contextlib.suppress(FileExistsError), note.open("x") as fresh:
        fresh.write(worker)
    assert note.read_text() == worker, "tests/harness/scheduling.py has lost its effect"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskProcess]:
    """A desk that is not started yet, without the demo."""
    made = DeskProcess(tmp_path / "data", MOONDESK_DEMO="0")
    yield made
    made.kill_everything()


@pytest.fixture(scope="package")
def _kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskProcess]:
    made = DeskProcess(tmp_path_factory.mktemp("up") / "data", MOONDESK_DEMO="0")
    made.data.mkdir(mode=0o755)
    kept = kept_copy(request.config.cache.mkdir("moondesk"), choose_identity())
    shutil.copytree(kept / "postgres", made.data / "postgres")
    yield made
    made.kill_everything()


@pytest.fixture
def opened(_kept: DeskProcess) -> DeskProcess:
    """A desk that is open: the one a test before left so, or opened again."""
    if _kept.ended():
        _kept.kill_everything()
        _kept.open()
    return _kept
