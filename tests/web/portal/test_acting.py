"""What a customer does on their ticket beside writing, by the page, the link and the public API."""

import datetime
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from moondesk.channels.models import OutgoingMail
from moondesk.conversations.actions.merging import merge_tickets
from moondesk.events.models import Event
from moondesk.fields.forms import Access, Item, Moment
from moondesk.fields.rules import Kind
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.tickets import actions
from moondesk.tickets.actions.customers import fill_in_as_customer, reopen_as_customer, solve_as_customer
from moondesk.tickets.actions.snoozing import snooze_ticket
from moondesk.tickets.errors import ClosedForGood, NotActive, TicketMerged
from moondesk.tickets.models import Participant, Status, Ticket
from moondesk.tickets.rules import Stage
from tests import factories
from tests.fields.making import make_field, make_form
from tests.harness.people import Cast, Person

type ClientOf = Callable[[Person | None], Client]

pytestmark = pytest.mark.django_db


def fresh(cast: Cast) -> Ticket:
    with tenancy.organization(cast.acme.pk):
        return Ticket.objects.select_related("status").get(pk=cast.ticket.pk)


@pytest.fixture
def form(cast: Cast) -> None:
    """A field that customers edit and must fill, one that they see, one that is hidden."""
    with tenancy.organization(cast.acme.pk):
        for key in ("seat", "gate", "team"):
            make_field(Kind.TEXT, key.title(), key=key)
        must = Item("seat", frozenset({Moment.CREATION}), Access.EDIT)
        make_form(must, Item("gate", customers=Access.SEE), Item("team"))
        seen = {"seat": "1A", "gate": "G7", "team": "Blue"}
        actions.change_fields(Ticket.objects.get(pk=cast.ticket.pk), seen, by=cast.agent.actor)


@pytest.mark.parametrize("by_link", [True, False])
def test_a_customer_says_that_it_is_solved_and_takes_it_back(
    cast: Cast, client_of: ClientOf, run_jobs: Any, by_link: bool
) -> None:
    with tenancy.organization(cast.acme.pk):
        ticket = Ticket.objects.get(pk=cast.ticket.pk)
        actions.change_status(ticket, Status.objects.get(key="pending"), by=cast.agent.actor)
        snooze_ticket(ticket, None, by=cast.agent.actor)
    client = client_of(None if by_link else cast.customer)
    here = f"/acme/help/t/{cast.link}" if by_link else f"/acme/help/tickets/{cast.ticket.number}"
    assert "Close my ticket" in client.get(here).content.decode()
    assert client.post(f"{here}/resolution").status_code == 302
    solved = fresh(cast)
    assert (solved.stage, solved.snoozed_at) == (Stage.RESOLVED, None)
    with tenancy.organization(cast.acme.pk):
        told = Event.objects.filter(subject_id=solved.pk, name="ticket.status_changed").latest("id")
        assert (told.actor_kind, told.actor_label) == ("contact", "Carla Customer")
        assert told.door == "portal"
        assert told.data["quiet"]
    page = client.get(here).content.decode()
    assert "Open again" in page
    assert "Close my ticket" not in page
    assert client.post(f"{here}/reopening").status_code == 302
    back = fresh(cast)
    assert (back.status.key, back.snoozed_at is not None) == ("pending", True)


def test_later_they_open_it_again_as_an_answer_would(in_acme: Cast) -> None:
    ticket, carla = Ticket.objects.get(pk=in_acme.ticket.pk), in_acme.customer.actor
    actions.change_status(ticket, Status.objects.get(key="pending"), by=in_acme.agent.actor)
    solve_as_customer(ticket, by=carla)
    solve_as_customer(ticket, by=carla)
    assert Event.objects.filter(subject_id=ticket.pk, actor_kind="contact", name="ticket.status_changed").count() == 1
    with time_machine.travel(now() + datetime.timedelta(minutes=5)):
        reopen_as_customer(ticket, by=carla)
        assert ticket.stage == Stage.OPEN
        reopen_as_customer(ticket, by=carla)
    actions.resolve_ticket(ticket, by=in_acme.agent.actor)
    reopen_as_customer(ticket, by=carla)
    assert ticket.stage == Stage.OPEN
    actions.change_status(ticket, Status.objects.get(key="closed"), by=in_acme.agent.actor)
    with time_machine.travel(now() + datetime.timedelta(days=400)), pytest.raises(ClosedForGood):
        reopen_as_customer(ticket, by=carla)
    assert not OutgoingMail.objects.filter(kind="status").exists()


