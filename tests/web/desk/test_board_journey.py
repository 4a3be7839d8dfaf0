"""A board in a real browser: dragged, moved by keys, refused, taken back, and changed by others meanwhile."""

import re
from typing import Any

import pytest

from moondesk.kit import tenancy
from moondesk.tickets import actions
from moondesk.tickets.actions import WorkflowEdit
from moondesk.tickets.models import Status, Ticket
from moondesk.tickets.rules import Priority
from tests import factories
from tests.harness.browser import hear
from tests.harness.running import Desk, wait_until

pytestmark = pytest.mark.browser


def status_of(desk: Desk, ticket: Ticket) -> str:
    with tenancy.organization(desk.cast.acme.pk):
        return Ticket.objects.select_related("status").get(pk=ticket.pk).status.key


def prepare(desk: Desk) -> list[Ticket]:
    cast = desk.cast
    with tenancy.organization(cast.acme.pk):
        limits = {"in_progress": {"wip_limit": 1}, "pending": {"needs_note": False}}
        moves = {("open", "on_hold"): frozenset[str]()}
        actions.change_workflow(WorkflowEdit(limits, moves=moves), by=cast.owner.actor)
        names = ("Lost suitcase", "Seat by the window", "Wrong name")
        return [factories.make_ticket(name, department=cast.flights) for name in names]


def cell(page: Any, key: str) -> Any:
    return page.locator(f'[data-cell="{key}"]')


def card(page: Any, ticket: Ticket, key: str) -> Any:
    return cell(page, key).locator(f"#row-{ticket.pk}")


def drag_one(desk: Desk, page: Any, ticket: Ticket) -> None:
    """While a card is dragged, only what the workflow opens is lit."""
    page.locator(f"#row-{ticket.pk}").hover()
    page.mouse.down()
    cell(page, "in_progress").hover()
    page.locator('.slots.shut[data-cell="on_hold"]').wait_for()
    cell(page, "in_progress").hover()
    page.locator(".slots.over").wait_for()
    assert page.locator(".slots.over").get_attribute("data-cell") == "in_progress"
    assert not re.search(r"\bshut\b", cell(page, "pending").get_attribute("class"))
    page.mouse.up()
    card(page, ticket, "in_progress").wait_for()
    wait_until(lambda: status_of(desk, ticket) == "in_progress", "The dragged card")
    page.locator(".top", has_text="In progress").locator(".n", has_text="1").wait_for()


def move_one_by_keys(desk: Desk, page: Any, ticket: Ticket) -> None:
    """Over the limit, which is said and not refused; then taken back."""
    card(page, ticket, "open").locator("a.sub").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.locator("#board-said", has_text="To In progress").wait_for(state="attached")
    page.keyboard.press("Escape")
    assert status_of(desk, ticket) == "open"
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    card(page, ticket, "in_progress").wait_for()
    wait_until(lambda: status_of(desk, ticket) == "in_progress", "The card moved by keys")
    page.locator(".top .over", has_text="limit 1").wait_for()
    assert page.evaluate("document.activeElement.closest('.card').id") == f"row-{ticket.pk}"
    page.locator("toast-region").get_by_role("button", name="Undo").last.click()
    card(page, ticket, "open").wait_for()
    wait_until(lambda: status_of(desk, ticket) == "open", "Taken back")


def choose_some(desk: Desk, page: Any, axe: Any) -> None:
    """By key and with Shift, which stays in the column; then all changed at once."""
    cards = cell(page, "open").locator(".card")
    cards.first.locator("a.sub").focus()
    page.keyboard.press("x")
    said = page.locator("#bulk [data-said]")
    said.filter(has_text="1 selected").wait_for()
    cards.nth(2).locator("a.sub").click(modifiers=["Shift"])
    said.filter(has_text="3 selected").wait_for()
    assert axe(page) == []
    page.keyboard.press("p")
    page.locator("#bulk-priority button[value=low]").click()
    page.locator("#bulk-progress:not([data-active])", has_text="3 tickets changed.").wait_for()
    assert not page.locator("#bulk").count()
    page.locator("#bulk-progress [data-close-panel]").click()
    with tenancy.organization(desk.cast.acme.pk):
        assert Ticket.objects.filter(priority=Priority.LOW).count() >= 3


def test_cards_are_moved_by_pointer_and_keys(desk: Desk, page: Any, sign_in, axe) -> None:
    first, second, third = prepare(desk)
    sign_in(desk.cast.agent)
    page.goto("/acme/desk/?view=open&layout=board")
    hear(page)
    assert axe(page) == []
    choose_some(desk, page, axe)
    drag_one(desk, page, first)
    move_one_by_keys(desk, page, second)

    # What somebody else does is seen; what they forbid meanwhile is refused, and the card goes back.
    with tenancy.organization(desk.cast.acme.pk):
        pending = Status.objects.get(key="pending")
        actions.change_status(Ticket.objects.get(pk=third.pk), pending, by=desk.cast.owner.actor)
    card(page, third, "pending").wait_for()
    card(page, second, "open").hover()
    page.mouse.down()
    cell(page, "in_progress").hover()
    with tenancy.organization(desk.cast.acme.pk):
        edit = WorkflowEdit(moves={("open", "in_progress"): frozenset[str]()})
        actions.change_workflow(edit, by=desk.cast.owner.actor)
    cell(page, "in_progress").hover()
    page.mouse.up()
    page.locator("toast-region", has_text="Tickets do not go from Open to In progress here").wait_for()
    card(page, second, "open").wait_for()
    assert status_of(desk, second) == "open"
    page.wrong.clear()  # The browser tells of an answer that refuses.
