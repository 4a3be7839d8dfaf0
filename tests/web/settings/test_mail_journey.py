"""The pages of mail in a browser: a mailbox and a way out that is tried, a mail that waits, the words of a mail."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from moondesk.channels.mail.store import find_inbox, keep
from moondesk.channels.models import MailAddress, ReceivedMail
from moondesk.kit import tenancy
from tests.harness.people import Person
from tests.harness.running import Desk, wait_until
from tests.mail.conftest import mail

pytestmark = pytest.mark.browser
SETTINGS = "/acme/settings"
type Axe = Callable[[Page], list[Any]]


@pytest.fixture
def support(desk: Desk) -> str:
    """The address of the desk, which receives."""
    with tenancy.organization(desk.cast.acme.pk):
        return MailAddress.objects.create(address="support@acme.test", is_default=True).address


def outcome(desk: Desk, kept: uuid.UUID) -> str:
    with tenancy.organization(desk.cast.acme.pk):
        return ReceivedMail.objects.get(pk=kept).outcome


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_an_admin_adds_a_mailbox_and_a_way_out_and_tries_them(
    desk: Desk, page: Page, sign_in: Callable[[Person], None], axe: Axe, support: str
) -> None:
    sign_in(desk.cast.owner)
    page.goto(f"{SETTINGS}/mail")
    page.get_by_role("link", name="Mailboxes").click()
    page.get_by_label("Server", exact=True).fill("127.0.0.1")
    page.get_by_label("Name to sign in with").fill(support)
    page.get_by_label("Password or refresh token").fill("secret")
    press(page, "Add mailbox")
    expect(page.get_by_text("The mailbox is read from now on.")).to_be_visible()
    expect(page.get_by_role("link", name=f"Change {support}")).to_be_visible()
    assert axe(page) == []

    page.get_by_role("link", name="Ways out").click()
    page.get_by_role("link", name="Mail server (SMTP)").click()
    page.get_by_label("Name", exact=True).fill("Office mail")
    page.get_by_label("Server", exact=True).fill("127.0.0.1")
    page.get_by_label("Port", exact=True).fill(str(desk.server.smtp_port))
    page.get_by_label(support).check()
    press(page, "Add way out")
    press(page, "To our inbox")
    expect(page.get_by_text("does not offer this encryption")).to_be_visible()
    page.get_by_label("Encryption").select_option("none")
    press(page, "Save")
    expect(page.get_by_text("Saved.")).to_be_visible()
    press(page, "To our inbox")
    expect(page.get_by_text("was read back")).to_be_visible()
    assert axe(page) == []


def test_an_admin_lets_a_mail_in_and_changes_what_a_mail_says(
    desk: Desk, page: Page, sign_in: Callable[[Person], None], axe: Axe, support: str
) -> None:
    inbox = find_inbox(support)
    assert inbox is not None
    [kept] = keep(mail("We both want it.", From="a@one.test, b@two.test", Subject="Two of us"), "a@one.test", [inbox])
    sign_in(desk.cast.owner)

    wait_until(lambda: outcome(desk, kept) == "quarantined", "The mail waits")
    page.goto(f"{SETTINGS}/ledger/waiting")
    page.get_by_role("link", name="Two of us").click()
    page.get_by_role("link", name="Show what it says").click()
    expect(page.get_by_role("region", name="Text of the mail")).to_contain_text("We both want it.")
    assert axe(page) == []
    page.get_by_label("Who is it from?").fill("a@one.test")
    press(page, "Let in")
    wait_until(lambda: outcome(desk, kept) == "ticket", "The mail's ticket")
    page.reload()
    page.locator(".about-mail").get_by_role("link").click()
    expect(page.get_by_role("heading", name="Two of us").first).to_be_visible()
    changes_words(page)
    assert axe(page) == []
    resets_them(page)


def changes_words(page: Page) -> None:
    """Write the words of a mail, with a variable that is not there at first, and look at it."""
    page.goto(f"{SETTINGS}/mail/templates")
    page.get_by_role("link", name="Confirmation of a new ticket: English").click()
    page.get_by_label("Heading").fill("Thank you for {{ ticket.numbr }}")
    press(page, "Save")
    expect(page.get_by_text("there is no variable {{ ticket.numbr }}")).to_be_visible()
    page.wrong.clear()  # type: ignore[attr-defined]  # the browser tells of every 422
    page.get_by_label("Heading").fill("Thank you for {{ ticket.number }}")
    press(page, "Save")
    press(page, "Preview in dark")
    expect(page.frame_locator("iframe.mail-preview").get_by_text("Thank you for TKT-")).to_be_visible()


def resets_them(page: Page) -> None:
    """Go back to what comes with Moondesk."""
    press(page, "Go back to this")
    press(page, "Remove my words")
    expect(page.get_by_text("The mail says again what comes with Moondesk.")).to_be_visible()
    page.get_by_role("link", name="Confirmation of a new ticket: English").click()
    expect(page.get_by_label("Heading")).to_have_value("We have your message")
