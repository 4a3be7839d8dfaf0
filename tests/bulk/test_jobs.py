"""Changes of many tickets as the worker makes them: some at a time, few at once."""

from collections.abc import Callable

import pytest
from django.db import connection

from moondesk.bulk import jobs
from moondesk.bulk.actions import working
from moondesk.bulk.models import BulkChange
from moondesk.bulk.rules import Operation
from moondesk.kit import tenancy
from tests.bulk.doing import begin, tickets_in
from tests.harness.people import Cast

NAME = "moondesk.bulk.jobs.run_bulk"


@pytest.mark.django_db(transaction=True)
def test_a_long_change_lets_others_pass_and_goes_on(
    cast: Cast, run_jobs: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "BATCH", 1)
    monkeypatch.setattr(jobs, "_SLICE", 1.0)
    monkeypatch.setattr(jobs, "time", _Clock())
    with tenancy.organization(cast.acme.pk):
        begin(cast.agent, Operation.ADD_TAGS, tickets_in(cast, 3), tags=["vip"])
    run_jobs()
    with tenancy.organization(cast.acme.pk):
        change = BulkChange.objects.get()
        assert (change.state, change.changed) == ("done", 3)
    with connection.cursor() as cursor:
        cursor.execute("SELECT lock FROM procrastinate_jobs WHERE task_name = %s", [NAME])
        locks = [row[0] for row in cursor.fetchall()]
    assert len(locks) >= 3
    assert set(locks) <= {f"{NAME}:{lane}" for lane in range(2)}


class _Clock:
    """A clock by which every second batch is late."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        self.now += 0.75
        return self.now
