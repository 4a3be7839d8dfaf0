"""Whether the desk is ready: cheap to ask, and no more than yes or no for strangers."""

import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from moondesk.web import health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _found_out_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_readiness", health.Readiness())


def test_strangers_learn_yes_or_no_and_nothing_else(settings: Any) -> None:
    here, there = Client(), Client(REMOTE_ADDR="192.0.2.1")
    assert here.get("/readyz").json() == {"status": "not ready", "checks": {"database": "ok", "queue": "no worker"}}
    assert there.get("/readyz").json() == {"status": "not ready"}
    assert Client(headers={"X-Forwarded-For": "127.0.0.1"}).get("/readyz").json() == {"status": "not ready"}
    settings.METRICS_TOKEN = "a-token-of-the-operator"
    assert "checks" not in here.get("/readyz").json()
    assert "checks" in there.get("/readyz", headers={"Authorization": "Bearer a-token-of-the-operator"}).json()


def test_the_database_is_asked_once_however_many_ask() -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for _time in range(5):
            Client(REMOTE_ADDR="192.0.2.1").get("/readyz")
    assert len(asked) == 2
    assert not any("TEMP" in query["sql"].upper() for query in asked)


def test_what_is_found_is_found_out_anew_after_a_while() -> None:
    readiness = health.Readiness(seconds=0.2)
    with CaptureQueriesContext(connection) as asked:
        readiness.checks()
        time.sleep(0.3)
        readiness.checks()
    assert len(asked) == 4


def test_a_database_that_takes_no_writes_is_not_ready() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL transaction_read_only = on")
    assert health.Readiness().checks()["database"] != "ok"
