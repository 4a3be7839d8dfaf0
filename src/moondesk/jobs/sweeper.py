"""Jobs whose worker died, or did not know them, go back on the queue.

The library leaves a job in "doing" for ever when its worker is killed, or when the row of the worker is pruned.
One that a worker of an older release takes without knowing it fails at once and for good.
This is stateless SQL that every worker runs, so no process has to survive for it to work (docs/decisions/jobs.md).
"""

from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app as queue

from moondesk.jobs.app import StopSignal, background, log

LEASE_SECONDS = 30
_EVERY = 10.0
_RESCUE = """
UPDATE procrastinate_jobs AS j SET status = 'todo', worker_id = NULL, scheduled_at = now()
WHERE j.status = 'doing' AND NOT EXISTS (
    SELECT 1 FROM procrastinate_workers w
    WHERE w.id = j.worker_id AND w.last_heartbeat > now() - make_interval(secs => %s))
RETURNING j.id
"""
_TAKE_UP = """
UPDATE procrastinate_jobs AS j SET status = 'todo', worker_id = NULL, scheduled_at = now()
FROM unnest(%s::text[], %s::int[]) AS known (name, tries)
WHERE j.status = 'failed' AND j.task_name = known.name AND j.attempts <= known.tries
    AND j.id >= (SELECT coalesce(max(id), 0) - %s FROM procrastinate_jobs)
RETURNING j.id
"""
_FORGET = """
DELETE FROM procrastinate_jobs
WHERE status = 'succeeded' AND id < (SELECT coalesce(max(id), 0) - %s FROM procrastinate_jobs)
"""
_KEEP_DONE = 20_000


def rescue_jobs() -> int:
    """Put jobs of dead workers back on the queue; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(_RESCUE, [LEASE_SECONDS])
        rescued = int(cursor.rowcount)
    if rescued:
        log.warning("jobs rescued from a dead worker", jobs=rescued)
    return rescued


def take_up_unknown_jobs() -> int:
    """Put jobs that failed because their worker did not know them back on the queue; returns how many.

    Nothing else fails before it was tried as often as its strategy says; what has none is not taken up, nor what is as
    old as done jobs that are forgotten.
    """
    strategies = {name: task.retry_strategy for name, task in queue.tasks.items()}
    tries = {name: one.max_attempts for name, one in strategies.items() if isinstance(one, RetryStrategy)}
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_UP, [list(tries), list(tries.values()), _KEEP_DONE])
        taken_up = int(cursor.rowcount)
    if taken_up:
        log.warning("jobs taken up that another worker did not know", jobs=taken_up)
    return taken_up


def forget_done_jobs() -> int:
    """Drop all but the last finished jobs; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [_KEEP_DONE])
        return int(cursor.rowcount)


@background
def sweep(stop: StopSignal) -> None:
    """Rescue, take up and forget, again and again, until the worker stops."""
    while not stop.wait(_EVERY):
        try:
            rescue_jobs()
            take_up_unknown_jobs()
            forget_done_jobs()
        except Exception:
            log.exception("sweeping the queue failed")
            connection.close()
