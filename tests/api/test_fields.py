"""Custom fields through the API: definitions, forms, values, filters, and what the public API takes and shows."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from moondesk.fields.forms import Access, Item, Moment
from moondesk.fields.rules import Kind
from moondesk.fields.schemas import FieldOut
from moondesk.kit import tenancy
from moondesk.tickets.schemas import TicketDetail
from tests.api.conftest import Program, is_problem, new_ticket
from tests.fields import making
from tests.harness.people import Cast

SEAT = {
    "kind": "select",
    "labels": {"en": "Seat"},
    "options": [{"labels": {"en": "Aisle"}}, {"labels": {"en": "Window"}}],
}


def read(response: Any, status: int = 200) -> Any:
    assert response.status_code == status, response.content
    return json.loads(response.content)


@pytest.fixture
def seat(owner: Program) -> dict[str, Any]:
    return dict(read(owner.post("/fields", SEAT), 201))


@pytest.fixture
def number(cast: Cast) -> str:
    return f"/tickets/TKT-{cast.ticket.number}"


def test_a_field_is_added_read_changed_retired_and_brought_back(owner: Program, agent: Program) -> None:
    response = owner.post("/fields", SEAT)
    made = read(response, 201)
    FieldOut.model_validate(made)
    assert (made["key"], [one["key"] for one in made["options"]]) == ("seat", ["aisle", "window"])
    assert read(agent.get(response["Location"].removeprefix("/api/v1"))) == made
    changed = read(owner.patch("/fields/seat", {"labels": {"es": "Asiento"}, "options": [made["options"][1]]}))
    assert changed["labels"] == {"es": "Asiento"}
    assert [(one["key"], one["retired"]) for one in changed["options"]] == [("window", False), ("aisle", True)]
    assert read(owner.post("/fields/seat/retirement"))["retired_at"]
    assert read(agent.get("/fields"))["items"] == []
    assert len(read(agent.get("/fields?include=retired"))["items"]) == 1
    assert read(owner.delete("/fields/seat/retirement"))["retired_at"] is None
    is_problem(agent.get("/fields?include=all"), 422, "unknown_parameter")


def test_fields_are_moved(owner: Program) -> None:
    for name in ("a", "b", "c"):
        read(owner.post("/fields", {"kind": "text", "key": name, "labels": {"en": name}}), 201)
    read(owner.patch("/fields/c", {"position": 0}))
    assert [one["key"] for one in read(owner.get("/fields"))["items"]] == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"labels": {}}, "labels"),
        ({"labels": {"xx": "Seat"}}, "labels.xx"),
        ({"options": []}, "options"),
        ({"key": "se at"}, "key"),
        ({"kind": "text"}, "options"),
        ({"options": [{"labels": {"en": "A"}}, {"labels": {"en": "a"}}]}, "options.a_2"),
        ({"options": [{"labels": {"en": "A"}, "parent": "b"}]}, "options.a"),
    ],
)
def test_a_field_that_is_not_whole_is_refused(owner: Program, change: dict[str, Any], field: str) -> None:
    assert field in is_problem(owner.post("/fields", SEAT | change), 422, _code(change))["fields"]


def _code(change: dict[str, Any]) -> str:
    return "invalid" if "key" in change else "invalid_field"


def test_who_may_not_manage_fields_is_refused(agent: Program, owner: Program, seat: dict[str, Any]) -> None:
    for response in (
        agent.post("/fields", SEAT),
        agent.patch("/fields/seat", {"places": 1}),
        agent.post("/fields/seat/retirement"),
        agent.delete("/fields/seat/retirement"),
        agent.put("/forms", {"items": []}),
    ):
        assert is_problem(response, 403, "not_allowed")["permission"] == "tickets:field:manage"


def test_a_change_on_something_else_than_what_was_read_is_refused(owner: Program, seat: dict[str, Any]) -> None:
    etag = owner.get("/fields/seat")["ETag"]
    read(owner.patch("/fields/seat", {"labels": {"en": "Place"}}, If_Match=etag))
    is_problem(owner.patch("/fields/seat", {"labels": {"en": "Chair"}}, If_Match=etag), 412, "stale_version")


def test_values_are_set_with_a_new_ticket_changed_and_taken_away(agent: Program, seat: dict[str, Any]) -> None:
    made = read(agent.post("/tickets", new_ticket(fields={"seat": "aisle"})), 201)
    TicketDetail.model_validate(made)
    assert made["fields"] == {"seat": "aisle"}
    address = f"/tickets/{made['number']}"
    assert read(agent.patch(address, {"fields": {"seat": "window"}}))["fields"] == {"seat": "window"}
    assert read(agent.patch(address, {"subject": "Other"}))["fields"] == {"seat": "window"}
    assert read(agent.patch(address, {"fields": {"seat": None}}))["fields"] == {}


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"seat": "sofa"}, {"fields.seat": "unknown_option"}),
        ({"seat": 1, "meal": True}, {"fields.seat": "not_an_option", "fields.meal": "unknown_field"}),
        ({"seat": {"a": 1}}, {"fields.seat": "not_an_option"}),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(
    agent: Program, number: str, seat: dict[str, Any], values: dict[str, Any], codes: dict[str, str]
) -> None:
    version = read(agent.get(number))["version"]
    problem = is_problem(agent.patch(number, {"priority": "low", "fields": values}), 422, "invalid_field_value")
    assert problem["codes"] == codes
    assert set(problem["fields"]) == set(codes)
    assert read(agent.get(number))["version"] == version, "nothing half done"


def test_an_option_removed_meanwhile_is_refused(
    owner: Program, agent: Program, number: str, seat: dict[str, Any]
) -> None:
    read(owner.patch("/fields/seat", {"options": [seat["options"][1]]}))
    problem = is_problem(agent.patch(number, {"subject": "x", "fields": {"seat": "aisle"}}), 422, "invalid_field_value")
    assert problem["codes"] == {"fields.seat": "option_retired"}
    assert read(agent.get(number))["fields"] == {}


def test_what_resolving_needs_can_come_with_it(
    owner: Program, agent: Program, number: str, seat: dict[str, Any]
) -> None:
    read(owner.put("/forms", {"items": [{"field": "seat", "required": ["resolve"]}]}))
    for response in (
        agent.post(f"{number}/resolution"),
        agent.patch(number, {"status": "resolved"}),
        agent.patch(number, {"status": "closed"}),
    ):
        assert is_problem(response, 422, "fields_required")["required"] == ["seat"]
    resolved = read(agent.patch(number, {"status": "resolved", "fields": {"seat": "aisle"}}))
    assert (resolved["status"]["key"], resolved["fields"]) == ("resolved", {"seat": "aisle"})
    read(agent.delete(f"{number}/resolution"))
    read(agent.patch(number, {"fields": {"seat": None}}))
    assert read(agent.post(f"{number}/resolution", {"fields": {"seat": "window"}}))["fields"] == {"seat": "window"}


def test_what_creating_needs_is_asked(owner: Program, agent: Program, seat: dict[str, Any]) -> None:
    item = {"field": "seat", "required": ["creation"]}
    read(owner.put("/forms", {"category": "billing", "items": [item]}))
    read(agent.post("/tickets", new_ticket()), 201)
    problem = is_problem(agent.post("/tickets", new_ticket(category="billing")), 422, "fields_required")
    assert list(problem["fields"]) == ["fields.seat"]


def test_forms_are_written_read_and_taken_away(owner: Program, agent: Program, seat: dict[str, Any]) -> None:
    item = {"field": "seat", "required": ["creation", "resolve"], "customers": "see", "when": None}
    form = {"category": "billing", "type": "task", "items": [item]}
    assert read(owner.put("/forms", form))["items"] == [form]
    assert read(agent.get("/forms"))["items"] == [form]
    circle = {"items": [{"field": "seat", "when": {"field": "seat", "filled": True}}]}
    assert list(is_problem(owner.put("/forms", circle), 422, "invalid_field")["fields"]) == ["items.seat"]
    is_problem(owner.put("/forms", {"category": "nothing", "items": []}), 422, "invalid_field")
    assert read(owner.put("/forms", {"category": "billing", "type": "task", "items": None}))["items"] == []


def test_values_of_retired_fields_are_there_if_asked(
    owner: Program, agent: Program, number: str, seat: dict[str, Any]
) -> None:
    read(agent.patch(number, {"fields": {"seat": "aisle"}}))
    read(owner.post("/fields/seat/retirement"))
    assert read(agent.get(number))["fields"] == {}
    assert read(agent.get(f"{number}?include=retired"))["fields"] == {"seat": "aisle"}
    assert {"seat": "aisle"} in [one["fields"] for one in read(agent.get("/tickets?include=retired"))["items"]]
    assert is_problem(agent.patch(number, {"fields": {"seat": "window"}}), 422, "invalid_field_value")
    is_problem(agent.get("/tickets?field.seat=aisle"), 422, "unknown_filter")


def test_lists_are_filtered_and_ordered(agent: Program, number: str, seat: dict[str, Any]) -> None:
    read(agent.patch(number, {"fields": {"seat": "aisle"}}))
    found = read(agent.get("/tickets?field.seat=aisle&sort=field.seat"))["items"]
    assert [one["number"] for one in found] == [number.rpartition("/")[2]]
    assert read(agent.get("/tickets?field.seat=window"))["items"] == []
    problem = is_problem(agent.get("/tickets?field.meal=x"), 422, "unknown_filter")
    assert list(problem["fields"]) == ["field.meal"]


def test_history_says_what_it_was_and_takes_it_back(agent: Program, number: str, seat: dict[str, Any]) -> None:
    read(agent.patch(number, {"fields": {"seat": "aisle"}}))
    last = read(agent.get(f"{number}/events?sort=-created_at"))["items"][0]
    assert (last["name"], last["data"]["new_label"], last["can_be_reverted"]) == (
        "ticket.custom_field_changed", "Aisle", True,
    )  # fmt: skip
    read(agent.post(f"{number}/events/{last['id']}/reversion"))
    assert read(agent.get(number))["fields"] == {}


def test_another_organization_has_fields_of_its_own(
    programs: Callable[..., Program], seat: dict[str, Any], cast: Cast
) -> None:
    stranger = programs("stranger")
    assert read(stranger.get("/fields?include=retired"))["items"] == []
    is_problem(stranger.get("/fields/seat"), 404, "field_not_found")
    is_problem(stranger.get("/tickets?field.seat=aisle"), 422, "unknown_filter")


def test_the_public_takes_and_shows_what_is_the_customers(client: Any, cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        making.make_field(Kind.TEXT, "Booking")
        making.make_field(Kind.TEXT, "Cost")
        making.make_form(Item("booking", frozenset({Moment.CREATION}), Access.EDIT), Item("cost"))
    public = Program(client=client)
    new = {"email": "c@customer.test", "subject": "Help", "description": "Please"}
    problem = is_problem(public.post("/public/acme/tickets", new), 422, "fields_required")
    assert list(problem["fields"]) == ["fields.booking"]
    read(public.post("/public/acme/tickets", new | {"fields": {"booking": "ACM-1", "cost": "mine"}}), 201)
    with tenancy.organization(cast.acme.pk):
        from moondesk.tickets.actions import change_fields
        from moondesk.tickets.models import Ticket

        assert Ticket.objects.latest("created_at").field_values == {"booking": "ACM-1"}
        change_fields(Ticket.objects.get(pk=cast.ticket.pk), {"booking": "A", "cost": "B"}, by=cast.agent.actor)
    address = f"/public/acme/tickets/TKT-{cast.ticket.number}"
    shown = read(public.get(address, **{"Moondesk-Ticket-Secret": cast.link}))
    assert shown["fields"] == {"booking": "A"}
