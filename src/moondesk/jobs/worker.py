"""The worker process: runs jobs, periodic jobs and background loops until it is told to stop."""

import asyncio
import contextlib
import os
import signal
import threading
import time
from pathlib import Path

import django
from asgiref.sync import sync_to_async
from django.db import connection

CONCURRENCY = 4
_LAST_BREATH = 10.0
_PAUSE = 1.0
_NICENESS = 10


def run(concurrency: int = CONCURRENCY) -> None:
    """Run until SIGTERM or SIGINT; jobs in hand are finished first. Raises ``StartupError`` on a bad database."""
    django.setup()
    from moondesk.jobs.app import log, loops
    from moondesk.kit.database import check_role

    check_role()
    connection.close()
    _step_back()
    stop = threading.Event()
    threads = [threading.Thread(target=loop, args=(stop,), name=name, daemon=True) for name, loop in loops.items()]
    for thread in threads:
        thread.start()
    log.info("worker started", loops=len(threads), concurrency=concurrency)
    try:
        asyncio.run(_work(concurrency))
    finally:
        stop.set()
        last = time.monotonic() + _PAUSE
        for thread in threads:
            thread.join(max(0.0, last - time.monotonic()))
    log.info("worker stopped")


def _step_back() -> None:
    """Let requests go first: what the worker does may come a moment later, and a page may not."""
    if os.nice(0) == 0:
        os.nice(_NICENESS)
        if os.getsid(0) == os.getpid():
            # Linux may share the processor between sessions first, and then the word of a process counts inside of its.
            with contextlib.suppress(OSError):
                Path("/proc/self/autogroup").write_text(str(_NICENESS))


async def _work(concurrency: int) -> None:
    from procrastinate.contrib.django import app as queue

    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, _stop, stopping)
    while not stopping.is_set():
        await _until_stop_or_failure(queue, concurrency, stopping)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), _PAUSE)


def _stop(stopping: asyncio.Event) -> None:
    """Begin to stop, and make sure that it comes to an end: a job that hangs is given to another worker later."""
    stopping.set()
    end = threading.Timer(_LAST_BREATH + 5, os._exit, [1])
    end.daemon = True
    end.start()


async def _until_stop_or_failure(queue, concurrency: int, stopping: asyncio.Event) -> None:  # type: ignore[no-untyped-def]
    from moondesk.jobs.app import log
    from moondesk.jobs.connecting import connector

    try:
        # The periodic part asks through Django in a thread of its own: its connection may have died with the database.
        await sync_to_async(lambda: connection.close())()  # noqa: PLW0108 - that thread's, not this one's
        worker_app = queue.with_connector(connector())
        work = asyncio.ensure_future(_serve(worker_app, concurrency))
        end = asyncio.ensure_future(stopping.wait())
        await asyncio.wait({work, end}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            work.cancel()
            # With the database gone, taking leave of it would wait for a connection: not longer than for a job.
            await asyncio.wait({work}, timeout=_LAST_BREATH + 1)
        elif not stopping.is_set():
            await work
    except Exception as error:
        log.warning("the queue cannot be reached, trying again", error=type(error).__name__)


async def _serve(worker_app, concurrency: int) -> None:  # type: ignore[no-untyped-def]
    from moondesk.jobs.app import HANDS

    others = {task.queue for task in worker_app.tasks.values()} - set(HANDS)
    hands = [(sorted(others), concurrency), *(([name], own) for name, own in HANDS.items())]
    async with worker_app.open_async(), asyncio.TaskGroup() as group:
        for queues, at_once in hands:
            group.create_task(
                worker_app.run_worker_async(
                    queues=queues,
                    concurrency=at_once,
                    install_signal_handlers=False,
                    fetch_job_polling_interval=1.0,
                    delete_jobs="never",
                    shutdown_graceful_timeout=_LAST_BREATH,
                )
            )
