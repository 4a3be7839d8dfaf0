"""What may come between an agent and the work: toasts, a lost connection, a faster colleague, a small window."""

from typing import Any

import pytest

from moondesk.conversations.models import Message
from moondesk.kit import tenancy
from moondesk.tickets.actions import change_priority
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Priority
from tests import factories
from tests.harness.browser import hear
from tests.harness.running import Desk, wait_until

pytestmark = pytest.mark.browser

COVERED = """() => [...document.querySelectorAll(
    '.desk :is(a[href], button, textarea, input, .msg:last-of-type .said)')]
  .filter(one => one.type !== 'hidden' && one.checkVisibility({visibilityProperty: true}))
  .map(one => [one, one.getBoundingClientRect()])
  .filter(([, at]) => at.left >= 0 && at.right <= innerWidth)
  .filter(([one, at]) => {  // what is scrolled out of sight can be scrolled into it
    const part = one.closest('.scroll')?.getBoundingClientRect();
    const middle = at.top + at.height / 2;
    return !part || (middle > part.top && middle < part.bottom);
  })
  .map(([one, at]) => [one, document.elementFromPoint(at.left + at.width / 2, at.top + at.height / 2)])
  .filter(([, top]) => top && top.closest('toast-region'))
  .map(([one]) => one.outerHTML.slice(0, 120))"""
TOASTS = """() => {
  const long = 'Something did not work, and this is a long sentence about why.';
  for (const [text, kind] of [['Reply sent.', 'success'], [long, 'danger']])
    document.dispatchEvent(new CustomEvent('toast', {detail: {text, kind}}));
}"""

STYLES = """() => {
  const style = getComputedStyle(document.querySelector('.toast'));
  return [style.animationName, style.transitionDuration];
}"""


def open_ticket(desk: Desk, page: Any) -> str:
    page.clock.install()
    page.goto(f"/acme/desk/tickets/{desk.cast.ticket.number}")
    page.locator("#composer-body").wait_for()
    hear(page)
    return f"/acme/desk/tickets/{desk.cast.ticket.number}"


def written(desk: Desk, body: str) -> int:
    with tenancy.organization(desk.cast.acme.pk):
        return Message.objects.filter(ticket_id=desk.cast.ticket.pk, body=body).count()


@pytest.mark.parametrize("size", [(1440, 900), (1024, 768), (390, 844), (720, 450)])
def test_toasts_cover_nothing(desk: Desk, page: Any, sign_in, axe, size) -> None:
    with tenancy.organization(desk.cast.acme.pk):
        for number in range(12):
            factories.make_message(Ticket.objects.get(pk=desk.cast.ticket.pk), f"Filling the page, {number}.")
            factories.make_ticket(f"Filling the list, {number}")
    sign_in(desk.cast.agent)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for path in (f"/acme/desk/tickets/{desk.cast.ticket.number}", "/acme/desk/?view=all", "/acme/desk/contacts/new"):
        page.goto(path)
        page.evaluate(TOASTS)
        page.locator("toast-region .toast").nth(1).wait_for()
        page.wait_for_timeout(150)
        assert page.evaluate(COVERED) == [], path
        for toast in page.locator("toast-region .toast").all():
            box = toast.bounding_box()
            assert box["x"] >= 0
            assert box["y"] >= 0
            assert box["x"] + box["width"] <= size[0]
            assert box["y"] + box["height"] <= size[1]
    assert axe(page) == []


def test_toasts_are_said_once_and_do_not_move(desk: Desk, page: Any, sign_in) -> None:
    sign_in(desk.cast.agent)
    page.emulate_media(reduced_motion="reduce")
    open_ticket(desk, page)
    regions = "() => [...document.querySelectorAll('toast-region [role]')].map(one => one.getAttribute('role'))"
    assert sorted(page.evaluate(regions)) == ["alert", "status"]
    page.evaluate(TOASTS)
    assert page.locator('toast-region [role="status"] .toast', has_text="Reply sent.").count() == 1
    assert page.locator('toast-region [role="alert"] .toast', has_text="did not work").count() == 1
    assert sorted(page.evaluate(regions)) == ["alert", "status"], "a live region in a live region is said twice"
    styles = page.evaluate(STYLES)
    assert styles == ["none", "0s"]


