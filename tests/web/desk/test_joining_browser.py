"""Merging in a real browser: found while typing, merged, undone; and the pages on a phone."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from moondesk.kit import tenancy
from tests import factories


@pytest.mark.browser
def test_a_ticket_is_found_while_typing_merged_and_unmerged(desk: Any, page: Page, sign_in: Any, axe: Any) -> None:
    with tenancy.organization(desk.cast.acme.pk):
        kept = factories.make_ticket("Refund", "the first", department=desk.cast.flights)
        factories.make_ticket("Airline does not answer", "the second", department=desk.cast.flights)
    sign_in(desk.cast.agent)
    for rest in ("merge", "links", "split"):
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"/acme/desk/tickets/{kept.number}/{rest}")
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"/acme/desk/tickets/{kept.number}/merge")
    page.get_by_label("Find tickets").fill("airline")
    page.get_by_role("checkbox", name="Airline does not answer").check()
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_text("the second")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("the second")).to_have_count(0)
