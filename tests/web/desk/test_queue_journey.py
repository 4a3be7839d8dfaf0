"""The queue in a real browser: filtered and saved with the keyboard, counted live, shown as one likes."""

import re
from typing import Any

import pytest

from moondesk.kit import tenancy
from moondesk.tickets.actions import change_priority
from moondesk.tickets.rules import Priority
from tests import factories
from tests.harness.browser import hear
from tests.harness.running import Desk, wait_until

pytestmark = pytest.mark.browser
_EARLY = """addEventListener("DOMContentLoaded", () => {
  if (location.hash === "#early") document.querySelector("[data-key=f]").click();
});"""
"""Presses a button before the scripts of the page know it."""


def test_a_list_is_filtered_saved_and_shown_by_keyboard(desk: Desk, page: Any, sign_in, axe) -> None:
    cast = desk.cast
    with tenancy.organization(cast.acme.pk):
        ticket = factories.make_ticket("Lost suitcase", department=cast.flights)
        change_priority(ticket, Priority.URGENT, by=cast.agent.actor)
    sign_in(cast.agent)
    page.add_init_script(_EARLY)
    page.goto("/acme/desk/?view=all&layout=table#early")
    page.locator("#filter [data-first]").wait_for()
    page.goto("/acme/desk/?view=all&layout=table")
    hear(page)
    filter_urgent(page, axe)

    page.get_by_role("link", name="Save as view").press("Enter")
    page.locator("#f-name").fill("Urgent ones")
    page.keyboard.press("Enter")
    mine = page.locator('#rail-views a[title="Urgent ones"]')
    mine.wait_for()
    wait_until(lambda: mine.locator(".n").inner_text() == "1", "The count of the view")
    with tenancy.organization(cast.acme.pk):
        another = factories.make_ticket("Stranded in Vienna", department=cast.flights)
        change_priority(another, Priority.URGENT, by=cast.agent.actor)
    wait_until(lambda: mine.locator(".n").inner_text() == "2", "The count follows")

    show_otherwise(page)
    assert axe(page) == []
    page.locator(".chip.parts button", has_text="Priority").focus()
    page.keyboard.press("Delete")
    wait_until(lambda: page.locator("#rows [data-row]").count() > 2, "The list without its filter")
    page.go_back()
    wait_until(lambda: page.locator("#rows [data-row]").count() == 2, "The view again")


def filter_urgent(page: Any, axe) -> None:
    page.keyboard.press("f")
    page.locator("#filter [data-narrow]").wait_for()
    assert axe(page) == []
    shown = page.locator("#filter [data-option]:visible")
    for words, found in (("tag", ["Tag"]), ("created", ["Opened"]), ("Categoría", ["Category"]), ("zzz", [])):
        page.locator("#filter [data-narrow]").fill(words)
        assert [one.strip() for one in shown.all_inner_texts()] == found
    page.get_by_text("No filter is called so.").wait_for()
    page.locator("#filter [data-narrow]").fill("")
    page.keyboard.type("prio")
    page.keyboard.press("Enter")
    page.locator("#filter-form input[value=urgent]").wait_for()
    wait_until(lambda: page.evaluate("document.activeElement.name") == "value", "The first choice has the focus")
    page.keyboard.press("Space")
    assert axe(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("priority=urgent"))
    page.locator(".chip.parts", has_text="Priority is Urgent").wait_for()
    assert page.locator("#rows [data-row]").count() == 1
    assert axe(page) == []


def show_otherwise(page: Any) -> None:
    page.get_by_role("button", name="Display").press("Enter")
    page.locator("#display-form input[value=category]").check()
    page.locator("#display-form [name=group]").select_option("priority")
    page.get_by_role("button", name="Apply").press("Enter")
    page.locator(".grp", has_text="Urgent").wait_for()
    page.locator("th[data-column=category]").wait_for()
    edge = page.locator("th[data-column=requester] .edge")
    before = page.locator("th[data-column=requester]").bounding_box()["width"]
    edge.press("ArrowRight")
    assert page.locator("th[data-column=requester]").bounding_box()["width"] > before
    save = page.get_by_role("button", name="Save changes")
    save.press("Enter")
    # The toast alone could be the one from before, and the page still on its way.
    save.wait_for(state="hidden")
    page.locator("toast-region", has_text="“Urgent ones” is saved.").last.wait_for()
