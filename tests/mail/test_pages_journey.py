"""A mail with every way to load something, in a real browser: nothing is asked for."""

import os
import socket
import threading
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from moondesk.channels.mail.store import find_inbox, keep
from moondesk.channels.models import MailAddress, MailPage, ReceivedMail
from moondesk.conversations.actions.answering import note_quotes
from moondesk.conversations.models import Message
from moondesk.kit import tenancy
from tests.harness.running import Desk, wait_until
from tests.mail.conftest import CUSTOMER, mail
from tests.mail.loading import ways

pytestmark = pytest.mark.browser


@pytest.fixture
def trap() -> Iterator[tuple[int, list[str]]]:
    """A port of the loopback that notes who knocks."""
    caught: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(0.2)
        open_, port = threading.Event(), door.getsockname()[1]

        def listen() -> None:
            while not open_.is_set():
                try:
                    knocked, _address = door.accept()
                except TimeoutError:
                    continue
                with knocked:
                    knocked.settimeout(1)
                    caught.append(knocked.recv(200).decode("latin-1").split("\r\n")[0])

        thread = threading.Thread(target=listen)
        thread.start()
        yield port, caught
        open_.set()
        thread.join()


def _open_what_it_quotes(page: Any, message: Any) -> None:
    message.locator("summary", has_text="Show quoted text").focus()
    page.keyboard.press("Enter")
    message.get_by_text("> Old words").wait_for()
    if folder := os.environ.get("MOONDESK_TEST_PICTURES"):
        page.screenshot(path=f"{folder}/quoted.png")


def _keep_mail(organization: uuid.UUID, port: int) -> uuid.UUID:
    with tenancy.organization(organization):
        MailAddress.objects.create(address="support@acme.test", is_default=True)
    raw = mail(f"<p id='here'>Read me.</p>{ways(port)}", Content_Type="text/html; charset=utf-8")
    inbox = find_inbox("support@acme.test")
    assert inbox is not None
    return keep(raw, CUSTOMER, [inbox])[0]


def test_a_mail_loads_nothing(desk: Desk, page: Any, sign_in: Any, axe: Any, trap: tuple[int, list[str]]) -> None:
    port, caught = trap
    acme = desk.cast.acme.pk
    kept = _keep_mail(acme, port)

    def came() -> ReceivedMail:
        with tenancy.organization(acme):
            return ReceivedMail.objects.select_related("ticket").get(pk=kept)

    wait_until(lambda: came().outcome == "ticket", "The mail's ticket")
    ticket = came().ticket
    assert ticket is not None
    _let_it_quote(acme, came().message_id)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sign_in(desk.cast.agent)
    page.goto(f"/acme/desk/tickets/{ticket.number}")
    message = page.locator(f"#message-{came().message_id}")
    _open_what_it_quotes(page, message)
    message.locator(".msg-more").click()
    page.get_by_role("menuitem", name="Show as sent").click()
    page.wait_for_url("**/as-sent*")
    page.frame_locator("iframe.sent-mail").get_by_text("Read me.").wait_for()
    assert axe(page) == []
    if folder := os.environ.get("MOONDESK_TEST_PICTURES"):
        page.screenshot(path=f"{folder}/as-sent.png")
    page.get_by_role("link", name="from elsewhere").click()
    page.wait_for_url("**/with-pictures*")
    page.frame_locator("iframe.sent-mail").get_by_text("Read me.").wait_for()
    page.wait_for_load_state("load")
    outside = [url for url in asked if not url.startswith((desk.url, "data:", "blob:"))]
    assert outside == []
    assert caught == [], "and what we fetch ourselves, we fetch from public addresses only"
    page.get_by_role("link", name="Show as text").click()
    page.wait_for_url(f"**/tickets/{ticket.number}*")


def _let_it_quote(acme: Any, message_id: Any) -> None:
    with tenancy.organization(acme):
        note_quotes(Message.objects.get(pk=message_id))
        MailPage.objects.filter(message_id=message_id).update(quoted="On Sat, Acme wrote:\n> Old words")
