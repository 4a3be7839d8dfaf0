"""``moondesk up`` opens, recovers and stops."""

import os
import signal

import psutil
import pytest

from tests.ops.desk_process import DeskProcess, wait_until

pytestmark = pytest.mark.ops


def test_second_start_is_quick_and_nothing_is_left(desk: DeskProcess) -> None:
    assert desk.open() < 120
    assert desk.get("/healthz")[0] == 200
    key = (desk.data / "secret_key").read_text()
    assert (desk.data / "secret_key").stat().st_mode & 0o777 == 0o600
    assert desk.stop() == 0
    wait_until(lambda: not desk.processes(), 60, "every process is gone")
    assert desk.open() < 90  # 5 s on a quiet machine: what is caught is a start from nothing
    assert desk.ready()
    assert (desk.data / "secret_key").read_text() == key
    assert desk.stop(signal.SIGTERM) == 0
    wait_until(lambda: not desk.processes(), 60, "every process is gone")


def test_memory_of_the_whole_desk(opened: DeskProcess) -> None:
    assert opened.process is not None
    supervisor = psutil.Process(opened.process.pid)
    family = [supervisor, *supervisor.children(recursive=True)]
    used = sum(process.memory_full_info().pss for process in family)
    assert used < 500 * 1024**2
    assert not any("django" in mapped.path for mapped in supervisor.memory_maps())


def test_every_part_comes_back_after_a_kill(opened: DeskProcess) -> None:
    before = opened.pids()
    assert set(before) == {"postgres", "web", "worker", "mail"}
    for name, pid in before.items():
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda name=name, pid=pid: opened.pids()[name] != pid, 90, f"{name} runs again")
    wait_until(opened.ready, 90, "the desk is ready again")
    assert "starting it again" in opened.said()


def test_start_after_everything_was_killed(opened: DeskProcess) -> None:
    opened.kill_everything()
    opened.open()
    assert opened.ready()


def test_children_end_with_a_killed_supervisor(opened: DeskProcess) -> None:
    assert opened.process is not None
    opened.process.kill()
    opened.process.wait(60)
    wait_until(lambda: not opened.processes(), 90, "the children ended by themselves")
    opened.open()
