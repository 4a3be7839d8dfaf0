"""Processes that are kept ready: each content has one of its own with limits of its own, and none harms the next."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from moondesk.kit import apart, warm
from moondesk.kit.apart import Bounds, ChildFailed

BOUNDS = Bounds(cpu_seconds=2, wall_seconds=20, memory=256 * 1024 * 1024, output=100_000)


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    warm.end_all()
    yield
    warm.end_all()


def run(what: str, bounds: Bounds = BOUNDS) -> str:
    return warm.run_warm("moondesk.channels.mail.parsing", what.encode(), bounds).decode()


def test_one_process_reads_many_and_keeps_nothing() -> None:
    found = [run(f"From: a{n}@x.test\r\nSubject: {n}\r\n\r\nHello {n}\r\n") for n in range(20)]
    assert all(f"Hello {n}" in one and f"a{n}@x.test" in one for n, one in enumerate(found))
    [ready] = warm._idle
    assert ready.times == 20


def test_several_at_once() -> None:
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda n: run(f"From: a@x.test\r\n\r\nHello {n}\r\n"), range(40)))
    assert all(f"Hello {n}" in one for n, one in enumerate(found))
    assert len(warm._idle) <= warm.MOST_IDLE


def test_too_long_an_answer_and_a_dead_process_fail_alone() -> None:
    with pytest.raises(ChildFailed):
        run("From: a@x.test\r\n\r\n" + "x" * 90_000, Bounds(2, 20, BOUNDS.memory, 1000))
    assert "fine" in run("From: a@x.test\r\n\r\nfine\r\n")
    os.killpg(warm._idle[0].process.pid, signal.SIGKILL)
    with pytest.raises(ChildFailed):
        run("From: a@x.test\r\n\r\nx\r\n")
    assert "fine" in run("From: a@x.test\r\n\r\nfine\r\n")


def test_no_time_left_ends_the_process() -> None:
    run("From: a@x.test\r\n\r\nx\r\n")
    gone = warm._idle[0].process
    began = time.monotonic()
    with pytest.raises(ChildFailed, match="timeout"):
        run("From: a@x.test\r\n\r\n" + "x\r\n" * 100_000, Bounds(2, 0.0, BOUNDS.memory, 10_000_000))
    assert time.monotonic() - began < 10
    assert gone.poll() is not None
    assert warm._idle == []


def test_a_content_that_breaks_the_program_harms_no_other() -> None:
    """The parser runs out of stack: its fork ends, the process that made it goes on."""
    run("From: a@x.test\r\n\r\nx\r\n")
    before = warm._idle[0].process.pid
    deep = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(3000))
    with pytest.raises(ChildFailed, match="without an answer"):
        run("From: a@x.test\r\n" + deep)
    assert "fine" in run("From: a@x.test\r\n\r\nfine\r\n")
    assert [one.process.pid for one in warm._idle] == [before]


def test_contents_that_share_a_process_fail_each_by_itself() -> None:
    deep = "From: a@x.test\r\n" + "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(3000)
    )
    mails = [
        "From: a@x.test\r\n\r\nfirst",
        deep,
        "From: a@x.test\r\n\r\nsecond",
        "From: a@x.test\r\n\r\n" + "x" * 90_000,
    ]
    small = Bounds(2, 20, BOUNDS.memory, 50_000)
    found = warm.run_warm_each("moondesk.channels.mail.parsing", [*map(str.encode, mails), b"From: a@x.test"], small)
    assert [isinstance(one, ChildFailed) for one in found] == [False, True, False, True, False]
    assert b"first" in bytes(found[0])
    assert b"second" in bytes(found[2])


def test_each_content_has_its_own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    kept: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", kept.__setitem__)
    monkeypatch.setattr(resource, "getrlimit", lambda what: kept.get(what, (resource.RLIM_INFINITY,) * 2))
    monkeypatch.setattr(apart, "contents", 10)
    for spent, soft in ((0.4, 2), (1.9, 3), (19.5, 20)):
        monkeypatch.setattr(time, "process_time", lambda spent=spent: spent)
        apart.limit_this_process(BOUNDS)
        assert kept[resource.RLIMIT_CPU] == (soft, 20)
