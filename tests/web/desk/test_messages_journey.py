"""One conversation in a browser: answered message by message, judged, edited by two at once, deleted and back again."""

from typing import Any

import pytest

from moondesk.conversations.actions import add_note
from moondesk.conversations.actions.editing import edit_message
from moondesk.conversations.actions.voting import vote
from moondesk.conversations.models import Message
from moondesk.conversations.rules import Vote
from moondesk.kit import tenancy
from moondesk.tickets.actions import change_priority
from moondesk.tickets.actions.deleting import delete_ticket
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Priority
from tests.harness.browser import hear, in_every_theme
from tests.harness.running import Desk

pytestmark = pytest.mark.browser


def open_menu(page: Any, message: Any) -> None:
    """Open the menu of a message by keyboard; its first choice has the focus then."""
    message.locator(".msg-more").focus()
    page.keyboard.press("Enter")
    page.locator('#message_choices [role^="menuitem"]:focus').wait_for()


def answer(page: Any, asked: Any, words: str) -> Any:
    """Answer one message, and return the answer."""
    open_menu(page, asked)
    page.keyboard.press("Enter")
    page.locator(".answering", has_text="In reply to Olivia Owner").wait_for()
    page.keyboard.type(words)
    page.keyboard.press("Control+Enter")
    made = page.locator(".msg.note", has_text=words)
    made.locator(".answers", has_text="In reply to Olivia Owner: Has anybody called them?").wait_for()
    assert page.locator(".answering").count() == 0
    return made


def edit(page: Any, desk: Desk, mine: Any, said: Message) -> Any:
    """Edit a message while somebody else does, and return it as it is in the end."""
    open_menu(page, mine)
    page.get_by_role("menuitem", name="Edit…").click()
    page.locator("#f-body").fill("I did, at ten.")
    with tenancy.organization(desk.cast.acme.pk):
        edit_message(said, "Ana did.", by=desk.cast.owner.actor)
    page.get_by_role("button", name="Save").click()
    page.locator(".compared ins", has_text="Ana").wait_for()
    page.wrong.clear()  # the browser tells of the 412 that showed the other words
    assert page.locator("#f-body").input_value() == "I did, at ten."
    page.get_by_role("button", name="Save").click()
    made = page.locator(".msg.note", has_text="I did, at ten.")
    made.locator("summary", has_text="edited").click()
    made.locator(".versions del", has_text="Ana did.").wait_for()
    return made


def test_a_conversation_about_a_conversation(desk: Desk, page: Any, sign_in, axe) -> None:
    cast = desk.cast
    with tenancy.organization(cast.acme.pk):
        ticket = Ticket.objects.get(pk=cast.ticket.pk)
        for priority in (Priority.LOW, Priority.HIGH):
            change_priority(ticket, priority, by=cast.owner.actor)
        note = add_note(ticket, "Has anybody called them?", by=cast.owner.actor)
    sign_in(cast.agent)
    page.goto(f"/acme/desk/tickets/{cast.ticket.number}")
    hear(page)
    mine = answer(page, page.locator(f"#message-{note.pk}"), "I did.")

    # What happened in between folds, and stays open while others go on.
    page.locator("details.sys > summary").click()
    with tenancy.organization(cast.acme.pk):
        said = Message.objects.get(ticket=cast.ticket, body="I did.")
        vote(said, Vote.UP, by=cast.owner.actor)
    mine.locator(".votes > summary").click()
    mine.locator(".voters", has_text="Olivia Owner").wait_for()
    assert page.locator("details.sys li").first.is_visible()

    open_menu(page, mine)
    page.get_by_role("menuitem", name="Copy link").click()
    page.locator("toast-region", has_text="Link copied.").wait_for()
    mine = edit(page, desk, mine, said)
    open_menu(page, mine)
    assert axe(page) == []
    page.get_by_role("menuitem", name="Delete").click()
    page.locator(".msg.deleted", has_text="This note was deleted by Ana Agent").wait_for()
    assert all(axe(page) == [] for _theme in in_every_theme(page))
    page.locator("toast-region button", has_text="Undo").last.click()
    page.locator(".msg.note:not(.deleted)", has_text="I did, at ten.").wait_for()

    # Somebody else deletes the ticket that one is reading.
    with tenancy.organization(cast.acme.pk):
        delete_ticket(Ticket.objects.get(pk=cast.ticket.pk), by=cast.owner.actor)
    page.locator("toast-region", has_text="This ticket was deleted, or you cannot see it any more.").wait_for()
    page.wrong.clear()  # the browser tells of the 404 that its presence there got
