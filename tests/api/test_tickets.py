"""Tickets through the API: state, events, and what may not be done."""

import json

import pytest

from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.kit.ids import new_id
from moondesk.tickets.models import Ticket
from moondesk.tickets.schemas import TicketDetail, TicketOut
from tests.api.conftest import Program, is_problem, new_ticket
from tests.harness.people import Cast


def _number(ticket: Ticket) -> str:
    return f"TKT-{ticket.number}"


def _json(response) -> dict:  # type: ignore[no-untyped-def, type-arg]
    assert response.status_code < 400, response.content
    return json.loads(response.content)  # type: ignore[no-any-return]


def test_create_opens_a_ticket_with_its_first_message(agent: Program, cast: Cast) -> None:
    response = agent.post("/tickets", new_ticket(priority="urgent", tags=[" VIP ", "vip"], category="billing"))
    assert response.status_code == 201
    made = TicketDetail.model_validate_json(response.content)
    assert response["Location"] == f"/api/v1/tickets/{made.number}"
    assert response["ETag"] == f'"{made.version}"'
    assert (made.priority, made.tags, made.channel, made.message_count) == ("urgent", ["vip"], "api", 1)
    assert made.category is not None
    assert made.category.key == "billing"
    with tenancy.organization(cast.acme.pk):
        events = list(Event.objects.filter(subject_id=made.id).order_by("id").values_list("name", "door"))
    assert events == [("ticket.opened", "api"), ("message.from_customer", "api")]


def test_the_document_is_the_same_in_list_and_page(agent: Program, cast: Cast) -> None:
    listed = _json(agent.get("/tickets"))["items"]
    assert [one["number"] for one in listed] == [_number(cast.ticket)]
    found = _json(agent.get(f"/tickets/{_number(cast.ticket)}"))
    assert found.pop("next_statuses") == ["in_progress", "pending", "on_hold", "resolved", "closed"]
    assert found == listed[0]
    TicketOut.model_validate(listed[0])


@pytest.mark.parametrize("write", [str.lower, lambda number: number.removeprefix("TKT-"), str.upper])
def test_a_number_is_taken_in_any_form(agent: Program, cast: Cast, write) -> None:  # type: ignore[no-untyped-def]
    assert agent.get(f"/tickets/{write(_number(cast.ticket))}").status_code == 200


def test_patch_changes_what_is_sent_and_tells_of_it(agent: Program, cast: Cast) -> None:
    number = _number(cast.ticket)
    before = _json(agent.get(f"/tickets/{number}"))
    changes = {"subject": "Rebooked", "priority": "high", "status": "pending", "tags": ["b", "a"], "category": "bug",
               "type": "incident", "assignee": "me", "department": str(cast.hotels.pk)}  # fmt: skip
    after = _json(agent.patch(f"/tickets/{number}", changes))
    assert after["subject"] == "Rebooked"
    assert (after["priority"], after["status"]["key"], after["status"]["stage"]) == ("high", "pending", "waiting")
    assert (after["tags"], after["type"], after["category"]["key"]) == (["b", "a"], "incident", "bug")
    assert after["assignee"]["id"] == str(cast.agent.member.pk)  # type: ignore[union-attr]
    assert after["department"]["name"] == "Hotels"
    assert after["version"] > before["version"]
    with tenancy.organization(cast.acme.pk):
        names = set(Event.objects.filter(subject_id=cast.ticket.pk).values_list("name", flat=True))
    assert {"ticket.priority_changed", "ticket.department_changed", "ticket.tags_changed"} <= names
    cleared = _json(agent.patch(f"/tickets/{number}", {"assignee": None, "category": None}))
    assert cleared["assignee"] is None
    assert cleared["category"] is None


def test_resolve_and_reopen(agent: Program, cast: Cast) -> None:
    address = f"/tickets/{_number(cast.ticket)}/resolution"
    done = _json(agent.post(address))
    assert done["status"]["stage"] == "resolved"
    assert done["resolved_at"]
    again = _json(agent.delete(address))
    assert again["status"]["stage"] == "open"
    assert again["resolved_at"] is None
    assert _json(agent.delete(address))["version"] == again["version"]


def test_assign_and_give_back(agent: Program, cast: Cast) -> None:
    address = f"/tickets/{_number(cast.ticket)}/assignment"
    mine = _json(agent.put(address, {"member": "me"}))
    assert mine["assignee"]["name"] == "Ana Agent"
    assert mine["status"]["stage"] == "in_progress"
    other = _json(agent.put(address, {"member": str(cast.owner.member.pk)}))  # type: ignore[union-attr]
    assert other["assignee"]["name"] == "Olivia Owner"
    assert _json(agent.delete(address))["assignee"] is None
    viewer = cast.viewer.member
    found = is_problem(agent.put(address, {"member": str(viewer.pk)}), 422, "invalid_ticket")  # type: ignore[union-attr]
    assert "Vera Viewer" in found["detail"]


