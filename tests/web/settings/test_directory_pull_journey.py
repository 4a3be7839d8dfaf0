"""Setting up the scheduled pull in a browser: entered, tried, switched on, read by the real worker, and seen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from moondesk.directory import actions
from moondesk.directory.rules import RuleKind
from moondesk.kit import tenancy
from moondesk.organizations.domains import note_proof
from moondesk.organizations.models import Member
from tests.directory.making import make_rule
from tests.directory.office import TOKEN, person, running
from tests.harness.browser import in_every_theme
from tests.harness.running import Desk

pytestmark = pytest.mark.browser


def test_a_pull_is_set_up_tried_switched_on_and_read(
    desk: Desk, page: Page, sign_in: Callable[..., None], axe: Callable[[Page], list[str]]
) -> None:
    with tenancy.organization(desk.cast.acme.pk):
        note_proof("acme.test", by=desk.cast.owner.actor)
        make_rule(kind=RuleKind.GROUP, value="support")
        actions.switch(on=True, by=desk.cast.owner.actor)
    with running(desk.server.office_port) as office:
        office.people = [person(1, "g1"), person(2, "g1"), person(3), person(4, active="maybe")]
        sign_in(desk.cast.owner)
        page.goto("/acme/settings/directory")
        page.get_by_role("link", name="Set up a pull").click()
        page.get_by_label("Address", exact=True).fill(office.url)
        page.get_by_label("Secret", exact=True).fill("wrong")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("button", name="Try it").click()
        expect(page.get_by_text("The other system does not take the secret.")).to_be_visible()
        page.wrong.clear()  # the browser tells of the 409 that said so
        page.get_by_label("Secret", exact=True).fill(TOKEN)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("The other system does not take the secret.")).to_have_count(0)
        page.get_by_role("button", name="Try it").click()
        expect(page.locator("#trial")).to_contain_text("Joins: 2")
        expect(page.locator("#trial")).to_contain_text("a field is missing or wrong (active)")
        assert axe(page) == []
        page.get_by_role("button", name="Switch on").click()
        expect(page.get_by_role("button", name="Switch off")).to_be_visible()
        page.get_by_role("button", name="Read now").click()
        expect(page.locator("#pull-log tbody tr").first).to_contain_text("Taken")
        page.locator("#pull-log summary").click()
        expect(page.locator("#pull-log details")).to_contain_text("p4")
        expect(page.locator("#pull-state")).to_contain_text("Read well last:")
        for _theme in in_every_theme(page):
            assert axe(page) == []
        _think_better_of_removing(page)
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with tenancy.organization(desk.cast.acme.pk):
        assert Member.objects.filter(user__email__in=["user1@acme.test", "user2@acme.test"]).count() == 2


def _think_better_of_removing(page: Page) -> None:
    page.get_by_role("button", name="Remove the connection").click()
    asked = page.get_by_role("dialog", name="Remove the connection")
    expect(asked.get_by_role("button", name="Remove")).to_be_visible()
    asked.get_by_role("button", name="Cancel").click()
    expect(asked).to_have_count(0)
