"""Desks from the command line; whatever a test leaves running is killed after it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ops.desk_process import DeskProcess


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskProcess]:
    """A desk that is not started yet, without the demo."""
    made = DeskProcess(tmp_path / "data", MOONDESK_DEMO="0")
    yield made
    made.kill_everything()
