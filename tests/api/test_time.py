"""Time through the API: timers, entries with their version, filters, sums, the table, the numbers of a ticket."""

import csv
import datetime
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from moondesk.kit import tenancy
from tests.api.conftest import Program, is_problem
from tests.harness.people import Cast
from tests.timekeeping.making import make_time_entry

START = datetime.datetime(2026, 11, 2, 9, 0, tzinfo=datetime.UTC)


def read(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.content
    return json.loads(answer.content) if answer.content else None


def started(agent: Program, cast: Cast) -> str:
    return str(read(agent.post("/time/timers", {"ticket": cast.ticket.number}), 201)["id"])


def test_a_timer_from_start_to_entry(agent: Program, cast: Cast) -> None:
    timer = started(agent, cast)
    [own] = read(agent.get("/time/timers"))["items"]
    assert (own["id"], own["ticket"]["number"]) == (timer, f"TKT-{cast.ticket.number}")
    assert own["running_since"]
    is_problem(agent.post("/time/timers", {"ticket": cast.ticket.number}), 409, "timer_running")
    assert read(agent.post(f"/time/timers/{timer}/pause"))["running_since"] is None
    is_problem(agent.post(f"/time/timers/{timer}/pause"), 409, "timer_paused")
    answer = agent.post(f"/time/timers/{timer}/stop", {"note": "Called the airline", "billable": False})
    entry = read(answer, 201)
    assert (entry["minutes"], entry["note"], entry["billable"], entry["from_timer"]) == (
        1, "Called the airline", False, True,
    )  # fmt: skip
    assert answer["Location"] == f"/api/v1/time/entries/{entry['id']}"
    is_problem(agent.post(f"/time/timers/{timer}/stop", {}), 404, "timer_not_found")


def test_starting_another_names_the_one_that_was_paused(owner: Program, cast: Cast) -> None:
    first = started(owner, cast)
    second = read(owner.post("/time/timers", {"ticket": cast.other_ticket.number}), 201)
    assert second["paused"] == first


def test_a_forgotten_timer_wants_minutes(agent: Program, cast: Cast) -> None:
    with time_machine.travel(datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=30)):
        timer = started(agent, cast)
    found = is_problem(agent.post(f"/time/timers/{timer}/stop", {}), 409, "timer_forgotten")
    assert found["minutes"] >= 30 * 60
    assert read(agent.post(f"/time/timers/{timer}/stop", {"minutes": 20}), 201)["minutes"] == 20


def test_a_discarded_timer_can_be_reverted(agent: Program, cast: Cast) -> None:
    timer = started(agent, cast)
    assert agent.delete(f"/time/timers/{timer}").status_code == 204
    assert read(agent.get("/time/timers"))["items"] == []
    events = read(agent.get(f"/tickets/{cast.ticket.number}/events?sort=-created_at"))["items"]
    event = next(one for one in events if one["name"] == "time.timer_discarded")
    assert event["can_be_reverted"]
    read(agent.post(f"/tickets/{cast.ticket.number}/events/{event['id']}/reversion"))
    assert [one["id"] for one in read(agent.get("/time/timers"))["items"]] == [timer]


def test_an_entry_is_booked_changed_and_deleted(agent: Program, cast: Cast) -> None:
    answer = agent.post(
        "/time/entries", {"ticket": cast.ticket.number, "minutes": 25, "started_at": "2026-11-01T10:00:00+01:00"}
    )
    entry, etag = read(answer, 201), answer["ETag"]
    assert (entry["started_at"], entry["member"]["name"], entry["contact"]["name"]) == (
        "2026-11-01T09:00:00Z", "Ana Agent", "Carla Customer",
    )  # fmt: skip
    address = f"/time/entries/{entry['id']}"
    assert agent.get(address, If_None_Match=etag).status_code == 304
    changed = agent.patch(address, {"minutes": 40}, If_Match=etag)
    assert read(changed)["minutes"] == 40
    assert changed["ETag"] == '"2"'
    is_problem(agent.patch(address, {"minutes": 50}, If_Match=etag), 412, "stale_version")
    is_problem(agent.delete(address, If_Match=etag), 412, "stale_version")
    assert agent.delete(address, If_Match='"2"').status_code == 204
    is_problem(agent.get(address), 404, "time_entry_not_found")


