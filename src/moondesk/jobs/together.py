"""Doing in one job what waits behind it: of small work, a job costs more than the work.

The others leave the queue in the statement that writes their work into this job. So whatever happens to its worker,
each is the work of one job, and is done again with it.
"""

import json
from collections.abc import Callable
from typing import Any

from django.db import connection

_OTHERS = "others"
_LOOKED_THROUGH = 40
_TAKE_OVER = """
WITH next AS MATERIALIZED (
    SELECT id FROM procrastinate_jobs
    WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()) AND priority <= %(priority)s
    ORDER BY priority DESC, id LIMIT %(looked_through)s
), waiting AS (
    SELECT j.id FROM procrastinate_jobs j JOIN next USING (id)
    WHERE j.status = 'todo' AND j.task_name = %(task)s AND j.priority = %(priority)s AND j.attempts = 0
        AND j.args - %(name)s::text = %(alike)s::jsonb
    ORDER BY j.id LIMIT %(most)s FOR UPDATE OF j SKIP LOCKED
), gone AS (
    DELETE FROM procrastinate_jobs WHERE id IN (SELECT id FROM waiting) RETURNING id, args ->> %(name)s::text AS one
), taken AS (
    SELECT array_agg(one ORDER BY id) AS others FROM gone
)
UPDATE procrastinate_jobs SET args = args || jsonb_build_object('others', to_jsonb(taken.others))
FROM taken WHERE procrastinate_jobs.id = %(id)s AND taken.others IS NOT NULL RETURNING taken.others
"""


def together[F: Callable[..., None]](name: str, *, most: int) -> Callable[[F], F]:
    """Give a job of no organization, as ``others``, what up to ``most`` jobs behind it have under ``name``.

    They are those next in line that differ in nothing else and were never tried: what failed once has a job of its own.
    """

    def mark(function: F) -> F:
        vars(function)["together"] = (name, most)
        return function

    return mark


def is_together(function: Callable[..., None]) -> bool:
    """Say whether a job does what waits behind it, too."""
    return "together" in vars(function)


def with_others(function: Callable[..., None], row: Any, **kwargs: Any) -> None:
    """Run a job whose row on the queue this is, with what waits behind it."""
    if not row.attempts and _OTHERS not in kwargs:
        others = _take_over(row, kwargs, *vars(function)["together"])
        kwargs |= {_OTHERS: others} if others else {}
    function(**kwargs)


def _take_over(row: Any, given: dict[str, Any], name: str, most: int) -> list[str]:
    alike = json.dumps({key: value for key, value in given.items() if key != name})
    values = {
        "id": row.id, "task": row.task_name, "priority": row.priority, "name": name, "most": most, "alike": alike,
        "looked_through": _LOOKED_THROUGH,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_OVER, values)
        found = cursor.fetchone()
    return list(found[0]) if found else []
