"""Looking changes nothing: no ``GET`` of a page or of the API writes, but for when and how often somebody asks."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.guards.routes import routes
from tests.guards.test_matrix import Door
from tests.harness.people import Cast

_WRITES = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)"?', re.IGNORECASE)
SEEN = {"django_session", "accounts_signin", "limits_window", "limits_cache", "limits_seat"}
"""Sessions, where they were seen last, and counts of who asks how often."""


@pytest.mark.django_db
def test_no_get_of_an_owner_writes(cast: Cast) -> None:
    door = Door(cast)
    written: dict[str, set[str]] = {}
    for route in routes():
        if "GET" not in route.methods or "stream" in route.pattern:
            continue
        with CaptureQueriesContext(connection) as said:
            door.ask("owner", "GET", route)
        tables = {found[1] for one in said.captured_queries if (found := _WRITES.match(one["sql"] or ""))}
        if tables - SEEN:
            written[route.pattern] = tables - SEEN
    assert written == {}
