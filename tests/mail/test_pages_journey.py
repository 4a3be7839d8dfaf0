"""A mail with every way to load something, in a real browser: nothing is asked for."""

import os
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from moondesk.channels.mail.store import find_inbox, keep
from moondesk.channels.models import MailAddress, ReceivedMail
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


def test_a_mail_loads_nothing(desk: Desk, page: Any, sign_in: Any, axe: Any, trap: tuple[int, list[str]]) -> None:
    port, caught = trap
    acme = desk.cast.acme.pk
    with tenancy.organization(acme):
        MailAddress.objects.create(address="support@acme.test", is_default=True)
    raw = mail(f"<p id='here'>Read me.</p>{ways(port)}", Content_Type="text/html; charset=utf-8")
    inbox = find_inbox("support@acme.test")
    assert inbox is not None
    [kept] = keep(raw, CUSTOMER, [inbox])

    def came() -> ReceivedMail:
        with tenancy.organization(acme):
            return ReceivedMail.objects.select_related("ticket").get(pk=kept)

    wait_until(lambda: came().outcome == "ticket", "The mail's ticket")
    ticket = came().ticket
    assert ticket is not None
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sign_in(desk.cast.agent)
    page.goto(f"/acme/desk/tickets/{ticket.number}")
    message = page.locator(f"#message-{came().message_id}")
    message.locator(".msg-more").click()
    page.get_by_role("menuitem", name="Show as sent").click()
    page.wait_for_url("**/as-sent*")
    shown = page.frame_locator("iframe.sent-mail").get_by_text("Read me.")
    shown.wait_for()
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
