"""Several web processes behind one port."""

import contextlib
import os
import signal
import socket
import urllib.request

import psutil
import pytest

from tests.harness.running import Desk, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def test_they_serve_together_are_replaced_and_stop_together(desk: Desk) -> None:
    port = _free_port()
    desk.server.run("two", "web", "--port", str(port), "--workers", "2")
    parent = psutil.Process(desk.server.processes["two"].pid)

    def serves() -> bool:
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer,
        ):
            return bool(answer.status == 200)
        return False

    wait_until(lambda: len(parent.children()) == 2 and serves(), "Starting two processes")
    first, second = parent.children()
    os.kill(first.pid, signal.SIGKILL)
    wait_until(lambda: len(parent.children()) == 2, "Replacing the one that was killed")
    assert second in parent.children()
    assert serves()
    children = parent.children()
    parent.terminate()
    assert desk.server.processes.pop("two").wait(60) == 0
    assert not any(child.is_running() for child in children)


def test_a_start_that_fails_is_not_tried_again(desk: Desk) -> None:
    desk.server.run("none", "web", "--port", str(desk.server.port), "--workers", "2")
    assert desk.server.processes.pop("none").wait(30) != 0
