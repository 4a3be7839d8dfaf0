"""An agent's day in a real browser: a request appears, is answered and resolved, with the keyboard alone."""

from typing import Any

import pytest
from playwright.sync_api import expect

from moondesk.conversations.actions import add_note
from moondesk.conversations.models import Message
from moondesk.kit import tenancy
from moondesk.organizations.models import Organization
from moondesk.tickets.actions import change_priority
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Priority
from tests import factories
from tests.harness.browser import hear
from tests.harness.people import Cast
from tests.harness.running import Desk, wait_until

pytestmark = pytest.mark.browser


def of_acme(desk: Desk, number: str) -> Ticket:
    with tenancy.organization(desk.cast.acme.pk):
        return Ticket.objects.get(number=number)


def walk_to(page: Any, row: Any) -> None:
    """Press J until the row has the focus."""
    for _ in range(5):
        page.keyboard.press("j")
        if row.evaluate("row => row === document.activeElement"):
            return
    raise AssertionError("J does not reach the row")


def test_a_request_appears_is_answered_and_resolved_by_keyboard(desk: Desk, page: Any, sign_in, axe) -> None:
    cast = desk.cast
    sign_in(cast.agent)
    page.goto("/acme/desk/?view=unassigned")
    assert axe(page) == []
    hear(page)
    with tenancy.organization(cast.acme.pk):
        ticket = factories.make_ticket("Lost suitcase in Oslo", "It is red.", department=cast.flights)
    row = page.locator(f"#row-{ticket.pk}")
    row.wait_for()
    unassigned = page.locator('#rail-views a[title="Unassigned"] .n')
    wait_until(lambda: unassigned.inner_text() == "2", "The count of unassigned tickets")

    walk_to(page, row)
    page.keyboard.press("Enter")
    page.locator("#top h1", has_text="Lost suitcase in Oslo").wait_for()
    assert axe(page) == []

    page.keyboard.press("r")
    page.keyboard.type("We found it. It comes **tomorrow**.")
    page.keyboard.press("Control+Enter")
    page.locator(".msg.reply strong", has_text="tomorrow").wait_for()
    wait_until(lambda: of_acme(desk, ticket.number).stage == "waiting", "Send and set pending")
    expect(page.locator("#composer-body")).to_have_value("")
    page.locator("toast-region", has_text="Reply sent.").wait_for()
    page.wait_for_timeout(300)
    page.locator("#composer-body").blur()

    page.keyboard.press("p")
    page.locator("#priority button:focus").wait_for()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    wait_until(lambda: of_acme(desk, ticket.number).priority == Priority.URGENT, "The priority")
    page.locator("#priority-button", has_text="Urgent").wait_for()
    page.wait_for_timeout(200)
    page.keyboard.press("e")
    page.locator("#status-button", has_text="Resolved").wait_for()
    wait_until(lambda: of_acme(desk, ticket.number).stage == "resolved", "Resolving")
    assert page.url.split("?")[0].endswith(f"/acme/desk/tickets/{ticket.number}")


def test_a_phone_shows_one_thing_at_a_time(desk: Desk, page: Any, sign_in, axe) -> None:
    sign_in(desk.cast.agent)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/acme/desk/?view=open")
    assert axe(page) == []
    assert not page.locator("#main").is_visible()
    page.click(f"#row-{desk.cast.ticket.pk}")
    page.locator("#top h1", has_text="My flight was cancelled").wait_for()
    assert axe(page) == []
    assert not page.locator("#list").is_visible()
    page.get_by_role("link", name="Back to").click()
    page.locator(f"#row-{desk.cast.ticket.pk}").wait_for(state="visible")
    page.get_by_role("button", name="Open menu").first.click()
    page.locator("#rail").get_by_role("link", name="Waiting").click()
    page.locator("#list h1", has_text="Waiting").wait_for()
    assert not page.locator("#rail").is_visible(), "the drawer stays in the way"


