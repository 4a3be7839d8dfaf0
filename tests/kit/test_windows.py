"""Counts that several processes share."""

import hashlib
import os
import threading

from moondesk.kit.windows import Windows


def key(number: int) -> bytes:
    return hashlib.sha256(str(number).encode()).digest()


def test_processes_and_threads_count_together() -> None:
    windows = Windows(60, slots=64)
    children = []
    for _ in range(3):
        pid = os.fork()
        if not pid:
            for _ in range(200):
                windows.count(key(1), known=False)
            os._exit(0)
        children.append(pid)
    threads = [threading.Thread(target=lambda: [windows.count(key(1), known=False) for _ in range(200)]) for _ in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [os.waitpid(pid, 0)[1] for pid in children] == [0, 0, 0]
    counted = windows.count(key(1), known=True)
    assert counted is not None
    assert counted[1] == 1001


def test_a_window_ends_and_what_nobody_began_is_not_counted() -> None:
    windows = Windows(-1.0, slots=64)
    assert windows.count(key(1), known=True) is None
    assert [windows.count(key(1), known=False)[1] for _ in range(3)] == [1, 1, 1]  # type: ignore[index]
    windows.reset()
    assert windows.count(key(1), known=True) is None


def test_made_up_keys_push_only_the_oldest_out_and_take_no_more_memory() -> None:
    windows = Windows(60, slots=16)
    for number in range(16):
        windows.count(key(number), known=False)
    windows.count(key(99), known=False)
    left = [number for number in range(16) if windows.count(key(number), known=True)]
    assert len(left) == 15
    assert 0 not in left
