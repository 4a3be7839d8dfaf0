"""Responses and macros through the desk, the settings and the API, and with the keyboard."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import expect

from moondesk.conversations.models import Draft, Message
from moondesk.kit import tenancy
from moondesk.macros.models import Macro
from moondesk.macros.rules import MacroScope
from moondesk.organizations.models import Organization
from moondesk.tickets.models import Ticket
from tests.harness.browser import begin_to_write
from tests.harness.people import Cast
from tests.harness.running import Desk, wait_until
from tests.macros.making import make_macro

SCRIPT = {"HX-Request": "true"}
FIELDS = {"name": "Refund", "kind": "reply", "scope": "organization", "body_en": "Hi {{ customer.first_name }}"}


@pytest.fixture
def here(cast: Cast) -> str:
    return f"/acme/desk/tickets/{cast.ticket.number}"


def macro(cast: Cast, **edit: Any) -> Macro:
    with tenancy.organization(cast.acme.pk):
        return make_macro(**edit)


def test_the_menu_says_what_each_does_and_one_press_does_it(cast: Cast, here: str, client_of: Any) -> None:
    with tenancy.organization(cast.acme.pk):
        Organization.objects.update(undo_seconds=30)
    found = macro(cast, changes={"status": "pending", "add_tags": ["vip"]}, category="Billing")
    client = client_of(cast.agent)
    menu = client.get(f"{here}/macros").content.decode()
    assert "Billing" in menu
    assert "Replies, Pending, +vip" in menu
    assert "Responde, " in client.get(f"{here}/macros", headers={"Accept-Language": "es"}).content.decode()
    answer = client.post(f"{here}/macros", {"macro": str(found.pk)}, headers=SCRIPT)
    toast = json.loads(answer["HX-Trigger"])["toast"]
    assert toast["text"] == "Done: Refund."
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.get(pk=cast.ticket.pk).status.key == "pending"
    undone = client.post(toast["undo"], headers=SCRIPT)
    assert "Undone." in undone["HX-Trigger"]
    with tenancy.organization(cast.acme.pk):
        ticket = Ticket.objects.get(pk=cast.ticket.pk)
        assert (ticket.status.key, ticket.tags, ticket.message_count) == ("open", [], 1)
        assert not Draft.objects.exists(), "the text of a macro is not lost"


def test_what_cannot_be_done_is_said_and_nothing_is_done(cast: Cast, here: str, client_of: Any) -> None:
    found = macro(cast, changes={"status": "pending"})
    with tenancy.organization(cast.acme.pk):
        Macro.objects.update(changes={"status": "gone"})
    answer = client_of(cast.agent).post(f"{here}/macros", {"macro": str(found.pk)}, headers=SCRIPT)
    assert answer.status_code == 409
    assert "not there any more" in answer.content.decode()
    with tenancy.organization(cast.acme.pk):
        assert Message.objects.filter(ticket=cast.ticket).count() == 1
    assert client_of(cast.viewer).post(f"{here}/macros", {"macro": str(found.pk)}).status_code == 403
    assert client_of(cast.agent).post(f"{here}/macros", {"macro": "x"}).status_code == 422
    mine = macro(cast, name="Mine", scope=MacroScope.PERSONAL, by=None or _owner(cast))
    assert client_of(cast.agent).post(f"{here}/macros", {"macro": str(mine.pk)}).status_code == 404


def test_a_macro_may_move_a_ticket_out_of_ones_sight(cast: Cast, here: str, client_of: Any) -> None:
    found = macro(cast, changes={"department": str(cast.hotels.pk)})
    with tenancy.organization(cast.acme.pk):
        Ticket.objects.filter(pk=cast.ticket.pk).update(assignee=None)
    assert client_of(cast.agent).post(f"{here}/macros", {"macro": str(found.pk)}).status_code == 302
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.get(pk=cast.ticket.pk).department_id == cast.hotels.pk


def _owner(cast: Cast) -> Any:
    with tenancy.organization(cast.acme.pk):
        return cast.owner.actor


def test_completions_come_with_the_values_of_the_ticket(cast: Cast, here: str, client_of: Any) -> None:
    macro(cast, body="Hello {{ customer.first_name }}", shortcut="hi")
    macro(cast, name="Only fields", body="", changes={"status": "pending"})
    options = client_of(cast.agent).get(f"{here}/completions", {"sign": "/", "q": "hi"}).content.decode()
    assert 'data-insert="Hello Carla"' in options
    assert "Only fields" not in client_of(cast.agent).get(f"{here}/completions", {"sign": "/"}).content.decode()
    assert "role=" not in client_of(cast.agent).get(f"{here}/completions", {"sign": "@", "q": "hi"}).content.decode()
    assert client_of(cast.other_agent).get(f"{here}/completions").status_code == 404


def test_settings_keep_what_was_typed_and_say_what_is_wrong(cast: Cast, client_of: Any) -> None:
    owner, page = client_of(cast.owner), "/acme/settings/responses"
    wrong = owner.post(page, FIELDS | {"body_en": "Hi {{ customer.nmae }}"})
    assert wrong.status_code == 422
    assert "There is no variable {{ customer.nmae }}." in wrong.content.decode()
    assert "Hi {{ customer.nmae }}</textarea>" in wrong.content.decode()
    assert owner.post(page, FIELDS).status_code == 302
    with tenancy.organization(cast.acme.pk):
        made = Macro.objects.get()
    change = FIELDS | {"name": "Refunds", "status": "pending", "add_tags": "vip, refund"}
    assert owner.post(f"{page}/{made.pk}", change).status_code == 302
    form = owner.get(f"{page}/{made.pk}").content.decode()
    assert 'value="vip, refund"' in form
    agent = client_of(cast.agent)
    assert "Changing it takes a manager" in agent.get(f"{page}/{made.pk}").content.decode()
    assert agent.post(f"{page}/{made.pk}", change).status_code == 403
    assert agent.post(page, FIELDS).status_code == 403
    assert agent.post(page, FIELDS | {"scope": "personal"}).status_code == 302
    assert owner.post(f"{page}/{made.pk}/removal").status_code == 302
    shown = client_of(cast.agent).post(f"{page}/preview", {"body": "**{{ customer.name }}**"}).content.decode()
    assert "<strong>" in shown
    assert "no variable" in agent.post(f"{page}/preview", {"body": "{{ x.y }}"}).content.decode()


def test_programs_write_and_apply_macros(cast: Cast, token_of: Callable[..., str]) -> None:
    client, headers = Client(), {"Authorization": f"Bearer {token_of(cast.owner)}"}
    new = {"name": "Refund", "scope": "organization", "bodies": {"en": "Hi"}, "changes": {"status": "pending"}}
    made = client.post("/api/v1/macros", new, "application/json", headers=headers)
    assert made.status_code == 201, made.content
    address = made["Location"]
    bad = client.put(address, new | {"bodies": {"en": "{{ x.y }}"}}, "application/json", headers=headers)
    assert (bad.status_code, bad.json()["code"]) == (422, "invalid_macro")
    assert client.put(address, new | {"name": "R"}, "application/json", headers=headers).json()["name"] == "R"
    assert [one["name"] for one in client.get("/api/v1/macros", headers=headers).json()["items"]] == ["R"]
    ticket = f"/api/v1/tickets/{cast.ticket.number}/macro"
    applied = client.post(ticket, {"macro": made.json()["id"]}, "application/json", headers=headers)
    assert applied.json()["status"]["key"] == "pending"
    assert client.delete(address, headers=headers).status_code == 204
    assert client.get(address, headers=headers).status_code == 404


@pytest.mark.browser
def test_a_slash_and_m_are_all_it_takes(desk: Desk, page: Any, sign_in: Any, axe: Any) -> None:
    macro(desk.cast, name="Greeting", body="Hello {{ customer.first_name }},", shortcut="hi")
    macro(desk.cast, name="Pending refund", body="We refund you.", changes={"status": "pending"})
    sign_in(desk.cast.agent)
    page.goto(f"/acme/desk/tickets/{desk.cast.ticket.number}")
    begin_to_write(page, lambda: page.keyboard.press("r"))
    page.keyboard.type("/h")
    options = page.locator("#composer-completion [role=option]")
    options.first.wait_for()
    assert axe(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("#composer-body")).to_have_value("Hello Carla,")
    page.keyboard.type(" me@h")
    page.wait_for_timeout(500)
    assert not options.first.is_visible()
    page.keyboard.type(" /nothing")
    page.wait_for_timeout(500)
    assert not options.first.is_visible()
    page.locator("#composer-body").fill("My own words")
    page.locator("#composer-body").blur()
    page.keyboard.press("m")
    item = page.get_by_role("menuitem", name="Pending refund")
    item.wait_for()
    assert axe(page) == []
    page.keyboard.type("pen")
    page.keyboard.press("Enter")
    page.locator(".msg.reply", has_text="We refund you.").wait_for()
    page.locator("toast-region", has_text="Done: Pending refund.").wait_for()
    assert page.locator("#composer-body").input_value() == "My own words"

    def status() -> str:
        with tenancy.organization(desk.cast.acme.pk):
            return str(Ticket.objects.get(pk=desk.cast.ticket.pk).status.key)

    wait_until(lambda: status() == "pending", "the macro is applied")
    page.goto("/acme/settings/responses")
    assert axe(page) == []