def test_a_stale_change_is_refused_and_says_what_changed(agent: Program, owner: Program, cast: Cast) -> None:
    address = f"/tickets/{_number(cast.ticket)}"
    etag = agent.get(address)["ETag"]
    assert owner.patch(address, {"priority": "urgent"}, If_Match=etag).status_code == 200
    found = is_problem(agent.patch(address, {"subject": "Mine"}, If_Match=etag), 412, "ticket_changed")
    assert found["changes"][0]["event"] == "ticket.priority_changed"
    assert found["changes"][0]["by"] == "Olivia Owner"
    fresh = agent.get(address)
    assert _json(fresh)["subject"] == "My flight was cancelled"
    assert fresh["ETag"] == f'"{found["version"]}"'
    assert agent.patch(address, {"subject": "Mine"}, If_Match=fresh["ETag"]).status_code == 200
    assert agent.patch(address, {"subject": "Whatever"}, If_Match="*").status_code == 200
    is_problem(agent.patch(address, {"subject": "x"}, If_Match="three"), 422, "invalid_header")


def test_not_modified(agent: Program, cast: Cast) -> None:
    address = f"/tickets/{_number(cast.ticket)}"
    etag = agent.get(address)["ETag"]
    same = agent.get(address, If_None_Match=f'W/{etag}, "x"')
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", etag)
    agent.patch(address, {"priority": "low"})
    assert agent.get(address, If_None_Match=etag).status_code == 200


@pytest.mark.parametrize("path", ["", "/messages", "/resolution", "/assignment"])
def test_what_one_may_not_see_is_not_there(agent: Program, cast: Cast, path: str) -> None:
    method = "GET" if path in ("", "/messages") else "DELETE"
    texts = {
        is_problem(agent.send(method, f"/tickets/{number}{path}"), 404, "ticket_not_found")["detail"]
        for number in (_number(cast.foreign_ticket), _number(cast.other_ticket), "TKT-ZZZZZZ", "x" * 90, "'--", "ñ")
    }
    assert len(texts) == 1


def test_foreign_ids_in_a_payload_are_like_none(agent: Program, cast: Cast) -> None:
    with tenancy.organization(cast.globex.pk):
        from tests import factories

        department = factories.make_department().pk
        contact = cast.foreign_ticket.requester_id
    member = cast.stranger.member.pk  # type: ignore[union-attr]
    address = f"/tickets/{_number(cast.ticket)}"
    for foreign, none in ((department, new_id()),):
        for one in (foreign, none):
            is_problem(agent.patch(address, {"department": str(one)}), 404, "reference_not_found")
            is_problem(agent.post("/tickets", new_ticket(department=str(one))), 404, "reference_not_found")
    for one in (member, new_id()):
        is_problem(agent.patch(address, {"assignee": str(one)}), 404, "reference_not_found")
        is_problem(agent.put(f"{address}/assignment", {"member": str(one)}), 404, "reference_not_found")
    for one in (contact, new_id()):
        found = agent.post("/tickets", new_ticket(requester={"id": str(one)}))
        assert "requester.id" in is_problem(found, 404, "reference_not_found")["fields"]
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.count() == 2


def test_mass_assignment_is_refused(agent: Program, cast: Cast) -> None:
    address = f"/tickets/{_number(cast.ticket)}"
    writable = {
        "subject",
        "status",
        "priority",
        "type",
        "category",
        "department",
        "assignee",
        "tags",
        "starts_at",
        "due_at",
    }
    columns = {field.name for field in Ticket._meta.get_fields()} | {
        "is_staff",
        "role",
        "bcc",
        "requester_id",
        "organisation",
    }
    for name in sorted(columns - writable):
        found = is_problem(agent.patch(address, {name: None}), 422, "unknown_field")
        assert name in found["fields"]
    for name in sorted(columns - writable - {"requester", "language", "channel"}):
        is_problem(agent.post("/tickets", new_ticket(**{name: 1})), 422, "unknown_field")


def test_messages_and_notes(agent: Program, owner: Program, cast: Cast) -> None:
    address = f"/tickets/{_number(cast.ticket)}/messages"
    reply = _json(agent.post(address, {"body": "We **help**."}))
    assert reply["kind"] == "reply"
    assert reply["html"] == "<p>We <strong>help</strong>.</p>\n"
    note = _json(agent.post(address, {"kind": "note", "body": "He is upset."}))
    assert (note["kind"], note["author"]["name"]) == ("note", "Ana Agent")
    listed = _json(owner.get(address))["items"]
    assert [one["id"] for one in listed][-2:] == [reply["id"], note["id"]]
    first = _json(owner.get(f"{address}?limit=1&sort=-created_at"))
    assert [one["id"] for one in first["items"]] == [note["id"]]
    after = _json(owner.get(f"{address}?limit=1&sort=-created_at&cursor={first['next']}"))
    assert [one["id"] for one in after["items"]] == [reply["id"]]


def test_a_token_without_the_scope_of_notes_does_not_see_them(agent: Program, programs, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    address = f"/tickets/{_number(cast.ticket)}/messages"
    agent.post(address, {"kind": "note", "body": "secret words"})
    narrow = programs("agent", scopes=["tickets:ticket:view"])
    assert b"secret words" not in narrow.get(address).content
    is_problem(narrow.post(address, {"kind": "note", "body": "x"}), 403, "not_allowed")
    is_problem(narrow.post(address, {"body": "x"}), 403, "not_allowed")
