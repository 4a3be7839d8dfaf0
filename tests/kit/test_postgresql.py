"""The pool: a connection that died is never handed out, and no statement waits for ever."""

import time
from typing import Any

import pytest
from django.db import OperationalError, connection

from moondesk.kit.postgresql.base import Connection, DatabaseWrapper

pytestmark = pytest.mark.django_db(transaction=True)


def _backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_a_connection_that_the_server_ended_is_replaced_unseen(superuser: Any) -> None:
    before = _backend()
    connection.close()  # back to the pool, where it is found dead
    ours = "usename = 'moondesk_app' AND datname = current_database()"
    superuser.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {ours}")
    time.sleep(0.2)
    assert _backend() != before


def test_a_statement_without_an_answer_ends_and_its_connection_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    before = _backend()
    monkeypatch.setattr(Connection, "patience", 0.5)
    monkeypatch.setattr(Connection, "is_away", False)
    began = time.monotonic()
    with pytest.raises(OperationalError), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(20)")
    assert time.monotonic() - began < 3
    assert Connection.is_away, "everybody else asks briefly now"
    connection.close()
    assert _backend() != before
    assert not Connection.is_away, "it answered"


def test_a_pool_that_shrinks_keeps_the_connection_used_last() -> None:
    options = connection.settings_dict["OPTIONS"] | {"pool": {"min_size": 1, "max_size": 2, "timeout": 5.0}}
    wrapper = DatabaseWrapper(connection.settings_dict | {"OPTIONS": options}, "shrinking")
    pool = wrapper.pool
    pool.open(wait=True)
    try:
        cold, warm = pool.getconn(), pool.getconn()
        pool.putconn(cold)
        pool.putconn(warm)
        pool._shrink_pool()  # notes how many are free
        pool._shrink_pool()
        assert cold.closed
        assert pool.getconn() is warm
        pool.putconn(warm)
    finally:
        wrapper.close_pool()
