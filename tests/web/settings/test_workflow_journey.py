"""The workflow in a browser, by keyboard: reordering, what is not saved, limiting a move, and the desk that follows."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from moondesk.kit import tenancy
from moondesk.tickets.statuses import read_workflow
from tests.harness.browser import hear
from tests.harness.people import Person
from tests.harness.running import Desk

pytestmark = pytest.mark.browser
PAGE = "/acme/settings/workflow"


def test_the_workflow_is_changed_without_a_mouse(
    desk: Desk, page: Page, sign_in: Callable[[Person], None], axe: Callable[[Page], list[Any]]
) -> None:
    sign_in(desk.cast.owner)
    page.goto(PAGE)
    assert axe(page) == []
    expect(page.locator(".savebar")).to_be_hidden()

    grip = page.get_by_role("button", name="Move On hold")
    grip.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    expect(page.locator("[data-place]")).to_have_text("Now at place 1 of 2")
    expect(grip).to_be_focused()
    expect(page.get_by_text("1 change not saved")).to_be_visible()

    page.get_by_label("Agents see, Pending, en").fill("Held up")
    limit = page.get_by_role("button", name="Limit Open to Closed to roles")
    limit.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Who may make this move")
    expect(dialog).to_be_visible()
    assert axe(page) == []
    dialog.get_by_label("these roles only").check()
    dialog.get_by_label("Owner").check()
    dialog.get_by_role("button", name="Done").press("Enter")
    expect(dialog).to_be_hidden()
    expect(limit).to_contain_text("Owner")

    page.keyboard.press("Control+s")
    expect(page.get_by_text("The workflow is saved.")).to_be_visible()
    with tenancy.organization(desk.cast.acme.pk):
        saved = read_workflow()
    assert [step.key for step in saved.live][2:4] == ["on_hold", "pending"]
    assert saved.limits == {("open", "closed"): frozenset({"owner"})}
    assert dict(saved.step("pending").labels)["en"] == "Held up"  # type: ignore[union-attr]


def test_an_open_ticket_follows_and_asks_for_the_note(
    desk: Desk, page: Page, sign_in: Callable[[Person], None], axe: Callable[[Page], list[Any]]
) -> None:
    from moondesk.tickets.actions import WorkflowEdit, change_workflow

    sign_in(desk.cast.agent)
    page.goto(f"/acme/desk/tickets/{desk.cast.ticket.number}")
    hear(page)
    with tenancy.organization(desk.cast.acme.pk):
        moves = {("open", "closed"): frozenset[str]()}
        change_workflow(WorkflowEdit({"on_hold": {"needs_note": True}}, moves=moves), by=desk.cast.owner.actor)
    menu = page.get_by_role("menu", name="Status")
    expect(page.locator("#status button[value=closed]")).to_be_disabled()
    page.locator("#status-button").press("Enter")
    expect(menu.get_by_text("not from here")).to_be_visible()
    menu.get_by_role("menuitemradio", name="On hold").click()
    note = page.get_by_label("On hold needs a note that says why.")
    expect(note).to_be_visible()
    assert axe(page) == []
    page.wrong.clear()  # type: ignore[attr-defined]  # the browser tells of the 422 that asked for the note
    note.fill("The hotel answers on Monday.")
    drawn = str(page.locator("#frame").get_attribute("data-config"))
    with tenancy.organization(desk.cast.acme.pk):
        change_workflow(WorkflowEdit({"pending": {"needs_note": True}}), by=desk.cast.owner.actor)
    expect(page.locator("#frame")).not_to_have_attribute("data-config", drawn)
    expect(note).to_have_value("The hotel answers on Monday.")
    page.get_by_role("button", name="Set On hold").press("Enter")
    expect(page.locator("#status-button")).to_contain_text("On hold")
    expect(page.get_by_text("The hotel answers on Monday.").first).to_be_visible()


def test_what_another_changes_waits_for_who_types(
    desk: Desk, page: Page, sign_in: Callable[[Person], None], axe: Callable[[Page], list[Any]]
) -> None:
    from moondesk.tickets.actions import WorkflowEdit, change_workflow

    sign_in(desk.cast.administrator)
    page.goto(PAGE)
    hear(page)
    typed = page.get_by_label("Agents see, Pending, en")
    typed.fill("Held up")
    with tenancy.organization(desk.cast.acme.pk):
        edit = WorkflowEdit({"on_hold": {"labels": {"en": "Parked", "es": "Aparcado"}}})
        change_workflow(edit, by=desk.cast.owner.actor)
    bar = page.locator("toast-region").get_by_text("changed the settings meanwhile")
    expect(bar).to_contain_text(desk.cast.owner.member.name)  # type: ignore[union-attr]
    expect(typed).to_have_value("Held up")
    expect(page.get_by_text("1 change not saved")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Show theirs").press("Enter")
    expect(page.get_by_label("Agents see, Parked, en")).to_have_value("Parked")
    expect(typed).to_have_value("Pending")
    expect(page.locator(".savebar")).to_be_hidden()
    expect(bar).to_have_count(0)

    # Nothing is typed: it follows by itself.
    with tenancy.organization(desk.cast.acme.pk):
        change_workflow(WorkflowEdit({"on_hold": {"labels": {"en": "Held"}}}), by=desk.cast.owner.actor)
    expect(page.get_by_label("Agents see, Held, en")).to_have_value("Held")
    expect(bar).to_have_count(0)
