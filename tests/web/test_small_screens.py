"""What a new user meets, on a phone, zoomed in, by keyboard, in a real browser."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.tickets.models import Status, Ticket
from tests.harness.browser import in_every_theme
from tests.harness.running import Desk

pytestmark = pytest.mark.browser
type Axe = Callable[..., list[str]]

SETTINGS = ("organization", "members", "departments", "tokens")
SETUP = ("name", "look", "department", "people", "mail", "request")
EMPTY = (
    *(f"settings/setup/{one}" for one in SETUP),
    "settings/start", "desk/", "desk/?view=all", "desk/contacts", "settings/members", "settings/departments",
)  # fmt: skip
PUBLIC = (
    "/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/password/reset/done/",
    "/accounts/confirm-email/", "/accounts/confirm-email/none/", "/acme/invitations/none", "/acme/help/",
    "/acme/help/new", "/acme/help/lookup", "/acme/help/sent", "/nowhere/at/all",
)  # fmt: skip


def fits(page: Any) -> bool:
    """Say whether nothing stands beyond the right edge of the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize(("width", "height"), [(390, 844), (720, 450)], ids=["phone", "zoomed in"])
def test_settings_can_be_reached_and_read(
    desk: Desk, page: Any, sign_in: Callable[..., None], axe: Axe, width: int, height: int
) -> None:
    sign_in(desk.cast.owner)
    page.set_viewport_size({"width": width, "height": height})
    for name in SETTINGS:
        page.goto(f"/acme/settings/{name}")
        heading = page.locator("h1").bounding_box()
        assert heading is not None
        assert heading["y"] < 120, "what one came for is not below a list of other pages"
        assert fits(page)
        assert axe(page) == []
        opener = page.locator("[popovertarget=settings-nav]")
        opener.press("Enter")
        assert opener.inner_text().endswith(page.locator("#settings-nav [aria-current=page]").inner_text())
        for link in page.locator("#settings-nav a").all():
            box = link.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
        assert fits(page)
        assert page.evaluate(
            "[...document.querySelectorAll('.panel')].every(one => one.scrollWidth <= one.clientWidth)"
        )
        assert axe(page) == []
    # By keyboard into the list, to another page, and it is closed again.
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.parentElement.id") == "settings-nav"
    page.locator("#settings-nav").get_by_role("link", name="Branding").press("Enter")
    page.wait_for_url("**/settings/branding")
    expect(opener).to_have_text(re.compile("Branding"))
    expect(page.locator("#settings-nav")).to_be_hidden()
    page.set_viewport_size({"width": 1024, "height": 768})
    expect(page.locator("#settings-nav")).to_be_visible()
    expect(opener).to_be_hidden()


def test_a_ticket_on_a_phone_shows_all_of_its_head(desk: Desk, page: Any, sign_in: Callable[..., None]) -> None:
    with tenancy.organization(desk.cast.acme.pk):
        Status.objects.filter(key="open").update(labels={"en": "Waiting for the airline to call"})
        Ticket.objects.filter(pk=desk.cast.ticket.pk).update(due_at=now() + datetime.timedelta(hours=5))
    sign_in(desk.cast.agent)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/acme/desk/tickets/{desk.cast.ticket.number}")
    page.locator(".props", has_text="Waiting for the airline to call").wait_for()
    for part in (".props > *", ".tools > *"):
        for one in page.locator(part).all():
            box = one.bounding_box()
            if box is not None and box["width"]:
                assert box["x"] >= 8
                assert box["x"] + box["width"] <= 390 - 8


def test_the_menu_of_the_help_pages_has_all_ways_on_a_phone(desk: Desk, page: Any, axe: Axe) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("", "new", "lookup"):
        page.goto(f"/acme/help/{path}")
        page.get_by_role("button", name="Menu").click()
        names = [one.inner_text().strip() for one in page.get_by_role("menuitem").all()]
        assert names == ["Help center", "My tickets", "Contact us", "Sign in"]
        assert axe(page) == []


