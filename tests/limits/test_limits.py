"""Limits hold across processes and connections, and say when it goes on."""

import threading
from typing import Any

import pytest
from django.db import connection

from moondesk.kit.errors import TooMany
from moondesk.limits.actions import Limit, Step, count, first_over, hit, sweep
from moondesk.limits.models import Window

LIMIT = Limit("test", 3, 60)


def test_one_more_than_the_limit_is_too_many(db: None) -> None:
    assert [hit(LIMIT, "a").remaining for _ in range(3)] == [2, 1, 0]
    with pytest.raises(TooMany) as caught:
        hit(LIMIT, "a")
    assert 1 <= caught.value.extra["retry_after"] <= 60
    assert caught.value.status == 429


def test_keys_and_limits_do_not_share(db: None) -> None:
    for _ in range(3):
        hit(LIMIT, "a", "b")
    assert hit(LIMIT, "ab").remaining == 2
    assert hit(LIMIT, "b", "a").remaining == 2
    assert hit(Limit("other", 3, 60), "a", "b").remaining == 2


def test_no_address_is_kept(db: None) -> None:
    hit(LIMIT, "carla@customer.test", "203.0.113.9")
    key = Window.objects.get().key
    assert len(key) == 64
    assert "carla" not in key


@pytest.mark.django_db(transaction=True)
def test_connections_count_together(superuser: Any) -> None:
    standings: list[Any] = []

    def many() -> None:
        standings.extend(count(Limit("together", 50, 60), "x") for _ in range(20))
        connection.close()

    threads = [threading.Thread(target=many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(not standing.over for standing in standings) == 50
    assert len(standings) == 80


@pytest.mark.django_db(transaction=True)
def test_a_period_that_is_over_starts_anew(superuser: Any) -> None:
    for _ in range(4):
        count(LIMIT, "a")
    superuser.execute("UPDATE limits_window SET ends_at = now() - interval '1 second'")
    assert hit(LIMIT, "a").remaining == 2


@pytest.mark.django_db(transaction=True)
def test_old_counts_are_swept(superuser: Any) -> None:
    count(LIMIT, "old")
    count(LIMIT, "new")
    superuser.execute(
        "UPDATE limits_window SET ends_at = now() - interval '2 hours' WHERE key = (SELECT min(key) FROM limits_window)"
    )
    assert sweep() == 1
    assert Window.objects.count() == 1


def test_what_is_over_one_limit_uses_up_none_of_the_next(db: None) -> None:
    own, shared = Limit("own", 2, 60), Limit("shared", 3, 60)
    found = [first_over(Step(own, ("a",)), Step(shared, ("all",))) for _ in range(5)]
    assert found == [None, None, 0, 0, 0]
    assert count(shared, "all").remaining == 0, "two of the five were counted, and this one"
    assert first_over(Step(own, ("b",)), Step(shared, ("all",))) == 1
    assert first_over() is None


def test_one_step_may_count_much(db: None) -> None:
    size = Limit("size", 100, 60)
    assert [first_over(Step(size, ("all",), 60)) for _ in range(2)] == [None, 0]
