"""A web form in a real browser, inside of a page of another site."""

import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from moondesk.conversations.models import Attachment
from moondesk.kit import tenancy
from moondesk.tickets.models import Ticket
from moondesk.webforms.actions import change_api_sites
from moondesk.webforms.rules import is_proof
from tests.harness.running import Desk, wait_until
from tests.web.portal.test_journeys import texts_to
from tests.webforms.making import make_web_form

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A shop</title>
<main><h1>Shop</h1>
<script src="{desk}/acme/help/forms/embed.js" data-form="contact" data-title="Write to us" async></script>
<p>Below the form</p></main></html>"""


_GUIDE = Path(__file__).parents[3] / "docs/api/contact-form.md"
EXAMPLE = re.findall(r"```html\n(.*?)```", _GUIDE.read_text(encoding="utf-8"), re.DOTALL)[0]


@pytest.fixture
def shop(desk: Desk) -> Iterator[str]:
    """Another site, with the piece that the settings give out on its page."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            example = EXAMPLE.replace("https://desk.example.com", desk.url)
            body = (example if self.path == "/own" else PAGE.format(desk=desk.url)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            # A careful site: only the script and the frame of the desk, no styles of its own in attributes.
            own = f"script-src {desk.url} 'unsafe-inline'; frame-src {desk.url}; connect-src {desk.url}"
            self.send_header("Content-Security-Policy", f"default-src 'none'; {own}")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


def fits(page: Any) -> bool:
    """Say whether the frame is as high as what is in it."""
    high = page.frames[1].evaluate("document.documentElement.scrollHeight")
    return bool(abs(page.locator("iframe").bounding_box()["height"] - high) <= 1)


def shows(page: Any, axe: Callable[..., list[str]]) -> None:
    """Look at the form on a wide and on a narrow page."""
    page.frame_locator("iframe").get_by_role("heading", name="Contact us").wait_for()
    assert page.locator("iframe").get_attribute("title") == "Write to us"
    page.wait_for_function("document.querySelector('iframe').offsetHeight !== 640")
    wait_until(lambda: fits(page), "The frame is as high as the form")
    assert axe(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    wait_until(lambda: fits(page), "Also on a phone")
    assert page.frames[1].evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_customer_of_a_shop_writes_in_on_its_page(
    desk: Desk, page: Any, axe: Callable[..., list[str]], shop: str
) -> None:
    with tenancy.organization(desk.cast.acme.pk):
        make_web_form(sites=[shop], confirms=True, asks_proof=True, thanks={"en": "You are great."})
    page.goto(shop)
    shows(page, axe)
    frame = page.frame_locator("iframe")
    page.frames[1].wait_for_function("document.querySelector('input[name=proof]').value")
    challenge = frame.locator("web-form").get_attribute("data-challenge") or ""
    assert is_proof(challenge, frame.locator("input[name=proof]").input_value())
    frame.get_by_label("Your mail address").fill("maya@people.test")
    frame.get_by_label("Say it in one line").fill("My bag is lost")
    page.wait_for_timeout(2100)  # the time trap counts on the server's clock
    frame.get_by_role("button", name="Send").click()
    frame.get_by_text("Write a message.").wait_for()
    assert axe(page) == []
    frame.get_by_label("What happened?").fill("It did not arrive in Lisbon.")
    frame.locator("input[type=file]").set_input_files({"name": "bag.txt", "mimeType": "text/plain", "buffer": b"Blue"})
    frame.get_by_text("bag.txt", exact=True).wait_for()
    frame.locator("input[name=file_id]").wait_for(state="attached")
    frame.get_by_role("button", name="Send").click()
    frame.get_by_role("heading", name="One more step").wait_for()
    frame.get_by_text("You are great.").wait_for()
    assert axe(page) == []
    wait_until(lambda: fits(page), "The thanks are as high as they need to be")
    assert page.context.cookies() == []

    wait_until(lambda: texts_to(desk, "maya@people.test"), "The question")
    link = re.search(r"https?://\S+/acme/help/confirm/\S+", texts_to(desk, "maya@people.test")[0])
    assert link
    page.wrong[:] = [one for one in page.wrong if one.startswith("error:")]
    page.goto(link.group())
    assert axe(page) == []
    page.get_by_role("button", name="Confirm my message").click()
    page.get_by_role("link", name="See my ticket").click()
    page.get_by_text("It did not arrive in Lisbon.").wait_for()
    with tenancy.organization(desk.cast.acme.pk):
        assert Ticket.objects.get(subject="My bag is lost").requester.email == "maya@people.test"


def test_a_site_that_is_not_named_shows_nothing(desk: Desk, page: Any, shop: str) -> None:
    with tenancy.organization(desk.cast.acme.pk):
        make_web_form(sites=["https://another.example"])
    page.goto(shop)
    page.locator("iframe").wait_for()
    wait_until(lambda: any("frame-ancestors" in one for one in page.wrong), "The browser says why")
    assert "Contact us" not in page.frames[1].content()
    page.wrong.clear()


def test_the_contact_form_of_the_guide_works(desk: Desk, page: Any, shop: str) -> None:
    page.goto(f"{shop}/own")
    page.get_by_label("Your mail address").fill("maya@people.test")
    page.get_by_label("In one line").fill("My bag is lost")
    page.get_by_label("What happened?").fill("It did not arrive.")
    page.get_by_label("A file").set_input_files({"name": "bag.txt", "mimeType": "text/plain", "buffer": b"Blue"})
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Failed to fetch").wait_for()
    with tenancy.organization(desk.cast.acme.pk):
        assert not Ticket.objects.filter(subject="My bag is lost").exists()
        change_api_sites([shop], by=desk.cast.owner.actor)
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Thank you. Your ticket is").wait_for()
    with tenancy.organization(desk.cast.acme.pk):
        ticket = Ticket.objects.get(subject="My bag is lost")
        assert Attachment.objects.get(message__ticket=ticket).message.body == "It did not arrive."
    page.wrong.clear()
