"""A page that comes back looks again by itself, and what is typed into a question outlives what others do."""

from typing import Any

import pytest

from moondesk.accounts.actions import end_sessions
from moondesk.handover.actions import Heirs, deactivate_member
from moondesk.kit import tenancy
from moondesk.organizations.models import Member
from moondesk.tickets.actions import change_priority
from moondesk.tickets.actions.deleting import delete_ticket
from moondesk.tickets.models import Status, Ticket
from moondesk.tickets.rules import Priority
from tests.harness.browser import hear
from tests.harness.running import Desk

pytestmark = pytest.mark.browser


def test_what_is_typed_into_a_question_outlives_a_colleagues_change(desk: Desk, page: Any, sign_in) -> None:
    with tenancy.organization(desk.cast.acme.pk):
        Status.objects.filter(key="on_hold").update(needs_note=True)
    sign_in(desk.cast.agent)
    page.goto(f"/acme/desk/tickets/{desk.cast.ticket.number}")
    page.locator("#composer-body").wait_for()
    hear(page)
    page.keyboard.press("s")
    page.locator("#status button", has_text="On hold").click()
    page.locator("#ask-note-text").fill("Waiting for the part")
    with tenancy.organization(desk.cast.acme.pk):
        ticket = Ticket.objects.get(pk=desk.cast.ticket.pk)
        change_priority(ticket, Priority.URGENT, by=desk.cast.owner.actor)
    page.locator(".props", has_text="Urgent").wait_for()
    assert page.locator("#ask-note-text").input_value() == "Waiting for the part"
    assert page.evaluate("document.activeElement.id") == "ask-note-text"
    # What happened without a connection is there as soon as it is back, before anybody acts.
    page.context.set_offline(True)
    with tenancy.organization(desk.cast.acme.pk):
        change_priority(Ticket.objects.get(pk=ticket.pk), Priority.LOW, by=desk.cast.owner.actor)
    page.context.set_offline(False)
    page.locator(".props", has_text="Low").wait_for()
    # A ticket that is deleted under one's hands says so, and keeps what is being written.
    page.locator("#composer-body").fill("Half an answer")
    with tenancy.organization(desk.cast.acme.pk):
        delete_ticket(Ticket.objects.get(pk=ticket.pk), by=desk.cast.owner.actor)
    page.locator("toast-region", has_text="This ticket was deleted").wait_for()
    assert page.locator("#composer-body").input_value() == "Half an answer"
    # To the browser these are errors: the answer that asks for the note, no connection, what is deleted.
    page.goto("about:blank")  # so that no more of them come
    expected = ("422", "ERR_INTERNET_DISCONNECTED", "404")
    page.wrong[:] = [one for one in page.wrong if not any(part in one for part in expected)]


def test_a_page_does_not_outlive_what_its_reader_may(desk: Desk, page: Any, sign_in) -> None:
    """Signed out elsewhere, and deactivated: who left their screen on leaves nothing to read on it."""
    cast, ticket = desk.cast, f"/acme/desk/tickets/{desk.cast.ticket.number}"
    with tenancy.organization(cast.acme.pk):
        agent = Member.objects.get(pk=cast.agent.member.pk)
    for end in (lambda: end_sessions(cast.agent.user), lambda: deactivate_member(agent, Heirs(), by=cast.owner.actor)):
        sign_in(cast.agent)
        page.goto(ticket)
        page.locator('live-stream[data-state="up"]').wait_for(state="attached")
        with tenancy.organization(cast.acme.pk):
            end()
        page.locator("#composer-body").wait_for(state="detached")
        assert "flight" not in page.content()
    page.wrong.clear()


def test_a_page_that_is_not_there_stays_while_its_stream_is_refused(desk: Desk, page: Any, sign_in) -> None:
    """It is no sign that its reader may not be here: it would be loaded again every few seconds, for ever."""
    sign_in(desk.cast.agent)
    page.add_init_script("delete globalThis.SharedWorker")  # whose connections a test cannot cut
    page.route("**/api/tickets/stream*", lambda route: route.fulfill(status=429))
    with page.expect_response(lambda answer: answer.request.method == "HEAD") as asked:
        assert page.goto("/acme/desk/tickets/99999").status == 404
        page.evaluate("window.isStill = true")
    assert asked.value.status == 200
    page.locator("toast-region", has_text="Connection lost.").wait_for()
    page.evaluate("new Promise((done) => setTimeout(done))")
    assert page.evaluate("window.isStill")
    page.wrong.clear()
