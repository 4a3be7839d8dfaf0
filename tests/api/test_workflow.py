"""The workflow through the API: statuses, transitions, times, and what they keep a program from doing."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.organizations.actions import change_role
from moondesk.tickets.actions.retiring import move_batch
from moondesk.tickets.models import StatusMove
from moondesk.tickets.schemas import StatusOut, TicketDetail, TransitionOut
from tests.api.conftest import Program, is_problem
from tests.factories_lasting import make_custom_role
from tests.harness.people import Cast

NEW = {
    "stage": "waiting",
    "labels": {"en": "With the airline", "es": "Con la aerolínea"},
    "colour": "teal",
    "waits_for": "someone_else",
}


def read(response: Any, status: int = 200) -> Any:
    assert response.status_code == status, response.content
    return json.loads(response.content)


def number(cast: Cast) -> str:
    return f"/tickets/TKT-{cast.ticket.number}"


def limit(owner: Program, old: str, new: str, roles: list[str] | None) -> list[dict[str, Any]]:
    return list(read(owner.put("/transitions", {"transitions": [{"from": old, "to": new, "roles": roles}]}))["items"])


def test_a_status_is_added_read_and_used(owner: Program, agent: Program, cast: Cast) -> None:
    response = owner.post("/statuses", NEW)
    made = StatusOut.model_validate(read(response, 201))
    assert (made.key, made.colour, made.waits_for, made.retired) == ("with_the_airline", "teal", "someone_else", False)
    assert response["Location"] == "/api/v1/statuses/with_the_airline"
    keys = [one["key"] for one in read(agent.get("/statuses"))["items"]]
    assert keys == ["open", "in_progress", "pending", "on_hold", "with_the_airline", "resolved", "closed"]
    assert read(agent.patch(number(cast), {"status": made.key}))["status"]["label"] == "With the airline"


def test_what_can_follow_is_with_a_ticket_and_costs_no_statement(owner: Program, agent: Program, cast: Cast) -> None:
    limit(owner, "open", "closed", [])
    limit(owner, "open", "resolved", ["owner"])
    for program, following in (
        (agent, ["in_progress", "pending", "on_hold"]),
        (owner, ["in_progress", "pending", "on_hold", "resolved"]),
    ):
        found = TicketDetail.model_validate(read(program.get(number(cast))))
        assert found.next_statuses == following
    agent.get(number(cast))
    with CaptureQueriesContext(connection) as asked:
        agent.get(number(cast))
    assert sum("tickets_transition" in one["sql"] for one in asked) == 1
    assert len([one for one in asked if "tickets_" in one["sql"]]) == 1


def test_a_role_of_ones_own_moves_tickets_like_the_one_it_stands_on(owner: Program, agent: Program, cast: Cast) -> None:
    limit(owner, "open", "resolved", ["department_manager"])
    assert "resolved" not in read(agent.get(number(cast)))["next_statuses"]
    with tenancy.organization(cast.acme.pk):
        role = make_custom_role(inherits="department_manager")
        change_role(cast.agent.member, role.key, by=cast.owner.actor)  # type: ignore[arg-type]
    assert "resolved" in read(agent.get(number(cast)))["next_statuses"]
    assert read(agent.patch(number(cast), {"status": "resolved"}))["status"]["key"] == "resolved"


def test_who_may_not_change_tickets_is_offered_nothing(programs: Any, cast: Cast) -> None:
    assert read(programs("viewer").get(number(cast)))["next_statuses"] == []


def test_a_move_that_is_closed_is_refused_with_those_that_are_open(owner: Program, agent: Program, cast: Cast) -> None:
    limit(owner, "open", "closed", [])
    problem = is_problem(agent.patch(number(cast), {"status": "closed"}), 409, "transition_refused")
    assert problem["allowed"] == ["in_progress", "pending", "on_hold", "resolved"]
    assert read(agent.get(number(cast)))["status"]["key"] == "open"
    limit(owner, "open", "closed", None)
    assert read(agent.patch(number(cast), {"status": "closed"}))["status"]["key"] == "closed"


def test_resolving_and_reopening_ask_the_workflow_too(owner: Program, agent: Program, cast: Cast) -> None:
    limit(owner, "open", "resolved", ["owner"])
    is_problem(agent.post(f"{number(cast)}/resolution"), 409, "transition_refused")
    assert read(owner.post(f"{number(cast)}/resolution"))["status"]["key"] == "resolved"
    limit(owner, "resolved", "open", ["owner"])
    is_problem(agent.delete(f"{number(cast)}/resolution"), 409, "transition_refused")


def test_a_note_that_is_needed_comes_with_the_change(owner: Program, agent: Program, cast: Cast) -> None:
    read(owner.patch("/statuses/resolved", {"needs_note": True}))
    problem = is_problem(agent.patch(number(cast), {"status": "resolved"}), 422, "note_required")
    assert set(problem["fields"]) == {"note"}
    is_problem(agent.post(f"{number(cast)}/resolution"), 422, "note_required")
    done = read(agent.post(f"{number(cast)}/resolution", {"note": "The airline paid."}))
    assert (done["status"]["key"], done["message_count"]) == ("resolved", 2)


def test_a_change_is_one_that_was_seen(owner: Program, agent: Program) -> None:
    etag = owner.get("/statuses/pending")["ETag"]
    changed = read(owner.patch("/statuses/pending", {"labels": {"en": "Held up"}}, If_Match=etag))
    assert changed["labels"] == {"en": "Held up"}
    is_problem(owner.patch("/statuses/pending", {"colour": "red"}, If_Match=etag), 412, "stale_version")
    is_problem(agent.patch("/statuses/pending", {"colour": "red"}), 403, "not_allowed")


def test_order_default_and_colour(owner: Program) -> None:
    read(owner.post("/statuses", NEW), 201)
    moved = read(owner.patch("/statuses/with_the_airline", {"position": 0, "is_default": True, "colour": None}))
    assert (moved["is_default"], moved["colour"]) == (True, "violet")
    waiting = [one for one in read(owner.get("/statuses"))["items"] if one["stage"] == "waiting"]
    assert [(one["key"], one["is_default"]) for one in waiting] == [
        ("with_the_airline", True),
        ("pending", False),
        ("on_hold", False),
    ]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"stage": "closed"}, 409, "stage_fixed"),
        ({"labels": {}}, 422, "invalid_workflow"),
        ({"labels": {"en": "Open"}}, 422, "invalid_workflow"),
        ({"waits_for": None}, 422, "invalid_workflow"),
        ({"is_default": False}, 422, "invalid_workflow"),
        ({"colour": "#f00"}, 422, "invalid"),
        ({"key": "other"}, 422, "unknown_field"),
    ],
)
def test_what_does_not_fit_is_refused(owner: Program, changes: dict[str, Any], status: int, code: str) -> None:
    is_problem(owner.patch("/statuses/pending", changes), status, code)


def test_nothing_that_is_not_there(owner: Program) -> None:
    is_problem(owner.get("/statuses/nonsense"), 404, "status_not_found")
    is_problem(owner.patch("/statuses/nonsense", {"colour": "red"}), 404, "status_not_found")
    is_problem(owner.get("/statuses/open/retirement"), 404, "status_not_found")
    move = {"from": "open", "to": "nonsense", "roles": []}
    is_problem(owner.put("/transitions", {"transitions": [move]}), 422, "invalid_workflow")
    is_problem(owner.delete("/workflow/change"), 409, "nothing_to_undo")


def test_a_status_is_retired_followed_and_brought_back(owner: Program, agent: Program, cast: Cast) -> None:
    read(agent.patch(number(cast), {"status": "on_hold"}))
    is_problem(owner.post("/statuses/pending/retirement", {"to": "on_hold"}), 409, "status_in_use")
    begun = read(owner.post("/statuses/on_hold/retirement", {"to": "pending"}), 202)
    assert (begun["to"], begun["total"], begun["moved"], begun["finished_at"]) == ("pending", 1, 0, None)
    with tenancy.organization(cast.acme.pk):
        move_batch(StatusMove.objects.get().pk)
    assert read(agent.get("/statuses/on_hold/retirement"))["moved"] == 1
    assert "on_hold" not in {one["key"] for one in read(agent.get("/statuses"))["items"]}
    assert "on_hold" in {one["key"] for one in read(agent.get("/statuses?retired=true"))["items"]}
    found = read(agent.get(number(cast)))
    assert (found["status"]["key"], "on_hold" in found["next_statuses"]) == ("pending", False)
    assert read(owner.delete("/statuses/on_hold/retirement"))["retired"] is False
    is_problem(owner.delete("/statuses/on_hold/retirement"), 404, "status_not_found")


def test_all_transitions_are_listed_and_undone(owner: Program, agent: Program) -> None:
    limit(owner, "closed", "open", ["department_manager"])
    items = read(agent.get("/transitions"))["items"]
    assert len([TransitionOut.model_validate(one) for one in items]) == 30
    limits = [one for one in items if one["roles"] is not None]
    assert limits == [{"from": "closed", "to": "open", "roles": ["department_manager"]}]
    read(owner.delete("/workflow/change"))
    assert all(one["roles"] is None for one in read(agent.get("/transitions"))["items"])


def test_times_of_all_and_of_one_department(owner: Program, agent: Program, cast: Cast) -> None:
    own = {"department": str(cast.flights.pk), "reopen_days": 30}
    found = read(owner.patch("/workflow/times", {"close_days": 5, "departments": [own]}))
    assert (found["reopen_days"], found["close_days"]) == (14, 5)
    assert {one["department"]: (one["reopen_days"], one["close_days"]) for one in found["departments"]} == {
        str(cast.flights.pk): (30, None),
        str(cast.hotels.pk): (None, None),
    }
    with tenancy.organization(cast.acme.pk):
        told = Event.objects.filter(name="workflow.changed").latest("id")
    assert told.data["before"]["times"][""] == {"reopen_days": 14, "close_days": 7}
    read(owner.delete("/workflow/change"))
    assert read(agent.get("/workflow/times"))["close_days"] == 7
    is_problem(owner.patch("/workflow/times", {"close_days": 366}), 422, "invalid")
    is_problem(agent.patch("/workflow/times", {"close_days": 3}), 403, "not_allowed")
