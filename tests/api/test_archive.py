"""Archiving, deleting, restoring and purging through the API."""

import json
from collections.abc import Callable

from moondesk.kit import tenancy
from moondesk.tickets.models import Ticket
from tests.api.conftest import Program, is_problem
from tests.harness.people import Cast


def test_a_ticket_is_deleted_listed_restored_and_purged(cast: Cast, programs: Callable[..., Program]) -> None:
    owner, address = programs("owner"), f"/tickets/TKT-{cast.ticket.number}"
    assert owner.delete(address).status_code == 204
    is_problem(owner.get(address), 404, "ticket_not_found")
    is_problem(owner.delete(address), 404, "ticket_not_found")
    [item] = json.loads(owner.get("/deleted-tickets").content)["items"]
    assert item["number"] == f"TKT-{cast.ticket.number}"
    assert item["purged_at"] > item["deleted_at"]
    assert json.loads(owner.post(f"{address}/restoration").content)["number"] == item["number"]
    is_problem(owner.post(f"{address}/restoration"), 404, "ticket_not_found")
    is_problem(owner.delete(f"/deleted-tickets/{cast.ticket.number}"), 404, "ticket_not_found")
    owner.delete(address)
    assert owner.delete(f"/deleted-tickets/{cast.ticket.number}").status_code == 204
    with tenancy.organization(cast.acme.pk):
        assert not Ticket.objects.filter(pk=cast.ticket.pk).exists()


def test_deleting_is_undone(cast: Cast, programs: Callable[..., Program]) -> None:
    owner, address = programs("owner"), f"/tickets/TKT-{cast.ticket.number}"
    owner.delete(address)
    with tenancy.organization(cast.acme.pk):
        from moondesk.events.models import Event

        operation = Event.objects.get(name="ticket.deleted", subject_id=cast.ticket.pk).operation
    assert owner.post(f"{address}/undo", {"operation": str(operation)}).status_code == 200
    assert owner.get(address).status_code == 200


def test_agents_may_not_delete_and_strangers_see_nothing(cast: Cast, programs: Callable[..., Program]) -> None:
    address = f"/tickets/TKT-{cast.ticket.number}"
    is_problem(programs("agent").delete(address), 403, "not_allowed")
    is_problem(programs("stranger").delete(address), 404, "ticket_not_found")
    programs("owner").delete(address)
    is_problem(programs("stranger").post(f"{address}/restoration"), 404, "ticket_not_found")
    assert json.loads(programs("stranger").get("/deleted-tickets").content)["items"] == []


def test_a_closed_ticket_is_archived(cast: Cast, programs: Callable[..., Program]) -> None:
    agent, address = programs("agent"), f"/tickets/TKT-{cast.ticket.number}"
    is_problem(agent.post(f"{address}/archive"), 409, "not_closed")
    agent.patch(address, {"status": "closed"})
    assert json.loads(agent.post(f"{address}/archive").content)["archived_at"]
    assert json.loads(agent.get("/tickets").content)["items"] == []
    [found] = json.loads(agent.get("/tickets?archived=true").content)["items"]
    assert found["number"] == f"TKT-{cast.ticket.number}"
    assert json.loads(agent.delete(f"{address}/archive").content)["archived_at"] is None
    is_problem(agent.get("/tickets?archived=perhaps"), 422, "invalid_filter_value")
