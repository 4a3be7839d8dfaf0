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
    monkeypatch.setattr(tuning, "GROUPS", tmp_path / "cgroup")
    monkeypatch.setattr(tuning, "LIMITS", tmp_path / "limits")
    every = tuning.memory_here()
    service = tmp_path / "limits" / "system.slice" / "moondesk.service"
    service.mkdir(parents=True)
    (tmp_path / "cgroup").write_text("1:cpu:/nonsense\n0::/system.slice/moondesk.service\n")
    (service / "memory.max").write_text("max\n")
    assert tuning.memory_here() == every
    (service.parent / "memory.max").write_text(f"{300 * MB}\n")
    assert tuning.memory_here() == 300 * MB
    (service / "memory.max").write_text(f"{200 * MB}\n")
    assert tuning.memory_here() == 200 * MB
    old = tmp_path / "limits" / "memory" / "docker"
    old.mkdir(parents=True)
    (tmp_path / "cgroup").write_text("4:memory:/docker\n")
    (old / "memory.limit_in_bytes").write_text(f"{150 * MB}\n")
    assert tuning.memory_here() == 150 * MB
