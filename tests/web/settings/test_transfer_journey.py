"""Two people hand an organization on in a real browser: each proves who they are, one offers, the other accepts."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from moondesk.kit import tenancy
from tests.handover.transferring import roles_of
from tests.harness.browser import in_every_theme
from tests.harness.people import PASSWORD, Person
from tests.harness.running import Desk
from tests.operating.test_deletion import with_password

pytestmark = pytest.mark.browser
type Axe = Callable[..., list[str]]


def prove(page: Page) -> None:
    """Type the password once more where it is asked for."""
    page.wait_for_url("**/accounts/reauthenticate/**")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def looked_at(page: Page, axe: Axe) -> None:
    for _theme in in_every_theme(page):
        assert axe(page) == []


@pytest.mark.parametrize(("page_of", "button"), [("deletion", "Delete the organization"), ("leaving", "Leave")])
def test_a_form_that_waited_too_long_leads_to_the_whole_page_of_the_proof(
    desk: Desk, page: Any, sign_in: Callable[[Person], None], page_of: str, button: str
) -> None:
    with_password(desk.cast.owner)
    sign_in(desk.cast.owner)
    page.goto(f"/acme/settings/{page_of}")
    prove(page)
    page.wait_for_url(f"**/acme/settings/{page_of}")
    sign_in(desk.cast.owner)  # another session, in which nothing was proven
    page.get_by_label("Name of the organization").fill("Acme Travel")
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_url("**/accounts/reauthenticate/**")
    expect(page.get_by_role("heading", name="It is you, isn't it?")).to_be_visible()
    expect(page.locator("main")).to_have_count(1)
    expect(page.locator(".rail")).to_have_count(0)
    prove(page)
    page.wait_for_url(f"**/acme/settings/{page_of}")
    expect(page.get_by_label("Name of the organization")).to_have_value("")


def test_two_people_hand_the_organization_on(
    desk: Desk, page: Any, sign_in: Callable[[Person], None], axe: Axe
) -> None:
    cast = desk.cast
    for person in (cast.owner, cast.agent):
        with_password(person)
    sign_in(cast.owner)
    page.goto("/acme/settings/organization")
    page.get_by_role("link", name="Transfer ownership…").click()
    prove(page)
    page.wait_for_url("**/acme/settings/transfer")
    looked_at(page, axe)
    page.get_by_label("New owner").select_option("Ana Agent")
    page.get_by_label("Name of the organization").fill("Acme")
    page.get_by_role("button", name="Offer ownership").click()
    expect(page.get_by_text("Type the name exactly as it is written.")).to_be_visible()
    expect(page.get_by_label("New owner").locator("option:checked")).to_have_text("Ana Agent")
    page.wrong.clear()  # the browser names each answer that is no 200
    page.get_by_label("Name of the organization").fill("Acme Travel")
    page.get_by_role("button", name="Offer ownership").click()
    expect(page.get_by_role("heading", name="Offered to Ana Agent")).to_be_visible()
    looked_at(page, axe)

    sign_in(cast.agent)
    page.goto("/acme/settings/ownership")
    prove(page)
    expect(page.get_by_role("heading", name="Olivia Owner offers you Acme Travel")).to_be_visible()
    looked_at(page, axe)
    page.get_by_role("button", name="Accept ownership").click()
    page.wait_for_url("**/acme/desk/**")
    expect(page.get_by_text("Acme Travel is yours now.").first).to_be_visible()
    with tenancy.organization(cast.acme.pk):
        assert (roles_of(cast.owner), roles_of(cast.agent)) == (["administrator"], ["owner"])
