"""Keeping the words of tickets."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from moondesk.kit import tenancy
from moondesk.kit.ids import new_id

_PATIENCE = "300ms"
_SMALL = "set_config('gin_pending_list_limit', '256', true)"
"""SQL: what the index of words has not taken in yet, which every search reads, is 256 kB at most, not 4 MB."""
_WRITE = """INSERT INTO tickets_ticketwords (id, organization_id, ticket_id, words, names, indexed_at)
SELECT x.id, %s, x.ticket, setweight(to_tsvector(x.config::regconfig, x.a), 'A')
|| setweight(to_tsvector(x.config::regconfig, x.b), 'B') || setweight(to_tsvector(x.config::regconfig, x.c), 'C')
|| setweight(to_tsvector(x.config::regconfig, x.d), 'D'), x.names, now()
FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
AS x (id, ticket, config, names, a, b, c, d)
ON CONFLICT (organization_id, ticket_id)
DO UPDATE SET words = excluded.words, names = excluded.names, indexed_at = excluded.indexed_at"""


@dataclass(frozen=True)
class Words:
    """The folded texts of one ticket: its names, and one text for each weight (``tickets.search_text``)."""

    ticket_id: uuid.UUID
    config: str
    names: str
    a: str
    b: str
    c: str
    d: str


def lock_words() -> None:
    """Wait until nobody else writes words in this organization: the last to read texts must be the last to write.

    Locking the tickets for that could stop who works on them.
    """
    with connection.cursor() as cursor:
        key = str(tenancy.current_organization_id())
        cursor.execute(f"SELECT pg_advisory_xact_lock(hashtextextended(%s, 7011)), {_SMALL}", [key])


def lock_words_soon() -> bool:
    """Do the same unless others take long; say whether it was done."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{_PATIENCE}'")
            lock_words()
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = DEFAULT")
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            return False
        raise
    return True


def write_words(words: Iterable[Words]) -> None:
    """Write the words of tickets, in place of those that are there. Call ``lock_words`` before reading the texts."""
    rows = list(words)
    if not rows:
        return
    names = ("ticket_id", "config", "names", "a", "b", "c", "d")
    columns = [[getattr(row, name) for row in rows] for name in names]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [tenancy.current_organization_id(), [new_id() for _row in rows], *columns])
