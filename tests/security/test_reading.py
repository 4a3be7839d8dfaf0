"""Looking changes nothing: no ``GET`` writes, but for when and how often somebody asks, and who opened a file."""

import pytest
from django.db import connection

from tests.guards.routes import routes
from tests.guards.test_matrix import Door
from tests.harness.people import Cast

SEEN = {"django_session", "accounts_signin", "limits_window", "limits_cache", "limits_seat"}
"""Sessions, where they were seen last, and counts of who asks how often."""
LOGGED = {"/api/v1/files/{file_id}/content", "/{slug}/desk/files/{file_id}"}
"""Who opened a file is written into the log."""
_WRITTEN = """SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
WHERE schemaname = 'public'"""
"""SQL: the cast of the tests is laid out from tables of the same names in a schema of its own."""


def rows_written() -> dict[str, int]:
    """Return how many rows of each table this transaction wrote until now, by whatever statement or function."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN)
        return dict(cursor.fetchall())


@pytest.mark.django_db
def test_no_get_of_an_owner_writes(cast: Cast) -> None:
    door = Door(cast)
    written: dict[str, set[str]] = {}
    before = rows_written()
    for route in routes():
        if "GET" not in route.methods or "stream" in route.pattern:
            continue
        door.ask("owner", "GET", route)
        after = rows_written()
        tables = {name for name, rows in after.items() if rows != before.get(name, 0)}
        if tables - SEEN:
            written[route.pattern] = tables - SEEN
        before = after
    assert written == {pattern: {"events_event"} for pattern in LOGGED}
