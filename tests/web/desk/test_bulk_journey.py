"""Many tickets at once in a real browser: chosen by key and by Shift, changed, undone, exported."""

import csv
from pathlib import Path
from typing import Any

from moondesk.kit import tenancy
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Priority
from tests import factories
from tests.harness.running import Desk, wait_until


def test_tickets_are_chosen_changed_undone_and_exported(
    desk: Desk, page: Any, sign_in: Any, axe: Any, tmp_path: Path
) -> None:
    cast = desk.cast
    with tenancy.organization(cast.acme.pk):
        made = [factories.make_ticket(f"Broken screen {n}", department=cast.flights).pk for n in range(6)]
    sign_in(cast.agent)
    page.goto("/acme/desk/?view=all&layout=table&sort=-created_at")
    page.locator("#rows [data-row]").nth(6).wait_for()
    boxes, said = page.locator("#rows [data-pick]"), page.locator("#bulk [data-said]")
    choose_on_the_way(page, said)
    boxes.nth(3).click(modifiers=["Shift"])
    said.filter(has_text="4 selected").wait_for()
    assert [boxes.nth(at).is_checked() for at in range(6)] == [True] * 4 + [False] * 2
    assert axe(page) == []
    take_all(page, cast, made)
    page.keyboard.press("p")
    page.locator("#bulk-priority button[value=urgent]").click()
    page.locator("#bulk-progress:not([data-active])", has_text="4 tickets changed.").wait_for()

    def urgent() -> int:
        with tenancy.organization(cast.acme.pk):
            return Ticket.objects.filter(pk__in=made, priority=Priority.URGENT).count()

    assert urgent() == 4
    page.locator("#bulk-progress form button").click()
    wait_until(lambda: urgent() == 0, "The undo of all of them")
    page.locator("header [data-ask*='exports/ask']:visible").click()
    dialog = page.locator("dialog#bulk-ask")
    dialog.locator("input[value=csv]").check()
    assert axe(page) == []
    dialog.locator("footer .main").click()
    with page.expect_download() as download:
        page.locator("#bulk-progress a[download]").click()
    download.value.save_as(tmp_path / "tickets.csv")
    with (tmp_path / "tickets.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = list(csv.DictReader(table))
    assert [row["Subject"] for row in rows[:6]] == [f"Broken screen {n}" for n in (5, 4, 3, 2, 1, 0)]
    export_chosen(page)


def take_all(page: Any, cast: Any, made: list[Any]) -> None:
    """Assign the four that are selected to oneself by a key, and select them again."""
    page.keyboard.press("i")
    page.locator("#bulk-progress:not([data-active])", has_text="4 tickets changed.").wait_for()
    with tenancy.organization(cast.acme.pk):
        taken = Ticket.objects.filter(pk__in=made, assignee=cast.agent.member).count()
    assert taken == 4, "the key is about all of them"
    page.locator("#bulk-progress [data-close-panel]").click()
    boxes = page.locator("#rows [data-pick]")
    boxes.nth(0).check()
    boxes.nth(3).click(modifiers=["Shift"])
    page.locator("#bulk [data-said]", has_text="4 selected").wait_for()


def choose_on_the_way(page: Any, said: Any) -> None:
    page.keyboard.press("j")
    page.keyboard.press("Shift+J")
    said.filter(has_text="2 selected").wait_for()
    page.keyboard.press("Escape")
    said.wait_for(state="detached")
    page.keyboard.press("k")
    page.keyboard.press("x")
    said.filter(has_text="1 selected").wait_for()


def export_chosen(page: Any) -> None:
    for at in (1, 4):
        page.locator("#rows [data-pick]").nth(at).check()
    page.locator("#bulk [popovertarget='bulk-more']").click()
    page.locator("#bulk-more [data-ask*='exports/ask']").click()
    page.locator("dialog#bulk-ask").get_by_text("2 selected tickets").wait_for()
    page.locator("dialog#bulk-ask").locator("input[value=json]").check()
    page.locator("dialog#bulk-ask").locator("footer .main").click()
    page.locator("#bulk-progress", has_text="2 tickets exported.").wait_for()
    page.locator("#bulk [data-said]").filter(has_text="2 selected").wait_for()
