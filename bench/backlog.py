"""What the worker has still to do after a run, and how long that takes it."""

import os
import time
from dataclasses import dataclass

import psycopg

_LEFT = """
SELECT (SELECT count(*) FROM events_event WHERE dispatched_at IS NULL),
       (SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')
          AND (scheduled_at IS NULL OR scheduled_at < now()) AND queue_name <> 'periodic')
"""
_SENT = "SELECT count(*) FROM channels_outgoingmail WHERE state = 'sent'"


@dataclass(frozen=True)
class Backlog:
    """How much was left when the load ended, how long until nothing was, and how many mails a second went out then."""

    events: int
    jobs: int
    seconds: float
    mails_per_second: float
    done: bool


def work_off(most: float) -> Backlog:
    """Wait, at most so many seconds, until nothing is left to do."""
    with psycopg.connect(os.environ["BENCH_SUPERUSER_URL"], autocommit=True) as connection:
        events, jobs = _ask(connection, _LEFT)
        (before,) = _ask(connection, _SENT)
        left, start = events + jobs, time.monotonic()
        while left and time.monotonic() - start < most:
            time.sleep(0.5)
            left = sum(_ask(connection, _LEFT))
        seconds = time.monotonic() - start
        (after,) = _ask(connection, _SENT)
    return Backlog(events, jobs, seconds, (after - before) / max(seconds, 0.5), not left)


def _ask(connection: "psycopg.Connection[tuple[int, ...]]", sql: str) -> tuple[int, ...]:
    return connection.execute(sql).fetchone() or (0,)
