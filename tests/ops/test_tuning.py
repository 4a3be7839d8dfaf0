"""How much memory the embedded PostgreSQL takes."""

from pathlib import Path

import pytest

from moondesk.supervision.postgres import tuning

MB = 1024 * 1024


@pytest.mark.parametrize(
    ("memory", "buffers", "cache"),
    [
        (512 * MB, "96MB", "256MB"),
        (64 * MB, "96MB", "96MB"),
        (4096 * MB, "256MB", "2048MB"),
        (256 * 1024 * MB, "1024MB", "131072MB"),
    ],
)
def test_buffers_grow_with_the_machine(memory: int, buffers: str, cache: str) -> None:
    found = tuning.settings(memory)
    assert (found["shared_buffers"], found["effective_cache_size"]) == (buffers, cache)


def test_a_container_has_no_more_than_it_may_take(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    every, small, nonsense = tmp_path / "every", tmp_path / "small", tmp_path / "nonsense"
    every.write_text("max\n")
    small.write_text(f"{300 * MB}\n")
    monkeypatch.setattr(tuning, "LIMITS", (every, small, nonsense))
    assert tuning.memory_here() == 300 * MB
    monkeypatch.setattr(tuning, "LIMITS", (every,))
    assert tuning.memory_here() > 300 * MB
