"""The history of a ticket through the API, undoing and reverting."""

import json

from moondesk.conversations.actions import add_note
from moondesk.kit import tenancy
from moondesk.kit.ids import new_id
from moondesk.tickets.models import Ticket
from tests.api.conftest import Program, is_problem
from tests.harness.people import Cast


def address(cast: Cast, rest: str) -> str:
    return f"/tickets/TKT-{cast.ticket.number}/{rest}"


def test_what_happened_is_listed_and_reverted(agent: Program, cast: Cast) -> None:
    agent.patch(f"/tickets/{cast.ticket.number}", {"priority": "urgent", "status": "pending"})
    items = json.loads(agent.get(address(cast, "events?sort=-created_at")).content)["items"]
    assert [one["name"] for one in items[:2]] == ["ticket.priority_changed", "ticket.status_changed"]
    assert len({one["operation"] for one in items[:2]}) == 1
    assert items[0]["can_be_reverted"]
    assert not items[-1]["can_be_reverted"]
    answer = agent.post(address(cast, f"events/{items[0]['id']}/reversion"))
    assert json.loads(answer.content)["priority"] == "medium"
    is_problem(agent.post(address(cast, f"events/{items[0]['id']}/reversion")), 409, "undone_already")
    is_problem(agent.post(address(cast, f"events/{items[-1]['id']}/reversion")), 409, "cannot_undo")
    is_problem(agent.post(address(cast, f"events/{new_id()}/reversion")), 404, "nothing_to_undo")


def test_an_operation_is_undone(agent: Program, cast: Cast) -> None:
    before = json.loads(agent.get(f"/tickets/{cast.ticket.number}").content)
    agent.patch(f"/tickets/{cast.ticket.number}", {"tags": ["vip"], "status": "pending"})
    operation = json.loads(agent.get(address(cast, "events?sort=-created_at")).content)["items"][0]["operation"]
    assert operation, operation
    after = json.loads(agent.post(address(cast, "undo"), {"operation": operation}).content)
    assert "tags" in after, after
    assert (after["tags"], after["status"]) == (before["tags"], before["status"])


def test_notes_are_told_only_to_those_who_may_see_them(agent: Program, cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        add_note(Ticket.objects.get(pk=cast.ticket.pk), "Look at this.", by=cast.owner.actor)
    names = [one["name"] for one in json.loads(agent.get(address(cast, "events")).content)["items"]]
    assert "message.note_added" in names
