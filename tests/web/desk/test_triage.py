"""An agent triages twenty tickets in a real browser without a mouse; keys do nothing once they are switched off."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from moondesk.kit import tenancy
from moondesk.organizations.models import Member
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Priority
from tests import factories
from tests.harness.browser import hear
from tests.harness.cluster import ROOT
from tests.harness.people import Cast
from tests.harness.running import Desk, wait_until
from tests.macros.making import make_macro

_AWAY = """id => {
  const rows = [...document.querySelectorAll("[data-row]")];
  const here = rows.findIndex(row => (row.closest(".row-box") ?? row).contains(document.activeElement));
  return here < 0 ? 1 : rows.findIndex(row => row.id === id) - here;
}"""
"""How many rows below the focus the row is."""


class Hands:
    """Presses keys and counts them; reads what became of the tickets."""

    def __init__(self, desk: Desk, page: Any) -> None:
        self.desk, self.page, self.pressed = desk, page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.pressed += len(text)

    def until(self, what: Callable[[Ticket], bool], tickets: list[Ticket]) -> None:
        ids = [ticket.pk for ticket in tickets]

        def is_so() -> bool:
            with tenancy.organization(self.desk.cast.acme.pk):
                return all(what(one) for one in Ticket.objects.filter(pk__in=ids))

        wait_until(is_so, "What the keys did")

    def reach(self, ticket: Ticket, *keys: str) -> None:
        """Press J or K until the row of the ticket has the focus, then what is to be done."""
        for _step in range(25):
            away = self.page.evaluate(_AWAY, f"row-{ticket.pk}")
            if not away:
                return self.press(*keys)
            self.press("j" if away > 0 else "k")
        raise AssertionError("J and K do not reach the row")


def gone(hands: Hands, ticket: Ticket) -> None:
    hands.page.locator(f"#rows #row-{ticket.pk}").wait_for(state="detached")


def from_the_list(hands: Hands, tickets: list[Ticket]) -> None:
    """What is plain from the row needs no look at the ticket."""
    for ticket in tickets[:3]:
        hands.reach(ticket, "i")
        gone(hands, ticket)
    for ticket in tickets[3:5]:
        hands.reach(ticket, "e")
        gone(hands, ticket)
    for ticket in tickets[5:7]:
        hands.reach(ticket, "p")
        hands.page.locator('#row_choices [data-does="p"] button:focus').wait_for()
        hands.press("ArrowDown", "Enter")
        hands.page.locator("#row_menu").wait_for(state="hidden")
    me = hands.desk.cast.agent.member.pk
    hands.until(lambda one: one.assignee_id == me, tickets[:3])
    hands.until(lambda one: one.stage == "resolved", tickets[3:5])
    hands.until(lambda one: one.priority == Priority.LOW, tickets[5:7])


def many_at_once(hands: Hands, tickets: list[Ticket]) -> None:
    for ticket in tickets:
        hands.reach(ticket, "x")
    hands.page.locator("#bulk [data-said]", has_text=f"{len(tickets)} selected").wait_for()
    hands.press("s")
    hands.page.locator("#bulk-status button:focus").wait_for()
    hands.press("o", "n", "Enter")
    hands.until(lambda one: one.status.key == "on_hold", tickets)
    hands.press("Escape")


def one_by_one(hands: Hands, tickets: list[Ticket]) -> None:
    """Opened beside the list: read, answered, put where it belongs."""
    page = hands.page
    for ticket in tickets:
        hands.reach(ticket, "Enter")
        page.locator("#top h1", has_text=ticket.subject).wait_for()
        hands.press("l")
        page.locator('input[name="add_tags"]:focus').wait_for()
        hands.type("seen")
        hands.press("Enter")
        hands.until(lambda one: "seen" in one.tags, [ticket])
        page.locator("#properties .tag", has_text="seen").wait_for()
        hands.press("Escape", "r")
        page.locator("#composer-body:focus").wait_for()
        hands.type("It is on its way.")
        hands.press("Control+Enter")
        hands.until(lambda one: one.stage == "waiting", [ticket])
        page.locator(".msg.reply", has_text="on its way").wait_for()
        hands.press("Escape")
        page.locator("#composer-body:not(:focus)").wait_for()


def of_the_row_by_the_palette(hands: Hands, ticket: Ticket) -> None:
    """What has the focus is not opened for it; what only the bar can do is done to it alone."""
    page = hands.page
    found = page.locator("#palette-found [aria-selected=true]")
    hands.reach(ticket, "Control+k")
    page.locator("#palette-found h2", has_text=f"Ticket {ticket.number}").wait_for()
    hands.type("tag")
    found.filter(has_text="Add tags").wait_for()
    hands.press("Enter")
    page.locator("#bulk-ask input[name=tags]:focus").wait_for()
    hands.press("Escape", "Escape")
    page.locator("#bulk").wait_for(state="detached")
    hands.reach(ticket, "Control+k")
    hands.type("guest")
    found.filter(has_text="A guest of ours").wait_for()
    hands.press("Enter")
    page.locator("#bulk-progress", has_text="1 ticket changed").wait_for()
    hands.reach(ticket, "Control+k")
    hands.type("assign me")
    found.filter(has_text="Assign to me").wait_for()
    hands.press("Enter")
    gone(hands, ticket)
    me = hands.desk.cast.agent.member.pk
    hands.until(lambda one: one.assignee_id == me and one.tags == ["vip"], [ticket])


def by_the_palette(hands: Hands, ticket: Ticket) -> None:
    page = hands.page
    hands.press("Control+k")
    hands.type(ticket.number)
    page.locator("#palette-found [aria-selected=true]", has_text=ticket.subject).wait_for()
    hands.press("Enter")
    page.locator("#top h1", has_text=ticket.subject).wait_for()
    hands.press("Control+k")
    hands.type("macro vip")
    page.locator("#palette-found [aria-selected=true]", has_text="A guest of ours").wait_for()
    hands.press("Enter")
    page.locator(".toast", has_text="Done: A guest of ours (VIP).").wait_for()
    hands.press("Control+k")
    hands.type("resolve")
    page.locator("#palette-found [aria-selected=true]", has_text="Resolve").wait_for()
    hands.press("Enter")
    hands.until(lambda one: one.stage == "resolved" and one.tags == ["vip"], [ticket])


@pytest.mark.browser
def test_twenty_tickets_without_a_mouse(desk: Desk, page: Any, sign_in) -> None:
    cast = desk.cast
    with tenancy.organization(cast.acme.pk):
        tickets = [factories.make_ticket(f"Request number {n}", department=cast.flights) for n in range(20)]
        make_macro(name="A guest of ours (VIP)", bodies={}, changes={"add_tags": ["vip"]})
    sign_in(cast.agent)
    page.goto("/acme/desk/")
    hear(page)
    hands = Hands(desk, page)
    hands.press("g", "u")
    page.get_by_role("heading", name="Unassigned").wait_for()
    from_the_list(hands, tickets[:7])
    many_at_once(hands, tickets[7:15])
    of_the_row_by_the_palette(hands, tickets[18])
    one_by_one(hands, tickets[15:18])
    by_the_palette(hands, tickets[19])
    assert hands.pressed < 20 * 15

    # Switched off, on this page at once and on the next by the server.
    hands.press("?")
    page.locator("#shortcuts[open]").wait_for()
    page.get_by_role("switch", name="Use shortcuts").focus()
    hands.press("Space", "Escape", "g", "u")
    with tenancy.organization(cast.acme.pk):
        wait_until(lambda: not Member.objects.get(pk=cast.agent.member.pk).user.has_shortcuts, "The switch")
    page.goto("/acme/desk/?view=open")
    hear(page)
    hands.press("Control+k", "?", "g", "u", "j", "x")
    assert page.locator("dialog[open], #bulk").count() == 0
    assert page.url.endswith("view=open")


def test_every_key_of_the_table_has_words(cast: Cast, client_of: Callable[..., Client]) -> None:
    page = client_of(cast.agent).get("/acme/desk/").content.decode()
    words = re.search(r"<shortcut-sheet[^>]*data-words='([^']*)'", page)
    assert words
    table = (ROOT / Path("frontend/ts/keys.ts")).read_text(encoding="utf-8")
    for name in [*re.findall(r'name: "(\w+)"', table), "everywhere", "list", "board", "ticket"]:
        assert f"&#34;{name}&#34;" in words[1], name
    letters = re.findall(r'data-go="(\w)"', page)
    assert len(letters) == len(set(letters)) > 10, "each letter goes to one place"


@pytest.mark.django_db
def test_a_person_switches_shortcuts_off_for_every_browser(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.agent)
    assert 'data-shortcuts="off"' not in client.get("/acme/desk/").content.decode()
    assert client.post("/accounts/shortcuts", {"shortcuts": "off"}).status_code == 204
    assert '<body data-shortcuts="off">' in client.get("/acme/desk/").content.decode()
    assert 'data-shortcuts="off"' not in client_of(cast.other_agent).get("/acme/desk/").content.decode()
    assert client_of(None).post("/accounts/shortcuts", {"shortcuts": "off"}).status_code == 302
    typed = {"name": "Ana Agent", "language": "en", "time_zone": "", "theme": "system", "shortcuts": "on"}
    assert client.post("/accounts/profile", typed).status_code == 302
    assert 'data-shortcuts="off"' not in client.get("/acme/desk/").content.decode()
