"""Time in a real browser: a timer by one key, in two tabs, over a reload, booked, undone; and the page of time."""

from typing import Any

import pytest

from moondesk.kit import tenancy
from moondesk.timekeeping.models import TimeEntry, Timer
from tests.harness.browser import hear
from tests.harness.running import Desk, wait_until

pytestmark = pytest.mark.browser


def test_a_timer_lives_on_in_every_tab(desk: Desk, page: Any, sign_in: Any, axe: Any) -> None:
    cast = desk.cast
    sign_in(cast.agent)
    page.goto(f"/acme/desk/tickets/{cast.ticket.number}")
    page.locator("#timer button", has_text="Start timer").wait_for()
    other = page.context.new_page()
    other.goto("/acme/desk/contacts")
    hear(other)

    page.keyboard.press("t")
    page.locator("#timer b.num[data-counts]").wait_for()
    chip = other.locator("#timing a")
    chip.wait_for()
    assert axe(page) == []
    page.reload()
    page.locator("#timer b.num[data-counts]").wait_for()
    first = page.locator("#timer b.num").inner_text()
    wait_until(lambda: page.locator("#timer b.num").inner_text() != first, "The seconds that count")

    page.locator("#timer input[name=note]").fill("Called the airline")
    page.locator("#timer button", has_text="Book").click()
    page.locator("#time summary", has_text="1 min").wait_for()
    chip.wait_for(state="detached")
    with tenancy.organization(cast.acme.pk):
        assert TimeEntry.objects.get().note == "Called the airline"
    page.locator("toast-region button", has_text="Undo").click()
    page.locator("#timer b.num[data-counts]").wait_for()
    with tenancy.organization(cast.acme.pk):
        assert not TimeEntry.objects.exists()
        assert Timer.objects.get().running_since is not None

    page.locator("#numbers > summary").click()
    page.locator("#numbers dl.figures").wait_for()
    assert axe(page) == []
    chip.wait_for()
    chip.click()
    other.wait_for_url(f"**/tickets/{cast.ticket.number}*")


def test_time_is_booked_by_hand_and_looked_at(desk: Desk, page: Any, sign_in: Any, axe: Any) -> None:
    cast = desk.cast
    sign_in(cast.agent)
    page.goto(f"/acme/desk/tickets/{cast.ticket.number}")
    page.get_by_role("link", name="Book time by hand").click()
    page.get_by_label("How long").wait_for()
    assert axe(page) == []
    page.get_by_label("How long").fill("1h 30m")
    page.get_by_role("button", name="Book", exact=True).click()
    page.locator("#time summary", has_text="1 h 30 min").wait_for()

    for width in (1440, 1024, 390):
        page.set_viewport_size({"width": width, "height": 850})
        page.goto("/acme/desk/time?period=year")
        page.locator(".sums dd", has_text="1 h 30 min").first.wait_for()
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Export CSV").click()
    assert taken.value.suggested_filename == "time.csv"
    page.locator("tr[data-row] td a").first.click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Undo").click()
    page.locator(".sums dd", has_text="1 h 30 min").first.wait_for()
