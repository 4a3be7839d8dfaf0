"""Desks from the command line; whatever a test leaves running is killed after it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from moondesk.supervision.postgres.identity import choose_identity
from tests.harness.cluster import kept_copy
from tests.ops.desk_process import DeskProcess


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskProcess]:
    """A desk that is not started yet, without the demo."""
    made = DeskProcess(tmp_path / "data", MOONDESK_DEMO="0")
    yield made
    made.kill_everything()


@pytest.fixture
def prepared_desk(desk: DeskProcess, request: pytest.FixtureRequest) -> DeskProcess:
    """A desk that is not started yet, and whose database has all its tables."""
    desk.data.mkdir(mode=0o755)
    kept = kept_copy(request.config.cache.mkdir("moondesk"), choose_identity())
    shutil.copytree(kept / "postgres", desk.data / "postgres")
    return desk
