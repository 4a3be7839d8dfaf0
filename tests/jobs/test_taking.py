"""How a worker takes the next job: the library's function, of which a migration of ours changed two places."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection
from procrastinate.sql import queries

pytestmark = pytest.mark.django_db

_PUT = """SELECT unnest(procrastinate_defer_jobs_v1(
    ARRAY[ROW('tests', %s, %s, %s, NULL, '{}', NULL)::procrastinate_job_to_defer_v1]))"""


def _put(*jobs: tuple[str, int, str | None]) -> None:
    for job in jobs:
        _ask(_PUT, job)


def _ask(sql: str, values: Iterable[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return list(cursor.fetchall())


def _take() -> tuple[int, str] | None:
    """Return the job that a worker gets now, as the library asks for it."""
    with connection.cursor() as cursor:
        cursor.execute(queries["fetch_job"], {"queues": ["tests"], "worker_id": None})
        found = cursor.fetchone()
    return (found[0], found[2]) if found and found[0] is not None else None


def _taken() -> str | None:
    found = _take()
    return found[1] if found else None


def test_jobs_are_taken_by_priority_and_then_as_they_came() -> None:
    _put(("first", 1, None), ("later", 0, None), ("second", 1, None), ("before all", 5, None))
    assert [_taken() for _ in range(5)] == ["before all", "first", "second", "later", None]


def test_of_one_lock_one_job_is_done_at_a_time_and_the_first_in_line_goes_first() -> None:
    _put(("one", 1, "lane"), ("two", 1, "lane"), ("ahead", 2, "lane"), ("other", 0, "another lane"))
    first = _take()
    assert first is not None
    assert first[1] == "ahead"
    assert _taken() == "other", "the two of the same lock wait"
    assert _taken() is None
    _ask("SELECT procrastinate_finish_job_v1(%s, 'succeeded', false)::text", [first[0]])
    assert _taken() == "one"
    assert _taken() is None


def test_the_function_that_the_library_asks_is_the_changed_one() -> None:
    """A release of the library that brings another function must bring another migration of ours."""
    name = queries["fetch_job"].partition("FROM ")[2].partition("(")[0]
    [(source, settings)] = _ask("SELECT prosrc, proconfig FROM pg_proc WHERE proname = %s", [name])
    assert "(jobs.lock IS NULL OR NOT EXISTS (" in source
    assert settings == ["enable_sort=off", "enable_seqscan=off"]


def test_a_worker_that_began_with_an_empty_queue_never_reads_all_of_it() -> None:
    """The function that ends a job is asked by each worker for each job, and keeps the plan of its first ones."""
    name = queries["finish_job"].partition("SELECT ")[2].partition("(")[0]
    assert _ask("SELECT proconfig FROM pg_proc WHERE proname = %s", [name]) == [(["enable_seqscan=off"],)]
    for number in range(7):  # after some runs its plan is kept
        _put((f"first {number}", 1, None))
        taken = _take()
        assert taken is not None
        _ask("SELECT procrastinate_finish_job_v1(%s, 'succeeded', false)::text", [taken[0]])
    _put(*((f"job {number}", 1, None) for number in range(300)))
    before = _read()
    taken = _take()
    assert taken is not None
    _ask("SELECT procrastinate_finish_job_v1(%s, 'succeeded', false)::text", [taken[0]])
    assert _read() == before


def _read() -> list[tuple[Any, ...]]:
    """Return how often this transaction read the queue from end to end."""
    return _ask("SELECT pg_stat_get_xact_numscans('procrastinate_jobs'::regclass)", [])