def test_what_was_wrong_with_a_field_goes_when_it_is_changed(desk: Desk, page: Any) -> None:
    page.goto("/acme/help/new")
    page.wait_for_timeout(2100)
    page.evaluate("document.querySelector('main form').noValidate = true")  # The server finds it, not the browser.
    page.get_by_label("Your name").fill("Maya Chen")
    page.get_by_role("button", name="Send").click()
    mail = page.get_by_label("Your mail address")
    page.locator(".field", has=mail).locator(".bad").wait_for()
    mail.fill("maya@people.test")
    assert page.locator(".field", has=mail).locator(".bad").count() == 0
    assert mail.get_attribute("aria-invalid") is None
    page.wrong.clear()


def test_a_new_organization_on_a_phone(desk: Desk, page: Any, sign_in: Callable[..., None], axe: Axe) -> None:
    sign_in(desk.cast.stranger)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/organizations/new")
    page.get_by_label("Name", exact=True).fill("Sam's Bikes")
    page.get_by_role("button", name="Create organization").click()
    page.wait_for_url("**/settings/setup/look")
    home = page.url.removesuffix("settings/setup/look")
    for path in EMPTY:
        page.goto(home + path)
        assert fits(page)
        assert axe(page) == []
    page.goto(home + "desk/")
    page.get_by_role("link", name="First steps").click()
    page.wait_for_url("**/settings/start")
    page.get_by_role("button", name="Put the first steps away").click()
    page.wait_for_url("**/desk/")
    assert page.get_by_role("link", name="First steps").count() == 0


@pytest.mark.parametrize("language", ["en", "es"])
def test_pages_for_everybody_in_every_theme(desk: Desk, page: Any, axe: Axe, language: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.context.add_cookies([{"name": "moondesk_language", "value": language, "url": desk.url}])
    for path in PUBLIC:
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == language
        for theme in in_every_theme(page) if language == "en" else ("light",):  # other words have the same colours
            assert fits(page), path
            assert axe(page) == [], (path, theme)
    page.wrong.clear()  # the browser names each page that was not found


def test_what_is_wrong_is_said_before_a_form_is_sent(desk: Desk, page: Any, axe: Axe) -> None:
    page.context.add_cookies([{"name": "moondesk_language", "value": "es", "url": desk.url}])
    page.goto("/accounts/signup/")
    page.locator("[name=name]").fill("Ana")
    page.locator("[name=password1]").fill("plum harbour window tractor")
    page.locator("[name=password1]").press("Enter")
    email = page.locator("[name=email]")
    assert page.locator(".field .bad").all_inner_texts() == ["Escribe tu dirección de correo."]
    assert email.evaluate("one => one === document.activeElement"), "the first wrong field has the focus"
    assert page.locator("[name=password1]").input_value() == "plum harbour window tractor", "nothing typed is lost"
    assert axe(page) == []
    email.fill("ana")
    email.press("Enter")
    assert "Tiene la forma nombre@ejemplo.es." in page.locator(".field .bad").inner_text()
    email.fill("ana@example.test")
    assert page.locator(".field .bad").count() == 0


FOCUSED = """() => {
    const one = document.activeElement, look = getComputedStyle(one);
    const name = one === document.body ? "" : (one.name || one.innerText || "").trim();
    return [name, look.outlineStyle !== "none" && look.outlineWidth !== "0px"];
}"""


def test_signing_in_by_keyboard_alone(desk: Desk, page: Any) -> None:
    page.goto("/accounts/login/")
    stops: dict[str, bool] = {}
    for _press in range(14):
        page.keyboard.press("Tab")
        name, is_seen = page.evaluate(FOCUSED)
        if name:
            stops[name] = is_seen
    assert all(stops.values()), f"each shows that it has the focus: {stops}"
    assert {"password", "Sign in", "I forgot my password", "Create one", "English", "Theme"} <= set(stops)
