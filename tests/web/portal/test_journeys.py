"""A customer's way in a real browser: write in, follow the mailed link, answer, see the answer arrive."""

import email
import email.policy
import re
from collections.abc import Callable
from typing import Any

import pytest

from moondesk.conversations.actions import reply_to_customer
from moondesk.kit import tenancy
from moondesk.tickets.models import Ticket
from tests.harness.browser import hear
from tests.harness.people import Person
from tests.harness.running import Desk, wait_until

pytestmark = pytest.mark.browser

type Axe = Callable[..., list[str]]


def texts_to(desk: Desk, address: str) -> list[str]:
    mails = [email.message_from_bytes(raw, policy=email.policy.default) for raw in desk.mails()]
    bodies = [mail.get_body(("plain",)) for mail in mails if address in str(mail["To"])]
    return [body.get_content() for body in bodies if body is not None]


def test_from_the_form_to_the_answer(desk: Desk, page: Any, axe: Axe) -> None:
    page.goto("/acme/help/")
    assert axe(page) == []
    page.get_by_role("main").get_by_role("link", name="Contact us").click()
    page.wait_for_url("**/acme/help/new**")
    page.wait_for_load_state()
    assert axe(page) == []
    page.get_by_label("Your name").fill("Maya Chen")
    page.get_by_label("Your mail address").fill("maya@people.test")
    page.get_by_label("Say it in one line").fill("My bag is lost")
    page.get_by_label("What happened?").fill("It did not arrive in Lisbon.")
    page.wait_for_timeout(2100)
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="We have your message").wait_for()
    assert axe(page) == []

    wait_until(lambda: texts_to(desk, "maya@people.test"), "The confirmation")
    link = re.search(r"https?://\S+/acme/help/t/[\w-]+", texts_to(desk, "maya@people.test")[0])
    assert link
    page.clock.install()
    page.goto(link.group())
    assert axe(page) == []
    page.get_by_label("Message").fill("It is blue.")
    page.get_by_label("Message").press("Control+Enter")
    page.locator(".msg.me", has_text="It is blue.").wait_for()
    assert page.get_by_label("Message").input_value() == ""

    page.get_by_label("Message").fill("Half a thought")
    with tenancy.organization(desk.cast.acme.pk):
        ticket = Ticket.objects.get(subject="My bag is lost")
        reply_to_customer(ticket, "We have found it.", by=desk.cast.owner.actor)
    page.clock.fast_forward(10_000)  # guests ask every ten seconds
    page.locator(".msg:not(.me)", has_text="We have found it.").wait_for()
    assert page.get_by_label("Message").input_value() == "Half a thought"
    assert axe(page) == []


def test_a_customer_sees_the_answer_arrive(desk: Desk, page: Any, axe: Axe, sign_in: Callable[[Person], None]) -> None:
    sign_in(desk.cast.customer)
    page.goto("/acme/help/tickets")
    assert axe(page) == []
    page.get_by_role("link", name="My flight was cancelled").click()
    assert axe(page) == []
    hear(page)
    with tenancy.organization(desk.cast.acme.pk):
        reply_to_customer(Ticket.objects.get(pk=desk.cast.ticket.pk), "You fly on Monday.", by=desk.cast.agent.actor)
    page.locator(".msg:not(.me)", has_text="You fly on Monday.").wait_for()


@pytest.mark.parametrize("path", ["/acme/help/t/expired", "/acme/help/lookup", "/acme/help/nowhere"])
def test_pages_of_those_who_are_lost(desk: Desk, page: Any, axe: Axe, path: str) -> None:
    page.goto(path)
    assert axe(page) == []
    page.wrong.clear()  # the browser itself writes into its console that the page was a 404
