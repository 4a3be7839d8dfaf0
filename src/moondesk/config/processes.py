"""Several web processes behind one socket: forked, so that they share what was loaded before, in memory and in time."""

import contextlib
import gc
import importlib
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from types import FrameType

import structlog
import uvicorn
from django.db import connections

from moondesk.kit import metrics
from moondesk.kit.parents import die_with_parent

log = structlog.get_logger(__name__)

STARTUP_FAILED = 3
"""The exit status of a process that never served, as of uvicorn alone: another one would not either."""
_PAUSE = 1.0
_GARBAGE = (50_000, 50, 100)
"""When to look for garbage: seldom, as what pages leave behind has few circles, and what is kept is many objects."""
_STOPS = (signal.SIGTERM, signal.SIGINT)


def serve(config: uvicorn.Config, sock: socket.socket) -> int:
    """Serve in this process until SIGTERM or SIGINT; returns its exit status."""
    server = uvicorn.Server(config)
    gc.set_threshold(*_GARBAGE)
    server.run(sockets=[sock])
    return 0 if server.started else STARTUP_FAILED


@contextlib.contextmanager
def _stops_held() -> Iterator[None]:
    """Let a stop wait: between a fork and the note of it, it would reach everybody but the new process."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)


class Processes:
    """Processes that serve until they are asked to stop; one that ends before that is replaced."""

    def __init__(self, config: uvicorn.Config, sock: socket.socket) -> None:
        self._config, self._sock = config, sock
        self._running: set[int] = set()
        self._is_stopping = False

    def run(self) -> int:
        """Serve until SIGTERM or SIGINT; returns the exit status, which is not 0 when no process could start."""
        importlib.import_module(str(self._config.app).partition(":")[0])
        # A pool has threads, and a fork takes none of them along.
        for connection in connections.all():
            connection.close()
            connection.close_pool()  # type: ignore[attr-defined]
        # What is there now stays: looking through it for garbage would only write to pages that are shared.
        gc.collect()
        gc.freeze()
        for number in _STOPS:
            signal.signal(number, self._stop)
        for _ in range(self._config.workers):
            self._start()
        has_failed = False
        while self._running:
            pid, ended = os.wait()
            self._running.discard(pid)
            metrics.forget_process(pid)
            status = os.waitstatus_to_exitcode(ended)
            has_failed = has_failed or status == STARTUP_FAILED
            if not self._is_stopping:
                self._replace(pid, status)
        return STARTUP_FAILED if has_failed else 0

    def _replace(self, pid: int, status: int) -> None:
        if status == STARTUP_FAILED:
            self._stop(signal.SIGTERM, None)
            return
        log.error("web_process_ended", pid=pid, status=status)
        time.sleep(_PAUSE)
        self._start()

    def _start(self) -> None:
        parent = os.getpid()
        with _stops_held():
            if self._is_stopping:
                return
            pid = os.fork()
            if pid:
                self._running.add(pid)
                return
            for number in _STOPS:
                signal.signal(number, signal.SIG_DFL)
        status = 1
        try:
            die_with_parent(parent, signal.SIGTERM)
            status = serve(self._config, self._sock)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._is_stopping = True
        for pid in tuple(self._running):
            with contextlib.suppress(ProcessLookupError):  # ended and waited for, only not crossed out yet
                os.kill(pid, signal.SIGTERM)
