"""How many places somebody may hold at the same time, in however many processes."""

import hashlib
import uuid
from collections.abc import Sequence

from django.db import connection, transaction

from moondesk.kit.ids import new_id

_ROW = "INSERT INTO limits_seat (id, key, holder, ends_at) "
_IF_FREE = (
    "SELECT %s, %s, %s, now() + make_interval(secs => %s) "
    "WHERE (SELECT count(*) FROM limits_seat WHERE key = %s AND ends_at > now()) < %s RETURNING id"
)


def take_seat(name: str, key: str, *, most: int, seconds: float, holder: uuid.UUID) -> uuid.UUID | None:
    """Take one of ``most`` places of a key, or none when all are taken; it is free again after ``seconds`` by itself.

    ``holder`` is the process, which gives all of its own back when it ends.
    """
    hashed = hashlib.sha256(f"{name}\0{key}".encode()).hexdigest()
    with transaction.atomic(), connection.cursor() as cursor:
        # Who comes at the same moment waits, and then counts what this one took.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [hashed])
        cursor.execute(_ROW + _IF_FREE, [new_id(), hashed, holder, seconds, hashed, most])
        row = cursor.fetchone()
    return row[0] if row else None


def give_back(seats: Sequence[uuid.UUID]) -> None:
    """Give places back."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM limits_seat WHERE id = ANY(%s)", [list(seats)])


def give_back_all(holder: uuid.UUID) -> None:
    """Give back all places of a process."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM limits_seat WHERE holder = %s", [holder])


def sweep_seats() -> None:
    """Drop places whose time is over: their process was killed."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM limits_seat WHERE ends_at < now()")
