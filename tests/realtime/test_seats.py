"""How many streams one person may have: counted in the database, so that several processes count together."""

import json
import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from moondesk.limits.models import Seat
from moondesk.limits.seats import give_back_all, sweep_seats, take_seat
from tests.harness.people import Person
from tests.harness.running import Desk, wait_until
from tests.realtime.ear import Ear, listen

pytestmark = pytest.mark.django_db(transaction=True)

ACME = "?organization=acme"
MOST = 20


@pytest.fixture
def cookies(client_of: Callable[[Person | None], Any]) -> Callable[[Person], dict[str, str]]:
    def make(person: Person) -> dict[str, str]:
        session = client_of(person).cookies[settings.SESSION_COOKIE_NAME].value
        return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"}

    return make


def _refused(desk: Desk, headers: dict[str, str]) -> Ear:
    with listen(desk.server, ACME, **headers) as ear:
        wait_until(lambda: ear.ended, "the refusal")
    return ear


def test_streams_of_a_person_are_counted_with_those_of_other_processes(desk: Desk, cookies: Any) -> None:
    ana, elsewhere = cookies(desk.cast.agent), uuid.uuid4()
    for _ in range(MOST - 1):
        assert take_seat("streams", str(desk.cast.agent.user.pk), most=MOST, seconds=60, holder=elsewhere)
    with listen(desk.server, ACME, **ana) as first:
        wait_until(lambda: first.status == 200, "the one that is left")
        many = [_refused(desk, ana) for _ in range(30)]
        assert {one.status for one in many} == {429}
        assert json.loads(many[0].text)["code"] == "too_many_streams"
        assert many[0].headers["retry-after"] == "30"
        assert "Close some" in many[0].text
        with listen(desk.server, ACME, **cookies(desk.cast.owner)) as olivia:
            wait_until(lambda: olivia.status == 200, "others are not kept out")
    wait_until(lambda: Seat.objects.exclude(holder=elsewhere).count() == 0, "who left has given the place back")
    give_back_all(elsewhere)
    assert Seat.objects.count() == 0


def test_who_comes_in_the_same_moment_gets_no_more_than_there_is() -> None:
    got: list[uuid.UUID | None] = []

    def take() -> None:
        got.extend([take_seat("test", "one", most=7, seconds=60, holder=uuid.uuid4()) for _ in range(5)])
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert len([one for one in got if one]) == 7
    assert take_seat("test", "another", most=7, seconds=60, holder=uuid.uuid4())


def test_places_of_a_killed_process_are_free_after_their_time() -> None:
    assert take_seat("test", "one", most=1, seconds=-1, holder=uuid.uuid4())
    assert take_seat("test", "one", most=1, seconds=60, holder=uuid.uuid4())
    sweep_seats()
    assert Seat.objects.count() == 1
