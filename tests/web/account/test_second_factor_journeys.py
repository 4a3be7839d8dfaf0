"""The second step in a real browser: one journey with an authenticator app, one with a passkey."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from moondesk.kit import tenancy
from moondesk.organizations.actions.second_factor import ask_second_factor
from tests import factories
from tests.harness.browser import in_every_theme
from tests.harness.running import Desk
from tests.web.account.test_second_factor import code_at
from tests.web.account.test_signing_in import PASSWORD

pytestmark = pytest.mark.browser


def sign_in(page: Any, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/login/" not in url)


def prove_again(page: Any) -> None:
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def sign_out(page: Any) -> None:
    page.goto("/accounts/profile")
    page.get_by_role("button", name="Sign out").click()


def test_from_an_app_to_signing_in_with_its_code(desk: Desk, page: Any, axe: Callable[..., list[str]]) -> None:
    factories.make_user("tina@example.test", password=PASSWORD)
    sign_in(page, "tina@example.test")
    page.goto("/accounts/security/")
    assert axe(page) == []
    page.get_by_role("link", name="Authenticator app").click()
    prove_again(page)
    page.get_by_role("img", name="Picture for your authenticator app").wait_for()
    assert page.evaluate("document.querySelector('.qr').naturalWidth") > 0, "drawn under our policy"
    for theme in in_every_theme(page):
        assert axe(page) == [], theme
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    page.get_by_label("Code that the app shows").fill(code_at(secret=secret))
    page.get_by_role("button", name="Set up").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    assert axe(page) == []
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as a file").click()
    assert len(re.findall(r"^\d{8}$", saved.value.path().read_text(), re.MULTILINE)) == 10
    sign_out(page)
    sign_in(page, "tina@example.test")
    page.get_by_role("heading", name="One more step").wait_for()
    assert axe(page) == []
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("This code is not right").wait_for()
    page.get_by_label("Code").fill(code_at(1, secret=secret))
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Your organizations").wait_for()


def test_from_a_passkey_to_signing_in_without_a_password(desk: Desk, page: Any, axe: Callable[..., list[str]]) -> None:
    factories.make_user("paula@example.test", password=PASSWORD)
    home = desk.url.replace("127.0.0.1", "localhost")  # passkeys are for names, not for addresses
    context = page.context.browser.new_context(base_url=home, locale="en-GB")
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"isUserVerified": True}})
    sign_in(page, "paula@example.test")
    page.goto("/accounts/security/")
    page.get_by_role("link", name="Passkeys").click()
    prove_again(page)
    page.get_by_label("Name").fill("My laptop")
    assert axe(page) == []
    page.get_by_role("button", name="Set up passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_text("1 passkey").click()
    page.get_by_text("My laptop").wait_for()
    assert axe(page) == []
    sign_out(page)
    page.goto("/accounts/login/")
    assert axe(page) == []
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="Your organizations").wait_for()
    sign_out(page)
    sign_in(page, "paula@example.test")
    assert axe(page) == []
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("heading", name="Your organizations").wait_for()
    page.goto("/accounts/security/webauthn/")
    page.get_by_role("link", name="Remove My laptop").click()
    page.get_by_role("link", name="Use a passkey").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("button", name="Remove").click()
    page.get_by_text("The passkey is removed.").wait_for()
    context.close()


def test_from_being_asked_by_the_organization_to_its_desk(desk: Desk, page: Any, axe: Callable[..., list[str]]) -> None:
    owner, tom = factories.make_user(), factories.make_user("tom@example.test", password=PASSWORD, name="Tom Two")
    organization = factories.make_organization(name="Twofold", owner=owner)
    with tenancy.organization(organization.pk):
        factories.make_member(tom)
        ask_second_factor(organization, ["*"], 0, by=factories.moondesk())
    sign_in(page, "tom@example.test")
    page.get_by_role("heading", name="Twofold asks for a second step").wait_for()
    for theme in in_every_theme(page):
        assert axe(page) == [], theme
    page.get_by_role("link", name="Set up an authenticator app").click()
    prove_again(page)
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    page.get_by_label("Code that the app shows").fill(code_at(secret=secret))
    page.get_by_role("button", name="Set up").click()
    page.get_by_role("link", name="I have kept them").click()
    page.wait_for_url(f"**/{organization.slug}/desk/**")
    with tenancy.organization(organization.pk):
        ask_second_factor(organization, [], 0, by=factories.moondesk())
