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
    assert axe(page) == []
    page.goto(f"/acme/desk/tickets/{desk.cast.ticket.number}")
    page.locator("#field-seat-button").click()
    page.get_by_role("menuitemradio", name="Window").click()
    expect(page.locator("#field-seat-button")).to_contain_text("Window")
    expect(page.locator("#history")).to_contain_text("Seat: nothing → Window")
    assert axe(page) == []