def test_others_time_needs_the_permission(programs: Callable[..., Program], cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        entry = make_time_entry(cast.ticket, by=cast.agent.actor)
        other = make_time_entry(cast.other_ticket, by=cast.owner.actor)
        agent_id, owner_id = str(cast.agent.actor.member_id), str(cast.owner.actor.member_id)
    owner, agent = programs("owner"), programs("agent")
    assert read(owner.patch(f"/time/entries/{entry.pk}", {"minutes": 5}))["minutes"] == 5
    is_problem(programs("other_agent").patch(f"/time/entries/{entry.pk}", {"minutes": 5}), 404, "time_entry_not_found")
    is_problem(agent.get(f"/time/entries/{other.pk}"), 404, "time_entry_not_found")
    wanted = {"ticket": cast.ticket.number, "minutes": 5}
    is_problem(agent.post("/time/entries", wanted | {"member": owner_id}), 403, "not_allowed")
    assert read(owner.post("/time/entries", wanted | {"member": agent_id}), 201)["member"]["id"] == agent_id
    for who in ("viewer", "employee"):
        is_problem(programs(who).post("/time/entries", wanted), 403, "not_allowed")
    is_problem(programs("employee").get("/time/entries"), 403, "not_allowed")
    is_problem(programs("agent", scopes=["tickets:ticket:view"]).get("/time/entries"), 403, "not_allowed")


def test_history_hides_time_from_tokens_that_may_not_see_it(programs: Callable[..., Program], cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        make_time_entry(cast.ticket, by=cast.agent.actor, note="secret")
    address = f"/tickets/{cast.ticket.number}/events"
    assert "time.entry_added" in programs("agent").get(address).content.decode()
    narrow = programs("agent", scopes=["tickets:ticket:view", "web:desk:open"]).get(address).content.decode()
    assert "time." not in narrow
    assert "secret" not in narrow


@pytest.fixture
def booked(cast: Cast) -> Cast:
    with tenancy.organization(cast.acme.pk):
        for number in range(5):
            make_time_entry(
                cast.ticket, 10 + number, by=cast.agent.actor, note=f"=note {number}", billable=number > 0,
                started_at=START + datetime.timedelta(hours=number),
            )  # fmt: skip
        make_time_entry(cast.other_ticket, 7, by=cast.owner.actor, started_at=START)
    return cast


def test_lists_filter_and_go_on(owner: Program, booked: Cast) -> None:
    found, cursor = [], ""
    while True:
        page = read(owner.get(f"/time/entries?limit=2{cursor}"))
        found += page["items"]
        if not page["next"]:
            break
        cursor = f"&cursor={page['next']}"
    assert [one["minutes"] for one in found] == [14, 13, 12, 11, 7, 10]

    def minutes(query: str) -> list[int]:
        return sorted(one["minutes"] for one in read(owner.get(f"/time/entries?{query}"))["items"])

    assert minutes("member=me") == [7]
    assert minutes("billable=false") == [10]
    assert minutes(f"ticket={booked.other_ticket.number}") == [7]
    assert minutes("from=2026-11-02T12:00:00Z&to=2026-11-02T13:00:00Z") == [13]
    assert minutes("from=2026-11-02T13:00:00%2B01:00") == [13, 14]
    assert minutes(f"company={booked.acme.pk}") == []


@pytest.mark.parametrize(
    "query",
    ["member=x", "billable=perhaps", "from=yesterday", "from=2026-11-02", "to=0001-01-01T00:00:00%2B14:00", "contact=1",
     "sort=minutes", "limit=0", "cursor=x", "surprise=1"],
)  # fmt: skip
def test_filters_that_do_not_fit(owner: Program, booked: Cast, query: str) -> None:
    answer = owner.get(f"/time/entries?{query}")
    assert answer.status_code == 422, answer.content
    assert query.split("=", maxsplit=1)[0] in json.loads(answer.content)["fields"]


def test_sums_and_groups(owner: Program, agent: Program, booked: Cast) -> None:
    assert read(owner.get("/time/sums")) == {"minutes": 67, "billable_minutes": 57, "entries": 6}
    assert read(agent.get("/time/sums"))["minutes"] == 60, "only tickets that they see"
    groups = read(owner.get("/time/groups?group=ticket&limit=1"))
    [first] = groups["items"]
    assert (first["number"], first["minutes"]) == (f"TKT-{booked.ticket.number}", 60)
    [second] = read(owner.get(f"/time/groups?group=ticket&limit=1&cursor={groups['next']}"))["items"]
    assert second["minutes"] == 7
    [company] = read(owner.get("/time/groups?group=company"))["items"]
    assert company["key"] is None
    [day] = read(owner.get("/time/groups?group=day&zone=Europe/Madrid"))["items"]
    assert day["key"] == "2026-11-02"
    for query in ("group=colour", "zone=Nowhere", "cursor=x", "limit=101", "cursor=99999999999999999999.x"):
        is_problem(owner.get(f"/time/groups?{query}"), 422, "invalid_parameter")


def test_the_table(owner: Program, agent: Program, booked: Cast) -> None:
    answer = owner.get("/time/entries.csv", Accept_Language="es")
    text = answer.getvalue().decode()
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][:4] == ["Inicio", "Minutos", "Horas", "Facturable"]
    assert len(rows) == 7
    assert rows[1][10] == "'=note 4"
    assert agent.get("/time/entries.csv?bom=true").getvalue().startswith(b"\xef\xbb\xbf")
    assert len(agent.get("/time/entries.csv?billable=false").getvalue().splitlines()) == 2


def test_the_numbers_of_a_ticket(agent: Program, cast: Cast) -> None:
    found = read(agent.get(f"/tickets/{cast.ticket.number}/metrics"))
    assert found["first_response"] is None
    assert found["messages"] == {"from_customer": 1, "replies": 0, "notes": 0}
    assert found["reopenings"] == 0
    assert found["waiting_on_us"] == found["age"]
    is_problem(agent.get(f"/tickets/{cast.other_ticket.number}/metrics"), 404, "ticket_not_found")
