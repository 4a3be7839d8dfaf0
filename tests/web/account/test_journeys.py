"""Journeys in a real browser: an account, an organization, a colleague; language and theme; every page with axe."""

import email
import email.policy
import re
import smtplib
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.harness.browser import in_every_theme
from tests.harness.people import Person
from tests.harness.running import Desk
from tests.mail.conftest import mail

pytestmark = pytest.mark.browser
PASSWORD = "plum harbour window tractor"


def link_in_mail(desk: Desk, to: str, pattern: str) -> str:
    """Return the link of the last mail to an address, once it is there."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        for raw in reversed(desk.mails()):
            mail = email.message_from_bytes(raw, policy=email.policy.default)
            if to in str(mail["To"]):
                body = mail.get_body(("plain",))
                found = re.search(pattern, body.get_content()) if body else None
                if found:
                    assert mail["Auto-Submitted"] or "invitations" in pattern
                    return found[0]
        time.sleep(0.2)
    raise AssertionError(f"No such mail to {to}")


def sign_up(page: Any, name: str, email: str) -> None:
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()


def walk_through(desk: Desk, page: Any, axe: Callable[..., list[str]]) -> None:
    """Walk the guided beginning of a new organization to the ticket that its test request is."""
    home = "**/optica-mirador/settings/setup"
    page.wait_for_url(f"{home}/look")
    assert axe(page) == []
    solid = page.locator("look-preview [data-solid]").first
    before = solid.evaluate("part => getComputedStyle(part).fill")
    page.get_by_label("Colour", exact=True).fill("#7a2e63")
    expect(solid).not_to_have_css("fill", before)
    page.get_by_role("button", name="Save and go on").click()

    page.wait_for_url(f"{home}/department")
    page.get_by_label("First department").fill("Work")
    page.get_by_role("button", name="Back").click()
    page.wait_for_url(f"{home}/look")
    page.get_by_role("button", name="Skip this step").click()
    page.wait_for_url(f"{home}/department")
    expect(page.get_by_label("First department")).to_have_value("Work")
    page.get_by_label("First department").fill("Workshop")
    page.keyboard.press("Enter")

    page.wait_for_url(f"{home}/people")
    page.get_by_label("Mail addresses").fill("nora@example.test, nobody")
    page.get_by_label("Workshop").check()
    assert axe(page) == []
    page.get_by_role("button", name="Invite and go on").click()
    expect(page.get_by_label("Mail addresses")).to_have_value("nobody")
    page.wrong.clear()  # the browser names the answer that something does not fit
    page.goto("/organizations/")
    page.goto("/optica-mirador/settings/setup")
    page.wait_for_url(f"{home}/people")
    page.get_by_role("button", name="Skip this step").click()

    bring_a_mail(desk, page, axe)
    page.wait_for_url(f"{home}/request")
    assert axe(page) == []
    page.get_by_label("Subject").fill("Is anybody there?")
    page.get_by_role("button", name="Send test request").click()
    page.wait_for_url("**/optica-mirador/desk/tickets/*")
    expect(page.get_by_role("heading", name="Is anybody there?")).to_be_visible()


def bring_a_mail(desk: Desk, page: Any, axe: Callable[..., list[str]]) -> None:
    """See a mail arrive while the page waits for it, and go on."""
    page.wait_for_url("**/setup/mail")
    expect(page.get_by_text("No mail has arrived yet.")).to_be_visible()
    assert axe(page) == []
    address = page.locator(".address a").inner_text()
    with smtplib.SMTP("127.0.0.1", desk.server.smtp_port) as smtp:
        smtp.sendmail("cara@people.test", [address], mail(From="cara@people.test", To=address))
    expect(page.get_by_text("A mail arrived")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Go on").click()


def test_from_sign_up_to_a_colleague(desk: Desk, page: Any, axe: Callable[..., list[str]]) -> None:
    page.goto("/")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("link", name="Create one").click()
    assert axe(page) == []
    sign_up(page, "Fina Founder", "fina@example.test")
    page.get_by_role("heading", name="Look into your mail").wait_for()
    page.goto(link_in_mail(desk, "fina@example.test", r"http://\S+/accounts/confirm-email/\S+"))
    page.get_by_role("button", name="Confirm address").click()
    page.get_by_role("heading", name="Your organizations").wait_for()
    page.get_by_role("link", name="Create an organization").click()
    page.get_by_label("Name", exact=True).fill("Óptica Mirador")
    assert page.get_by_label("Address").input_value() == "optica-mirador", "suggested while typing"
    assert axe(page) == []
    page.get_by_role("button", name="Create organization").click()
    walk_through(desk, page, axe)
    invitation = link_in_mail(desk, "nora@example.test", r"http://\S+/invitations/\S+")
    page.goto("/organizations/")  # the desk would go on asking
    page.context.clear_cookies()
    page.goto(invitation)
    assert axe(page) == []
    page.get_by_role("link", name="Create an account").click()
    sign_up(page, "Nora New", "nora@example.test")
    page.get_by_role("button", name="Accept").click()
    page.wait_for_url("**/optica-mirador/desk/")


def test_language_and_theme_for_everybody(desk: Desk, page: Any) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("button", name="English").click()
    page.get_by_role("menuitemradio", name="Español").click()
    page.wait_for_selector('html[lang="es"]')
    page.locator('[popovertarget="themes"]').click()
    page.locator('#themes button[value="moon"]').click()
    page.wait_for_selector('html[data-theme="moon"]')
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "moon"
    page.goto("/acme/help/")
    assert page.locator("html").get_attribute("lang") == "es"
    zone = next(cookie for cookie in page.context.cookies() if cookie["name"] == "moondesk_zone")
    assert zone["value"].replace("%2F", "/") == "Europe/Madrid"


def test_account_pages_are_clean_in_every_theme(
    desk: Desk, page: Any, axe: Callable[..., list[str]], sign_in: Callable[[Person], None]
) -> None:
    def look_at(*paths: str) -> None:
        for path in paths:
            page.goto(path)
            for theme in in_every_theme(page):
                assert axe(page) == [], (path, theme)

    look_at("/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/")
    sign_in(desk.cast.agent)
    look_at(
        "/organizations/", "/organizations/new", "/accounts/profile", "/accounts/password/change/",
        "/accounts/email/", "/accounts/logout/", "/acme/invitations/x",
    )  # fmt: skip
    page.wrong.clear()  # the browser says that there is no such invitation


def test_signing_in_without_a_script(desk: Desk, page: Any) -> None:
    context = page.context.browser.new_context(base_url=desk.url, java_script_enabled=False)
    plain = context.new_page()
    plain.goto("/accounts/signup/")
    plain.get_by_label("Your name").fill("Plain")
    plain.get_by_label("Mail address").fill("plain@example")
    plain.get_by_label("Password").fill("quiet lanterns over plain@example")
    plain.get_by_role("button", name="Create account").click()
    assert plain.get_by_label("Your name").input_value() == "Plain"
    assert plain.locator(".bad").count() == 1
    context.close()
