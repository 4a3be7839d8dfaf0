"""``moondesk up`` opens, recovers and stops."""

import os
import signal

import psutil
import pytest

from tests.ops.desk_process import DeskProcess, wait_until

pytestmark = [pytest.mark.ops, pytest.mark.xdist_group("ops")]


def test_second_start_is_quick_and_nothing_is_left(desk: DeskProcess) -> None:
    assert desk.open() < 20
    assert desk.get("/healthz")[0] == 200
    key = (desk.data / "secret_key").read_text()
    assert (desk.data / "secret_key").stat().st_mode & 0o777 == 0o600
    assert desk.stop() == 0
    wait_until(lambda: not desk.processes(), 5, "every process is gone")
    assert desk.open() < 20  # 5 s on a quiet machine: what is caught is a start from nothing
    assert desk.ready()
    assert (desk.data / "secret_key").read_text() == key
    assert desk.stop(signal.SIGTERM) == 0
    wait_until(lambda: not desk.processes(), 5, "every process is gone")


def test_every_part_comes_back_after_a_kill(prepared_desk: DeskProcess) -> None:
    desk = prepared_desk
    desk.open()
    before = desk.pids()
    assert set(before) == {"postgres", "web", "worker", "mail"}
    for name, pid in before.items():
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda name=name, pid=pid: desk.pids()[name] != pid, 20, f"{name} runs again")
    wait_until(desk.ready, 30, "the desk is ready again")
    assert "starting it again" in desk.said()


def test_start_after_everything_was_killed(prepared_desk: DeskProcess) -> None:
    desk = prepared_desk
    desk.open()
    desk.kill_everything()
    desk.open()
    assert desk.ready()


def test_children_end_with_a_killed_supervisor(prepared_desk: DeskProcess) -> None:
    desk = prepared_desk
    desk.open()
    assert desk.process is not None
    desk.process.kill()
    desk.process.wait(10)
    wait_until(lambda: not desk.processes(), 40, "the children ended by themselves")
    desk.open()


def test_memory_of_the_whole_desk(prepared_desk: DeskProcess) -> None:
    desk = prepared_desk
    desk.open()
    assert desk.process is not None
    family = [psutil.Process(desk.process.pid), *psutil.Process(desk.process.pid).children(recursive=True)]
    used = sum(process.memory_full_info().pss for process in family)
    assert used < 500 * 1024**2
    supervisor = psutil.Process(desk.process.pid)
    assert not any("django" in mapped.path for mapped in supervisor.memory_maps())
