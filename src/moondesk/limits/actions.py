"""Counting, and saying when it is too much."""

import hashlib
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

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
