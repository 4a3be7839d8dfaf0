"""Templates for new tickets by every door: settings, a new ticket at the desk, the public form."""

import datetime
import re
from typing import Any

import pytest
import time_machine

from moondesk.fields.forms import Access, Item
from moondesk.fields.rules import Kind
from moondesk.kit import tenancy
from moondesk.macros.models import TicketTemplate
from moondesk.tickets.models import Ticket
from tests.fields.making import make_field, make_form
from tests.harness.people import Cast
from tests.macros.making import make_template

pytestmark = pytest.mark.django_db
SETTINGS, NEW, FORM = "/acme/settings/templates", "/acme/desk/tickets/new", "/acme/help/new"


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def bag(cast: Cast) -> TicketTemplate:
    """A template in the public form, with two fields of which customers see one."""
    with tenancy.organization(cast.acme.pk):
        make_field(Kind.TEXT, "Seat", key="seat")
        make_field(Kind.TEXT, "Team", key="team")
        make_form(Item("seat", customers=Access.EDIT), Item("team"))
        return make_template(
            body="Bag of {{ customer.name }}, {{ ticket.number }}", subjects={"en": "Lost bag"}, in_form=True,
            type="incident", priority="high", tags=["bags"], fields={"seat": "12A", "team": "Blue"},
            category="technical", department=cast.hotels.pk,
        )  # fmt: skip


def latest(cast: Cast) -> Ticket:
    with tenancy.organization(cast.acme.pk):
        return Ticket.objects.select_related("category").latest("id")


def shown_templates(cast: Cast) -> list[str]:
    with tenancy.organization(cast.acme.pk):
        return [str(one) for one in TicketTemplate.objects.filter(retired_at=None)]


def test_a_manager_writes_changes_and_takes_back(cast: Cast, client_of: Any) -> None:
    owner = client_of(cast.owner)
    wrong = owner.post(SETTINGS, {"name_en": "Bag", "body_en": "{{ customer.nmae }}", "body_es": "kept"})
    assert wrong.status_code == 422
    assert "There is no variable {{ customer.nmae }}." in text(wrong)
    assert "kept" in text(wrong)
    made = owner.post(SETTINGS, {"name_en": "Bag", "body_en": "Hello", "priority": "high", "tags": "a, b"})
    page = text(owner.get(made["Location"]))
    undo = re.search(r'data-undo="(/[^"]+)"', page)
    assert undo
    address = re.search(rf'href="({SETTINGS}/[0-9a-f-]+)"', page)
    assert address
    assert 'value="a, b"' in text(owner.get(address[1]))
    changed = owner.post(address[1], {"name_en": "Baggage", "in_form": "on"})
    assert (changed.status_code, shown_templates(cast)) == (302, ["Baggage"])
    undo = re.search(r'data-undo="(/[^"]+)"', text(owner.get(changed["Location"])))
    assert undo
    owner.post(undo[1])
    assert shown_templates(cast) == ["Bag"]
    owner.post(f"{address[1]}/retirement")
    assert shown_templates(cast) == []
    assert "Bring Bag back" in text(owner.get(SETTINGS))
    owner.post(f"{address[1]}/return")
    assert shown_templates(cast) == ["Bag"]
    assert client_of(cast.agent).get(SETTINGS).status_code == 403


def test_templates_are_put_in_order(cast: Cast, client_of: Any) -> None:
    with tenancy.organization(cast.acme.pk):
        first, second = make_template("First"), make_template("Second")
    client_of(cast.owner).post(f"{SETTINGS}/order", {"order": [str(second.pk), str(first.pk)]})
    assert shown_templates(cast) == ["Second", "First"]


def test_an_agent_begins_a_ticket_with_one_and_loses_nothing_typed(
    cast: Cast, client_of: Any, bag: TicketTemplate
) -> None:
    agent = client_of(cast.agent)
    assert f'value="{bag.pk}"' in text(agent.get(NEW))
    page = text(agent.get(NEW, {"template": str(bag.pk), "email": "carla@customer.test"}))
    assert 'value="Lost bag"' in page
    assert "Bag of {{ customer.name }}" in page
    assert 'value="12A"' in page
    assert 'value="bags"' in page
    typed = {
        "template": str(bag.pk),
        "used": "",
        "email": "carla@customer.test",
        "subject": "Mine",
        "fields.seat": "1B",
    }
    page = text(agent.post(f"{NEW}?use=1", typed))
    assert 'value="Mine"' in page
    assert 'value="1B"' in page
    assert 'value="Blue"' in page
    # Without a script, sending with another template shows what it brings before anything is opened.
    before = latest(cast).pk
    assert agent.post(NEW, typed | {"body": "It is red"}).status_code == 200
    assert latest(cast).pk == before
    whole = {
        "subject": "Bag of {{ customer.first_name }}", "body": "Bag of {{ customer.name }}, {{ ticket.number }}",
        "priority": "high", "type": "incident", "channel": "phone", "tags": "bags", "fields.seat": "",
        "used": str(bag.pk),
    }  # fmt: skip
    sent = agent.post(NEW, typed | whole)
    assert sent.status_code == 302
    ticket = latest(cast)
    assert (ticket.subject, ticket.tags, ticket.field_values) == ("Bag of Carla", ["bags"], {"team": "Blue"})
    assert "Bag of Carla Customer, " in text(agent.get(sent["Location"]))


def test_without_a_template_what_is_typed_is_no_variable(cast: Cast, client_of: Any) -> None:
    typed = {"email": "carla@customer.test", "subject": "About {{ customer.name }}", "body": "{{ agent.name }}"}
    client_of(cast.agent).post(NEW, typed | {"priority": "low", "type": "task", "channel": "phone"})
    assert latest(cast).subject == "About {{ customer.name }}"


def test_a_customer_begins_with_one_in_the_public_form(cast: Cast, client_of: Any, bag: TicketTemplate) -> None:
    carla = client_of(cast.customer)
    page = text(carla.get(FORM))
    assert f'value="{bag.pk}"' in page
    opened = re.search(r'name="opened" value="([^"]+)"', page)
    assert opened
    asked = text(carla.post(f"{FORM}?use=1", {"template": str(bag.pk), "used": "", "opened": opened[1]}))
    assert 'value="Lost bag"' in asked
    assert "Bag of Carla Customer," in asked
    assert "{{" not in asked
    assert 'value="12A"' in asked
    assert "Blue" not in asked
    typed = {
        "template": str(bag.pk), "used": str(bag.pk), "opened": opened[1], "subject": "My bag {{ agent.name }}",
        "message": "It is red.", "fields.seat": "3C", "fields.team": "Mine",
    }  # fmt: skip
    with time_machine.travel(datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(seconds=10)):
        assert carla.post(FORM, typed).status_code == 302
    ticket = latest(cast)
    assert (ticket.subject, ticket.type, ticket.priority, ticket.tags) == (
        "My bag {{ agent.name }}",
        "incident",
        3,
        ["bags"],
    )
    assert (ticket.department_id, ticket.field_values) == (cast.hotels.pk, {"seat": "3C", "team": "Blue"})


def test_customers_cannot_begin_with_what_is_not_in_the_form(cast: Cast, client_of: Any) -> None:
    with tenancy.organization(cast.acme.pk):
        hidden = make_template("Ours", body="Our secret text")
    page = text(client_of(cast.customer).get(FORM, {"template": str(hidden.pk)}))
    assert "Our secret text" not in page
    assert "Ours" not in page
