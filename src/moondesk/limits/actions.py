"""Counting, and saying when it is too much."""

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from moondesk.kit import prepared
from moondesk.kit.errors import TooMany


@dataclass(frozen=True)
class Limit:
    """At most ``most`` times in ``seconds``."""

    name: str
    most: int
    seconds: int


@dataclass(frozen=True)
class Standing:
    """Where somebody stands: how many are left, and in how many seconds the count starts anew."""

    limit: int
    remaining: int
    reset: int
    over: bool


def count(limit: Limit, *key: str, amount: int = 1) -> Standing:
    """Count one more, or ``amount``, and say where that leaves ``key``. Keys are hashed: no address or mail is kept."""
    hashed = _hashed(limit, key)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO limits_window AS w (key, count, ends_at) VALUES (%s, %s, now() + make_interval(secs => %s)) "
            "ON CONFLICT (key) DO UPDATE SET "
            "count = CASE WHEN w.ends_at <= now() THEN excluded.count ELSE w.count + excluded.count END, "
            "ends_at = CASE WHEN w.ends_at <= now() THEN excluded.ends_at ELSE w.ends_at END "
            "RETURNING count, greatest(1, ceil(extract(epoch FROM ends_at - now())))::int",
            [hashed, amount, limit.seconds],
        )
        row = cursor.fetchone()
    used, reset = row or (0, limit.seconds)
    return Standing(limit.most, max(0, limit.most - used), reset, used > limit.most)


@dataclass(frozen=True)
class Step:
    """What is counted for whom."""

    limit: Limit
    key: tuple[str, ...]
    amount: int = 1


def first_over(*steps: Step) -> int | None:
    """Count one step after the other in one statement; return the number of the first that is over its limit.

    What comes after that one is not counted: who is over a limit of their own uses up nothing that others share.
    """
    values: list[Any] = []
    for step in steps:
        values += [_hashed(step.limit, step.key), step.amount, step.limit.seconds, step.limit.most]
    found = prepared.row(_in_turn(len(steps)), values) if steps else None
    return None if found is None else next((at for at, is_over in enumerate(found) if is_over), None)


@cache
def _in_turn(steps: int) -> str:
    """Return the statement that counts so many steps; each says whether it is over."""
    counted = []
    for at in range(steps):
        before = f"FROM s{at - 1} WHERE NOT s{at - 1}.is_over " if at else "WHERE true "
        counted.append(
            f"s{at} AS (INSERT INTO limits_window AS w (key, count, ends_at) "
            f"SELECT %s::text, %s::int, now() + make_interval(secs => %s::int) {before}"
            "ON CONFLICT (key) DO UPDATE SET "
            "count = CASE WHEN w.ends_at <= now() THEN excluded.count ELSE w.count + excluded.count END, "
            "ends_at = CASE WHEN w.ends_at <= now() THEN excluded.ends_at ELSE w.ends_at END "
            "RETURNING count > %s::int AS is_over)"
        )
    asked = ", ".join(f"(SELECT is_over FROM s{at})" for at in range(steps))  # noqa: S608 - numbers of ours
    return f"WITH {', '.join(counted)} SELECT {asked}"


def take_back(limit: Limit, *key: str) -> None:
    """Count one less: what was counted turned out to be none of what is limited."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE limits_window SET count = count - 1 WHERE key = %s AND count > 0", [_hashed(limit, key)])


def _hashed(limit: Limit, key: tuple[str, ...]) -> str:
    return hashlib.sha256("\0".join((limit.name, *key)).encode()).hexdigest()


def hit(limit: Limit, *key: str) -> Standing:
    """Count one more. Raises ``TooMany`` above the limit."""
    standing = count(limit, *key)
    if standing.over:
        raise TooMany(
            _("That was too often. Try again in %(seconds)s seconds.") % {"seconds": standing.reset},
            extra={"retry_after": standing.reset},
        )
    return standing


def sweep() -> int:
    """Drop counts whose period is over; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM limits_cache WHERE expires < now()")
        cursor.execute("DELETE FROM limits_window WHERE ends_at < now() - interval '1 hour'")
        return int(cursor.rowcount)
