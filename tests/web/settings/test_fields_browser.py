"""A field on its way in a browser: added in settings, chosen beside a ticket, asked for in a new one."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.harness.running import Desk

pytestmark = pytest.mark.browser


def test_a_field_is_added_and_used(
    desk: Desk, page: Page, sign_in: Callable[..., None], axe: Callable[[Page], list[str]]
) -> None:
    sign_in(desk.cast.owner)
    page.goto("/acme/settings/fields")
    page.get_by_role("button", name="Add field").first.click()
    page.locator("#new-kind").select_option("select")
    expect(page.locator("#new-options")).to_be_visible()
    page.locator("#new-label-en").fill("Seat")
    page.locator("#new-options").fill("Aisle | Pasillo\nWindow | Ventanilla")
    page.get_by_role("dialog").get_by_role("button", name="Add field").click()
    expect(page.locator("#field-list")).to_contain_text("Seat")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.get_by_role("button", name="Add field").first.click()
    expect(page.locator("#new-label-en")).to_have_value("")
    page.get_by_role("dialog").get_by_role("button", name="Add field").click()
    expect(page.locator("#new-label-en")).to_have_attribute("aria-invalid", "true")
    page.wrong.clear()  # the browser tells of the 422 that said what was missing
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    assert axe(page) == []
    _write_conditions_on_a_phone(page, axe)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"/acme/desk/tickets/{desk.cast.ticket.number}")
    page.locator("#field-seat-button").click()
    page.get_by_role("menuitemradio", name="Window").click()
    expect(page.locator("#field-seat-button")).to_contain_text("Window")
    expect(page.locator("#history")).to_contain_text("Seat: nothing → Window")
    assert axe(page) == []


def _write_conditions_on_a_phone(page: Page, axe: Callable[[Page], list[str]]) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/acme/settings/fields")
    last = page.locator("tr", has=page.locator("input[name=order][value=seat]")).locator(".conditions")
    page.get_by_role("checkbox", name="Seat").check()
    last.locator("> summary").click()
    rows = last.locator(".condition")
    for number, what in enumerate(("type", "priority")):
        rows.nth(number).get_by_label("What is compared").select_option(what)
        rows.nth(number).locator(".picks > summary").click()
        rows.nth(number).get_by_role("checkbox", name="Incident" if what == "type" else "High").check()
    rows.nth(1).get_by_role("button", name="Take this comparison away").click()
    expect(rows).to_have_count(2)
    rows.nth(1).get_by_label("What is compared").select_option("category")
    rows.nth(1).get_by_label("How it is compared").select_option("filled")
    expect(rows.nth(1).locator(".picks")).to_be_hidden()
    last.get_by_label("How many comparisons").select_option("none")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []
    page.get_by_role("button", name="Save form").click()
    expect(last.locator("> summary")).to_contain_text("none of: Type is Incident; Category is filled")
    last.locator("> summary").click()
    expect(rows.first.locator(".picks > summary")).to_have_text("Incident")
    page.get_by_role("button", name="Remove this form").click()
    expect(last.locator("> summary")).to_contain_text("always")