def test_only_who_asked_decides_and_not_over_what_was_joined(in_acme: Cast) -> None:
    ticket = Ticket.objects.get(pk=in_acme.ticket.pk)
    copied = factories.make_contact(name="Copied Person")
    Participant.objects.create(ticket=ticket, contact=copied)
    from moondesk.web.edges import portal_actor

    with pytest.raises(NotAllowed):
        solve_as_customer(ticket, by=portal_actor(in_acme.acme.pk, copied))
    other = factories.make_ticket(department=in_acme.flights)
    merge_tickets(ticket.number, [other.number], by=in_acme.agent.actor)
    for act in (solve_as_customer, reopen_as_customer):
        with pytest.raises(TicketMerged):
            act(Ticket.objects.get(pk=ticket.pk), by=in_acme.customer.actor)


@pytest.mark.usefixtures("form")
@pytest.mark.parametrize("by_link", [True, False])
def test_a_customer_changes_the_fields_that_are_theirs(cast: Cast, client_of: ClientOf, by_link: bool) -> None:
    client = client_of(None if by_link else cast.customer)
    here = f"/acme/help/t/{cast.link}" if by_link else f"/acme/help/tickets/{cast.ticket.number}"
    page = client.get(here).content.decode()
    assert 'name="fields.seat"' in page
    assert 'name="fields.gate"' not in page
    assert "Blue" not in page
    asked = client.post(f"{here}/fields?fields=1", {"fields.seat": "9Z"}).content.decode()
    assert 'value="9Z"' in asked
    assert "<html" not in asked
    wrong = client.post(f"{here}/fields", {"fields.seat": "x" * 300})
    assert wrong.status_code == 422
    assert "x" * 300 in wrong.content.decode()
    empty = client.post(f"{here}/fields", {"fields.seat": ""})
    assert "Seat is needed." in empty.content.decode()
    sent = client.post(f"{here}/fields", {"fields.seat": "9Z", "fields.gate": "G1", "fields.team": "Red"})
    assert sent.status_code == 302
    assert re.search(r'class="toast".*Saved\.', client.get(here).content.decode(), re.DOTALL)
    assert fresh(cast).field_values == {"seat": "9Z", "gate": "G7", "team": "Blue"}
    with tenancy.organization(cast.acme.pk):
        told = Event.objects.filter(name="ticket.custom_field_changed").latest("id")
        assert (told.actor_kind, told.data["old"], told.data["new"]) == ("contact", "1A", "9Z")


@pytest.mark.usefixtures("form")
def test_a_closed_ticket_takes_no_fields(cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        ticket = Ticket.objects.get(pk=cast.ticket.pk)
        actions.change_status(ticket, Status.objects.get(key="closed"), by=cast.agent.actor)
        with pytest.raises(NotActive):
            fill_in_as_customer(ticket, {"seat": "2B"}, by=cast.customer.actor)


@pytest.mark.usefixtures("form")
def test_the_same_by_the_public_api(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(None)
    address = f"/api/v1/public/acme/tickets/{cast.ticket.number}"
    own = {"Moondesk-Ticket-Secret": cast.link, "Content-Type": "application/json"}

    def send(method: str, rest: str, body: Any = None, headers: dict[str, str] = own) -> tuple[int, dict[str, Any]]:
        data = json.dumps(body) if body is not None else b""
        answer = client.generic(method, address + rest, data, content_type="application/json", headers=headers)
        return answer.status_code, json.loads(answer.content)

    status, shown = send("POST", "/resolution")
    assert (status, shown["status"]["stage"], shown["can_resolve"], shown["can_reopen"]) == (
        200,
        "resolved",
        False,
        True,
    )
    assert send("DELETE", "/resolution")[1]["status"]["stage"] == "open"
    status, shown = send("PATCH", "/fields", {"fields": {"seat": "3C", "team": "Red"}})
    assert (status, shown["fields"]) == (200, {"seat": "3C", "gate": "G7"})
    status, shown = send("PATCH", "/fields", {"fields": {"seat": None}})
    assert (status, shown["code"]) == (422, "fields_required")
    status, shown = send("POST", "/resolution", headers={"Moondesk-Ticket-Secret": "x" * 40})
    assert status in (403, 404, 410)
    assert fresh(cast).stage == Stage.OPEN