def test_what_a_form_said_survives_the_navigation(desk: Desk, page: Any, sign_in) -> None:
    sign_in(desk.cast.agent)
    page.goto("/acme/desk/contacts")
    page.get_by_role("link", name="New contact").click()
    page.fill("#f-name", "Nora Said")
    page.get_by_role("button", name="Save").click()
    page.locator("toast-region", has_text="The contact is saved.").wait_for()


def test_without_a_connection_a_reply_waits_and_is_sent_once(desk: Desk, page: Any, sign_in) -> None:
    sign_in(desk.cast.agent)
    open_ticket(desk, page)
    page.fill("#composer-body", "I was written in a tunnel.")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    toast = page.locator("toast-region .toast", has_text="Not sent yet.")
    toast.wait_for()
    assert "goes out by itself" in toast.inner_text()
    assert page.locator("[data-saved-at]").inner_text() == "Not sent yet"
    assert page.locator("#composer-body").input_value() == "I was written in a tunnel."
    toast.get_by_role("button", name="Try now").click()
    page.wait_for_timeout(400)
    assert written(desk, "I was written in a tunnel.") == 0
    page.context.set_offline(False)
    page.locator(".msg.reply", has_text="I was written in a tunnel.").wait_for()
    toast.wait_for(state="detached")
    assert page.locator("#composer-body").input_value() == ""
    page.clock.fast_forward(60_000)  # nothing more goes out, however long one waits
    page.wait_for_timeout(400)
    assert written(desk, "I was written in a tunnel.") == 1
    page.wrong.clear()


def test_a_reply_that_waits_and_is_changed_says_that_it_waits_for_its_writer(desk: Desk, page: Any, sign_in) -> None:
    sign_in(desk.cast.agent)
    open_ticket(desk, page)
    page.fill("#composer-body", "Half of it.")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    page.locator("toast-region .toast", has_text="goes out by itself, once").wait_for()
    page.locator("#composer-body").press_sequentially(" And the rest.")
    toast = page.locator("toast-region .toast", has_text="Not sent yet.")
    assert toast.count() == 1
    assert "does not go out by itself any more" in toast.inner_text()
    page.context.set_offline(False)
    page.clock.fast_forward(60_000)  # nothing more goes out, however long one waits
    page.wait_for_timeout(400)
    assert toast.is_visible()
    assert written(desk, "Half of it.") + written(desk, "Half of it. And the rest.") == 0
    toast.get_by_role("button", name="Send again").click()
    page.locator(".msg.reply", has_text="Half of it. And the rest.").wait_for()
    toast.wait_for(state="detached")
    assert written(desk, "Half of it. And the rest.") == 1
    page.wrong.clear()


def test_an_answer_that_was_lost_does_not_send_twice(desk: Desk, page: Any, sign_in) -> None:
    sign_in(desk.cast.agent)
    open_ticket(desk, page)
    lost: list[int] = []

    def swallow(route: Any) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort("connectionreset")

    page.route("**/messages*", swallow)
    page.fill("#composer-body", "Arrived, but nobody said so.")
    page.keyboard.press("Control+Enter")
    page.locator("toast-region", has_text="Not sent yet.").wait_for()
    assert lost == [200]
    page.locator(".msg.reply", has_text="Arrived, but nobody said so.").wait_for()
    page.locator("toast-region", has_text="Reply sent.").wait_for()
    assert written(desk, "Arrived, but nobody said so.") == 1
    page.wrong.clear()


def test_what_was_typed_offline_is_there_after_a_reload(desk: Desk, page: Any, sign_in) -> None:
    sign_in(desk.cast.agent)
    open_ticket(desk, page)
    page.fill("#composer-body", "Kept through the night.")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    page.locator("toast-region", has_text="Not sent yet.").wait_for()
    key = page.locator('input[name="key"]').input_value()
    page.route("**/messages*", lambda route: route.abort())
    page.context.set_offline(False)
    page.reload()
    page.locator("[data-saved-at]", has_text="Not sent yet").wait_for()
    assert page.locator("#composer-body").input_value() == "Kept through the night."
    assert page.locator('input[name="key"]').input_value() == key
    page.unroute("**/messages*")
    page.locator("#composer-body").press("Control+Enter")
    page.locator(".msg.reply", has_text="Kept through the night.").wait_for()
    assert written(desk, "Kept through the night.") == 1
    page.wrong.clear()


