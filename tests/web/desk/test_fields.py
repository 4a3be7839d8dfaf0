"""Custom fields in the desk: the panel, what a status asks for, the new ticket, lists."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from moondesk.fields.actions import change_field
from moondesk.fields.forms import Access, Item, Moment
from moondesk.fields.rules import Kind, Option
from moondesk.kit import tenancy
from moondesk.tickets import actions
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Stage
from tests.fields import making
from tests.harness.people import Cast


@pytest.fixture
def desk_client(cast: Cast, client_of: Callable[..., Client]) -> Client:
    with tenancy.organization(cast.acme.pk):
        making.make_field(Kind.SELECT, "Seat", "Aisle", "Window")
        making.make_field(Kind.NUMBER, "Fare")
        making.make_field(Kind.CHECKBOX, "Vip")
        making.make_field(Kind.URL, "Booking page")
        making.make_field(Kind.MULTI_SELECT, "Extras", "Meal", "Bag")
        making.make_form(
            Item("seat", frozenset({Moment.CREATION}), Access.EDIT),
            Item("fare", frozenset({Moment.RESOLVE}), when={"field": "seat", "is": ["aisle"]}),
            Item("vip"),
            Item("booking_page"),
            Item("extras"),
        )
    return client_of(cast.agent)


def fresh(cast: Cast) -> Ticket:
    with tenancy.organization(cast.acme.pk):
        return Ticket.objects.select_related("status").get(pk=cast.ticket.pk)


def post(client: Client, cast: Cast, place: str, **values: Any) -> Any:
    given = {"version": fresh(cast).version} | {name.replace("__", "."): value for name, value in values.items()}
    return client.post(f"/acme/desk/tickets/{cast.ticket.number}/{place}", given)


def page(client: Client, cast: Cast) -> str:
    return client.get(f"/acme/desk/tickets/{cast.ticket.number}").content.decode()


def test_fields_are_changed_in_the_panel_and_stand_there(desk_client: Client, cast: Cast) -> None:
    assert "Seat" in page(desk_client, cast)
    assert 'name="fields.fare"' not in page(desk_client, cast), "its condition does not hold"
    for name, value in (("seat", "aisle"), ("fare", "12,50"), ("vip", "true"), ("extras", ["", "bag", "meal"])):
        assert post(desk_client, cast, "fields", **{f"fields__{name}": value}).status_code == 302
    assert fresh(cast).field_values == {"seat": "aisle", "fare": 12.5, "vip": True, "extras": ["meal", "bag"]}
    shown = page(desk_client, cast)
    assert "Meal, Bag" in shown
    assert "Seat: nothing → Aisle" in shown, "history"
    assert post(desk_client, cast, "fields", fields__vip="off").status_code == 302
    assert "vip" not in fresh(cast).field_values


def test_what_does_not_fit_is_said_and_kept(desk_client: Client, cast: Cast) -> None:
    answer = post(desk_client, cast, "fields", fields__booking_page="javascript:alert(1)")
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "This is not a web address" in shown
    assert 'value="javascript:alert(1)"' in shown, "what was typed is kept"
    assert 'href="javascript' not in shown
    assert fresh(cast).field_values == {}
    assert "This is not a web address" not in page(desk_client, cast), "nothing of it is kept for others"


def test_an_option_removed_meanwhile_is_said_in_the_panel(desk_client: Client, cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        change_field("seat", options=[Option("window", {"en": "Window"})], by=cast.owner.actor)
    answer = post(desk_client, cast, "fields", fields__seat="aisle")
    assert answer.status_code == 422
    assert "Seat" in answer.content.decode()
    assert fresh(cast).field_values == {}


def test_the_parts_are_answered_to_a_script(desk_client: Client, cast: Cast) -> None:
    given = {"version": fresh(cast).version, "fields.seat": "window"}
    address = f"/acme/desk/tickets/{cast.ticket.number}/fields"
    answer = desk_client.post(address, given, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert 'hx-target="#facts"' in answer.content.decode()
    assert fresh(cast).field_values == {"seat": "window"}


def test_resolving_asks_for_what_it_needs_in_place(desk_client: Client, cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        actions.change_fields(Ticket.objects.get(pk=cast.ticket.pk), {"seat": "aisle"}, by=cast.agent.actor)
    asked = post(desk_client, cast, "resolution")
    assert asked.status_code == 422
    assert 'id="ask-fields"' in asked.content.decode()
    assert 'name="fields.fare"' in asked.content.decode()
    assert fresh(cast).stage != Stage.RESOLVED
    again = post(desk_client, cast, "resolution", fields__fare="much")
    assert again.status_code == 422
    assert fresh(cast).field_values == {"seat": "aisle"}, "nothing half done"
    assert post(desk_client, cast, "resolution", fields__fare="10").status_code == 302
    assert (fresh(cast).stage, fresh(cast).field_values["fare"]) == (Stage.RESOLVED, 10)


def test_a_reply_that_resolves_is_kept_while_it_asks(desk_client: Client, cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        actions.change_fields(Ticket.objects.get(pk=cast.ticket.pk), {"seat": "aisle"}, by=cast.agent.actor)
    answer = post(desk_client, cast, "messages", kind="reply", body="All is well", status="resolved")
    assert answer.status_code == 422
    assert "All is well" in answer.content.decode()
    assert 'id="ask-fields"' in answer.content.decode()
    assert fresh(cast).message_count == cast.ticket.message_count


NEW = {
    "email": "new@customer.test", "subject": "Hello", "body": "Please", "priority": "medium", "type": "question",
    "channel": "phone",
}  # fmt: skip


def test_a_new_ticket_asks_for_its_fields(desk_client: Client, cast: Cast) -> None:
    assert 'name="fields.seat"' in desk_client.get("/acme/desk/tickets/new").content.decode()
    asked = desk_client.post("/acme/desk/tickets/new", NEW | {"fields.extras": ["", "bag"]})
    assert asked.status_code == 422
    assert "Seat is needed." in asked.content.decode()
    assert asked.content.decode().count("checked") >= 1, "what was ticked is kept"
    assert desk_client.post("/acme/desk/tickets/new", NEW | {"fields.seat": "window"}).status_code == 302
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.latest("created_at").field_values == {"seat": "window"}


def test_the_fields_of_a_new_ticket_follow_what_is_chosen(desk_client: Client) -> None:
    part = desk_client.post("/acme/desk/tickets/new?fields=1", NEW | {"fields.seat": "aisle"}).content.decode()
    assert 'id="custom-fields"' in part
    assert 'name="fields.fare"' in part
    part = desk_client.post("/acme/desk/tickets/new?fields=1", NEW | {"fields.seat": "window"}).content.decode()
    assert 'name="fields.fare"' not in part
    assert "<h1" not in part


def test_lists_filter_order_and_show_fields(desk_client: Client, cast: Cast) -> None:
    with tenancy.organization(cast.acme.pk):
        actions.change_fields(Ticket.objects.get(pk=cast.ticket.pk), {"seat": "aisle"}, by=cast.agent.actor)
    query = "?view=all&layout=table&columns=seat,fare&sort=field.seat&field.seat="
    shown = desk_client.get(f"/acme/desk/{query}aisle").content.decode()
    assert cast.ticket.number in shown
    assert '<span class="cut" title="Aisle">Aisle</span>' in shown
    assert cast.ticket.number not in desk_client.get(f"/acme/desk/{query}window").content.decode()
    assert desk_client.get("/acme/desk/?field.nothing=1").status_code == 422
    assert desk_client.get(f"/acme/desk/tickets/{cast.ticket.number}?field.seat=aisle").status_code == 200


def test_customers_fill_in_theirs_and_see_what_they_may(
    desk_client: Client, cast: Cast, client_of: Callable[..., Client]
) -> None:
    with tenancy.organization(cast.acme.pk):
        actions.change_fields(Ticket.objects.get(pk=cast.ticket.pk), {"seat": "aisle", "fare": 7}, by=cast.agent.actor)
    customer = client_of(cast.customer)
    shown = customer.get(f"/acme/help/tickets/{cast.ticket.number}").content.decode()
    assert "<dt>Seat</dt><dd>Aisle</dd>" in shown
    assert "Fare" not in shown
    form = customer.get("/acme/help/new").content.decode()
    assert 'name="fields.seat"' in form
    assert 'name="fields.vip"' not in form