def test_what_others_do_slides_in_and_leaves_the_text_alone(desk: Desk, page: Any, sign_in) -> None:
    cast = desk.cast
    sign_in(cast.agent)
    page.goto(f"/acme/desk/tickets/{cast.ticket.number}")
    hear(page)
    page.fill("#composer-body", "I am still writ")
    with tenancy.organization(cast.acme.pk):
        message = factories.make_message(Ticket.objects.get(pk=cast.ticket.pk), "A colleague answers.")
        change_priority(Ticket.objects.get(pk=cast.ticket.pk), Priority.HIGH, by=cast.owner.actor)
    page.locator(f"#message-{message.pk}").wait_for()
    page.locator("#priority-button", has_text="High").wait_for()
    assert page.locator("#composer-body").input_value() == "I am still writ"
    page.keyboard.type("ing.")
    page.keyboard.press("Control+Enter")
    page.locator(".msg.reply", has_text="I am still writing.").wait_for()
    with tenancy.organization(cast.acme.pk):
        assert Message.objects.filter(ticket_id=cast.ticket.pk, body="I am still writing.").count() == 1
        add_note(Ticket.objects.get(pk=cast.ticket.pk), "And you, @Ana Agent?", by=cast.owner.actor)
    page.locator(".toast", has_text=f"Olivia Owner mentioned you on TKT-{cast.ticket.number}").wait_for()
    wait_until(lambda: not _is_named(cast), "it is known that Ana looks at it")


def _is_named(cast: Cast) -> bool:
    with tenancy.organization(cast.acme.pk):
        return bool(Ticket.objects.get(pk=cast.ticket.pk).mentioned)


def test_everything_works_without_scripts(desk: Desk, page: Any, sign_in) -> None:
    cast = desk.cast
    sign_in(cast.agent)
    plain = page.context.browser.new_context(base_url=desk.url, java_script_enabled=False)
    plain.add_cookies(page.context.cookies())
    bare = plain.new_page()
    bare.goto("/acme/desk/?view=open")
    bare.click(f"#row-{cast.ticket.pk}")
    bare.fill("#composer-body", "Without a script.")
    bare.click("text=Send and set pending")
    bare.locator(".msg.reply", has_text="Without a script.").wait_for()
    bare.click("#status-button")
    bare.click('#status button[value="resolved"]')
    bare.locator("#status-button", has_text="Resolved").wait_for()
    plain.close()
    page.goto("/acme/desk/")


def test_a_stale_change_offers_to_be_made_again(desk: Desk, page: Any, sign_in) -> None:
    cast = desk.cast
    sign_in(cast.agent)
    page.route("**/api/tickets/stream*", lambda route: route.abort())
    page.goto(f"/acme/desk/tickets/{cast.ticket.number}")
    page.evaluate("document.querySelector('live-stream')?.remove()")
    with tenancy.organization(cast.acme.pk):
        change_priority(Ticket.objects.get(pk=cast.ticket.pk), Priority.HIGH, by=cast.owner.actor)
    page.click("#status-button")
    page.click('#status button[value="pending"]')
    alert = page.locator(".head .alert")
    alert.wait_for()
    assert "Olivia Owner" in alert.inner_text()
    assert of_acme(desk, cast.ticket.number).stage == "open"
    alert.get_by_role("button", name="Make my change now").click()
    page.locator("#status-button", has_text="Pending").wait_for()
    assert of_acme(desk, cast.ticket.number).priority == Priority.HIGH
    page.wrong.clear()


def test_a_sent_reply_is_taken_back_and_leaves_nothing(desk: Desk, page: Any, sign_in) -> None:
    cast = desk.cast
    with tenancy.organization(cast.acme.pk):
        Organization.objects.update(undo_seconds=30)
    sign_in(cast.agent)
    page.goto(f"/acme/desk/tickets/{cast.ticket.number}")
    page.locator("#composer-body").fill("You get your money back.")
    page.keyboard.press("Control+Enter")
    page.locator(".msg.reply", has_text="It can still be undone").wait_for()
    page.locator("toast-region button", has_text="Undo").click()
    wait_until(lambda: page.locator("#composer-body").input_value() == "You get your money back.", "The text is back")
    page.locator(".msg.reply").wait_for(state="detached")
    with tenancy.organization(cast.acme.pk):
        assert not Message.objects.filter(ticket=cast.ticket, kind="reply", author_kind="agent").exists()
        Organization.objects.update(undo_seconds=0)
