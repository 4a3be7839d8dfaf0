"""A real browser at a running desk."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings

from tests.harness.cluster import ROOT
from tests.harness.people import Person
from tests.harness.running import Desk

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000
"""Milliseconds in which a page must show or let do what is expected, also on a busy machine; the defaults are short."""
THEMES = ("light", "dark", "moon", "green")
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


def in_every_theme(page: Any) -> Iterator[str]:
    """Show the page in each theme, one after the other."""
    page.emulate_media(reduced_motion="reduce")  # colours change at once
    for theme in THEMES:
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        yield theme


def hear(page: Any) -> None:
    """Wait until the page hears what others do; before that, nobody tells it."""
    page.locator('live-stream[data-state="up"]').wait_for(state="attached")


def begin_to_write(page: Any, begin: Callable[[], None]) -> None:
    """Begin to write in the composer, and wait until what helps to write has come and hears the keys."""
    button = page.locator("[data-format-button]").first
    button.evaluate("button => button.removeAttribute('aria-expanded')")  # what comes writes it there again
    begin()
    page.locator("[data-format-button][aria-expanded]").first.wait_for(state="attached")


@pytest.fixture(scope="session")
def _chromium() -> Iterator[Any]:
    from playwright.sync_api import expect, sync_playwright

    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is not installed")
    # Playwright runs an event loop in this thread, in which Django would refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(desk: Desk, _chromium: Any) -> Iterator[Any]:
    """A page of a fresh browser at the running desk. Errors in its console, and requests elsewhere, fail the test."""
    context = _chromium.new_context(base_url=desk.url, locale="en-GB", timezone_id="Europe/Madrid")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("console", lambda said: wrong.append(f"console: {said.text}") if said.type == "error" else None)
    page.on(
        "request", lambda asked: None if asked.url.startswith((desk.url, "data:", "blob:")) else wrong.append(asked.url)
    )
    page.wrong = wrong
    yield page
    context.close()
    assert not wrong, wrong


@pytest.fixture
def sign_in(page: Any, desk: Desk, client_of: Callable[[Person | None], Any]) -> Callable[[Person], None]:
    """Sign a person in, in the browser, without walking through the form."""

    def enter(person: Person) -> None:
        person.user.refresh_from_db(fields=["password"])  # a desk hashes anew what tests hash at little cost
        session = client_of(person).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session.value, "url": desk.url}])

    return enter


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """Return what axe finds wrong on a page, one line each; WCAG 2.2 A and AA and good practice."""

    def check(page: Any, *, without: tuple[str, ...] = ()) -> list[str]:
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(AXE.read_text())  # past the content security policy, as a developer's console would
        violations = page.evaluate(
            """rules => axe.run(document, {
                resultTypes: ["violations"],
                rules: Object.fromEntries(rules.map(rule => [rule, {enabled: false}])),
            }).then(found => found.violations)""",
            list(without),
        )
        return [
            f"{violation['id']}: {violation['help']}: {node['target']} {node.get('failureSummary', '')}"
            for violation in violations
            for node in violation["nodes"]
        ]

    return check
