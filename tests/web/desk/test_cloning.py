"""Cloning a ticket at the desk."""

import json
from typing import Any

import pytest

from moondesk.kit import tenancy
from moondesk.tickets.models import Ticket
from tests import factories
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db
SCRIPT = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    with tenancy.organization(cast.acme.pk):
        return factories.make_ticket("Lost bag", "It is red.", department=cast.flights)


def newest(cast: Cast) -> Ticket:
    with tenancy.organization(cast.acme.pk):
        return Ticket.objects.select_related("requester").latest("id")


def test_a_ticket_is_cloned_on_a_page_for_another_customer(cast: Cast, client_of: Any, ticket: Ticket) -> None:
    agent, here = client_of(cast.agent), f"/acme/desk/tickets/{ticket.number}/clone"
    page = agent.get(here).content.decode()
    assert 'value="Lost bag"' in page
    assert f'href="{here}' in agent.get(here.removesuffix("/clone")).content.decode()
    fields = {"version": ticket.version, "subject": "Again", "who": "other", "email": "nonsense"}
    wrong = agent.post(here, fields)
    assert wrong.status_code == 422
    assert "Again" in wrong.content.decode()
    assert 'aria-invalid="true"' in wrong.content.decode()
    sent = agent.post(here, fields | {"email": "bo@customer.test", "name": "Bo"})
    assert sent.status_code == 302
    new = newest(cast)
    assert (new.subject, new.requester.name) == ("Again", "Bo")
    shown = agent.get(sent["Location"]).content.decode()
    assert f"Cloned from TKT-{ticket.number}" in shown
    assert client_of(cast.viewer).get(here).status_code == 403
    assert client_of(cast.other_agent).get(here).status_code == 404


def test_undo_leads_from_the_clone_back_to_the_ticket(cast: Cast, client_of: Any, ticket: Ticket) -> None:
    agent, here = client_of(cast.agent), f"/acme/desk/tickets/{ticket.number}/clone"
    made = agent.post(here, {"version": ticket.version, "subject": "Again", "who": "same"}, headers=SCRIPT)
    undo = json.loads(made["HX-Trigger"])["toast"]["undo"]
    new = newest(cast)
    back = agent.post(undo, headers={**SCRIPT, "HX-Current-URL": f"http://testserver/acme/desk/tickets/{new.number}"})
    assert back.status_code == 302
    assert back["Location"].startswith(f"/acme/desk/tickets/{ticket.number}")
    assert newest(cast).deleted_at is not None
