"""The worker process: runs jobs, periodic jobs and background loops until it is told to stop."""

import asyncio
import signal
import threading

import django
from asgiref.sync import sync_to_async
from django.db import connection

CONCURRENCY = 4
_LAST_BREATH = 10.0


def run(concurrency: int = CONCURRENCY) -> None:
    """Run until SIGTERM or SIGINT; jobs in hand are finished first. Raises ``StartupError`` on a bad database."""
    django.setup()
    from moondesk.jobs.app import log, loops
    from moondesk.kit.database import check_role

    check_role()
    connection.close()
    stop = threading.Event()
    threads = [threading.Thread(target=loop, args=(stop,), name=name, daemon=True) for name, loop in loops.items()]
    for thread in threads:
        thread.start()
    log.info("worker started", loops=len(threads), concurrency=concurrency)
    try:
        asyncio.run(_work(concurrency))
    finally:
        stop.set()
        for thread in threads:
            thread.join(_LAST_BREATH)
    log.info("worker stopped")


async def _work(concurrency: int) -> None:
    from procrastinate.contrib.django import app as queue

    while True:
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, stopping.set)
        if await _until_stop_or_failure(queue, concurrency, stopping):
            return
        await asyncio.sleep(1)


async def _until_stop_or_failure(queue, concurrency: int, stopping: asyncio.Event) -> bool:  # type: ignore[no-untyped-def]
    from moondesk.jobs.app import log

    try:
        # The periodic part asks through Django in a thread of its own: its connection may have died with the database.
        await sync_to_async(lambda: connection.close())()  # noqa: PLW0108 - that thread's, not this one's
        worker_app = queue.with_connector(queue.connector.get_worker_connector())
        async with worker_app.open_async():
            work = asyncio.ensure_future(
                worker_app.run_worker_async(
                    concurrency=concurrency,
                    install_signal_handlers=False,
                    fetch_job_polling_interval=1.0,
                    delete_jobs="never",
                    shutdown_graceful_timeout=_LAST_BREATH,
                )
            )
            end = asyncio.ensure_future(stopping.wait())
            await asyncio.wait({work, end}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                work.cancel()
            await asyncio.gather(work, return_exceptions=stopping.is_set())
    except Exception as error:
        if not stopping.is_set():
            log.warning("the queue cannot be reached, trying again", error=type(error).__name__)
    return stopping.is_set()
