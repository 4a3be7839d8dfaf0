"""The same POST twice, and two changes at once: real transactions, real threads."""

import datetime
import json
import threading
from collections.abc import Callable

import pytest
from django.db import connection

from moondesk.api.jobs import forget_old_keys
from moondesk.api.models import IdempotencyKey
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.tickets.models import Ticket
from tests.api.conftest import Program, is_problem, new_ticket
from tests.harness.people import make_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None):  # type: ignore[no-untyped-def]
    return make_cast()


def _count(cast) -> int:  # type: ignore[no-untyped-def]
    with tenancy.organization(cast.acme.pk):
        return Ticket.objects.count()


def _at_once(*works: Callable[[], object]) -> list[object]:
    start = threading.Barrier(len(works))
    results: list[object] = [None] * len(works)

    def run(position: int) -> None:
        try:
            start.wait(60)
            results[position] = works[position]()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(position,)) for position in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def test_twice_in_a_row_is_once(agent: Program, cast) -> None:  # type: ignore[no-untyped-def]
    first = agent.post("/tickets", new_ticket(), Idempotency_Key="k-1")
    second = agent.post("/tickets", new_ticket(), Idempotency_Key="k-1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert (second["ETag"], second["Location"]) == (first["ETag"], first["Location"])
    assert _count(cast) == 3


def test_parallel_is_once(agent: Program, cast) -> None:  # type: ignore[no-untyped-def]
    works = [lambda: Program(agent.token).post("/tickets", new_ticket(), Idempotency_Key="k-2") for _time in range(4)]
    answers = _at_once(*works)
    assert [one.status_code for one in answers] == [201] * 4  # type: ignore[attr-defined]
    assert len({one.content for one in answers}) == 1  # type: ignore[attr-defined]
    assert _count(cast) == 3


def test_another_body_or_address_is_refused(agent: Program, cast) -> None:  # type: ignore[no-untyped-def]
    agent.post("/tickets", new_ticket(), Idempotency_Key="k-3")
    changed = agent.post("/tickets", new_ticket(subject="Other"), Idempotency_Key="k-3")
    is_problem(changed, 422, "idempotency_mismatch")
    is_problem(agent.post("/contacts", {"name": "x"}, Idempotency_Key="k-3"), 422, "idempotency_mismatch")
    assert _count(cast) == 3


def test_a_key_is_its_owners(agent: Program, programs, cast) -> None:  # type: ignore[no-untyped-def]
    agent.post("/tickets", new_ticket(), Idempotency_Key="k-4")
    assert "Idempotency-Replayed" not in programs("owner").post("/tickets", new_ticket(), Idempotency_Key="k-4")
    assert _count(cast) == 4


def test_a_failure_leaves_nothing(agent: Program, cast) -> None:  # type: ignore[no-untyped-def]
    is_problem(agent.post("/tickets", new_ticket(category="none"), Idempotency_Key="k-5"), 422, "invalid")
    assert agent.post("/tickets", new_ticket(), Idempotency_Key="k-5").status_code == 201


def test_after_a_day_the_key_is_new(agent: Program, cast) -> None:  # type: ignore[no-untyped-def]
    agent.post("/tickets", new_ticket(), Idempotency_Key="k-6")
    with tenancy.organization(cast.acme.pk):
        IdempotencyKey.objects.update(expires_at=now() - datetime.timedelta(hours=1))
    again = agent.post("/tickets", new_ticket(subject="Another"), Idempotency_Key="k-6")
    assert again.status_code == 201
    assert "Idempotency-Replayed" not in again
    assert _count(cast) == 4


def test_old_keys_are_forgotten(agent: Program, cast) -> None:  # type: ignore[no-untyped-def]
    agent.post("/tickets", new_ticket(), Idempotency_Key="k-7")
    agent.post("/tickets", new_ticket(), Idempotency_Key="k-8")
    with tenancy.organization(cast.acme.pk):
        IdempotencyKey.objects.filter(key="k-7").update(expires_at=now())
    forget_old_keys()
    with tenancy.organization(cast.acme.pk):
        assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["k-8"]


@pytest.mark.parametrize("key", ["", "x" * 256, "a b", "ñ"])
def test_a_key_that_does_not_fit(agent: Program, cast, key: str) -> None:  # type: ignore[no-untyped-def]
    is_problem(agent.post("/tickets", new_ticket(), Idempotency_Key=key), 422, "invalid_header")


def test_two_changes_at_once_one_is_told(agent: Program, programs, cast) -> None:  # type: ignore[no-untyped-def]
    address = f"/tickets/TKT-{cast.ticket.number}"
    etag = agent.get(address)["ETag"]
    other = programs("owner").token
    answers = _at_once(
        lambda: Program(agent.token).patch(address, {"subject": "One"}, If_Match=etag),
        lambda: Program(other).patch(address, {"subject": "Two"}, If_Match=etag),
    )
    by_status = {one.status_code: json.loads(one.content) for one in answers}  # type: ignore[attr-defined]
    assert set(by_status) == {200, 412}
    assert json.loads(agent.get(address).content)["subject"] == by_status[200]["subject"]
    assert by_status[412]["changes"][0]["data"]["new"] == by_status[200]["subject"]


def test_two_answers_at_once_one_is_told(agent: Program, programs, cast) -> None:  # type: ignore[no-untyped-def]
    address = f"/tickets/TKT-{cast.ticket.number}"
    etag, other = agent.get(address)["ETag"], programs("owner").token
    answers = _at_once(
        lambda: Program(agent.token).post(f"{address}/messages", {"body": "One"}, If_Match=etag),
        lambda: Program(other).post(f"{address}/messages", {"body": "Two"}, If_Match=etag),
    )
    by_status = {one.status_code: json.loads(one.content) for one in answers}  # type: ignore[attr-defined]
    assert set(by_status) == {201, 412}
    assert by_status[412]["code"] == "ticket_changed"
    said = [one["body"] for one in json.loads(agent.get(f"{address}/messages").content)["items"]]
    assert said.count(by_status[201]["body"]) == 1
    assert len(said) == 2


def test_numbers_are_unique_when_many_create_at_once(agent: Program, cast) -> None:  # type: ignore[no-untyped-def]
    def create() -> list[str]:
        return [json.loads(Program(agent.token).post("/tickets", new_ticket()).content)["number"] for _ in range(10)]

    numbers = [number for made in _at_once(*[create] * 4) for number in made]  # type: ignore[attr-defined]
    assert len(set(numbers)) == 40
    assert _count(cast) == 42