def test_two_browsers_change_the_same_ticket(desk: Desk, page: Any, sign_in, client_of) -> None:
    """The slower one sees what changed and keeps the choice, on the page and in the list."""
    cast = desk.cast
    sign_in(cast.agent)
    # The other browser is quicker than news of it: what follows must not hang on the live connection.
    page.route("**/api/tickets/stream*", lambda route: route.abort())
    page.goto("/acme/desk/?view=all")
    page.evaluate("document.querySelector('live-stream')?.remove()")
    box = page.locator(f"#box-{cast.ticket.pk}")
    box.hover()
    box.locator(".row-more").click()
    choice = page.locator('#row_menu button[value="urgent"]')
    choice.wait_for()
    other = client_of(cast.owner)
    version = cast.ticket.version
    answer = other.post(f"/acme/desk/tickets/{cast.ticket.number}/status", {"version": version, "status": "pending"})
    assert answer.status_code == 302
    choice.click()
    alert = page.locator(".head .alert")
    alert.wait_for()
    assert "Status: Open → Pending · Olivia Owner" in alert.inner_text()
    assert f"/tickets/{cast.ticket.number}" in page.url
    alert.get_by_role("button", name="Make my change now").click()
    page.locator("#priority-button", has_text="Urgent").wait_for()
    alert.wait_for(state="detached")
    assert page.locator("#status-button").inner_text().endswith("Pending")

    with tenancy.organization(cast.acme.pk):
        change_priority(Ticket.objects.get(pk=cast.ticket.pk), Priority.LOW, by=cast.owner.actor)
    page.click("#assignee-button")
    page.locator("#assignee button", has_text="Ana Agent").click()
    alert.wait_for()
    assert "Priority: Urgent → Low" in alert.inner_text()
    alert.get_by_role("button", name="Make my change now").click()
    page.locator("#assignee-button", has_text="Ana Agent").wait_for()
    page.wrong.clear()


def test_a_choice_in_the_list_shows_at_once_and_goes_back_when_it_fails(desk: Desk, page: Any, sign_in) -> None:
    cast = desk.cast
    sign_in(cast.agent)
    page.goto("/acme/desk/?view=all")
    box = page.locator(f"#box-{cast.ticket.pk}")
    waiting: list[Any] = []

    def hold(route: Any) -> None:
        waiting.append(route)

    page.route("**/priority*", hold)
    box.hover()
    box.locator(".row-more").click()
    page.locator('#row_menu button[value="urgent"]').click()
    box.locator('.sign[data-c="urgent"]').wait_for()
    # A held request is handed on only while the browser is asked something.
    wait_until(lambda: page.evaluate("true") and waiting, "The change is on its way")
    waiting[0].abort()
    box.locator('.sign[data-c="medium"]').wait_for()
    page.locator("toast-region", has_text="Nothing was changed").wait_for()
    page.wrong.clear()


def test_zoomed_in_the_conversation_keeps_its_place(desk: Desk, page: Any, sign_in, axe) -> None:
    sign_in(desk.cast.agent)
    page.set_viewport_size({"width": 720, "height": 450})
    open_ticket(desk, page)
    height = "() => document.querySelector('[id^=talk-]').clientHeight"
    assert page.evaluate(height) >= 200
    assert page.locator(".write").bounding_box()["height"] <= 60
    page.locator("#composer-body").focus()
    page.locator("button[data-send]").first.wait_for(state="visible")
    page.keyboard.type("One line\nafter\nanother\nand\nanother\nand\nanother\nand\nanother\n")
    assert page.evaluate(height) >= 80
    assert page.evaluate(COVERED) == []
    assert axe(page) == []


def test_a_lost_connection_is_said_where_it_covers_nothing(desk: Desk, page: Any, sign_in, axe) -> None:
    sign_in(desk.cast.agent)
    page.add_init_script("delete globalThis.SharedWorker")  # whose connections a test cannot cut
    page.route("**/api/tickets/stream*", lambda route: route.abort())
    page.goto(f"/acme/desk/tickets/{desk.cast.ticket.number}")
    toast = page.locator('toast-region [role="status"] .toast', has_text="Connection lost.")
    toast.wait_for()
    assert page.evaluate(COVERED) == []
    assert page.locator("#frame").bounding_box()["y"] == 0
    assert axe(page) == []
    page.unroute("**/api/tickets/stream*")
    page.locator("toast-region", has_text="Connected again.").wait_for()
    assert toast.count() == 0
    page.wrong.clear()
