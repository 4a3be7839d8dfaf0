"""What a page keeps when a part of it is replaced by its newer self, and what it lets go of."""

from typing import Any

import pytest

from moondesk.kit import tenancy
from moondesk.organizations.models import ApiToken
from moondesk.tickets.models import Ticket
from tests.harness.running import Desk, wait_until

pytestmark = pytest.mark.browser


def test_what_was_taken_does_not_stay_in_its_field(desk: Desk, page: Any, sign_in) -> None:
    cast = desk.cast
    sign_in(cast.agent)
    page.goto(f"/acme/desk/tickets/{cast.ticket.number}")
    for text in ("one", "two"):
        page.locator("[name=add_tags]").fill(text)
        page.keyboard.press("Enter")
        page.locator(".tagged .tag", has_text=text).wait_for()
        wait_until(lambda: page.locator("[name=add_tags]").input_value() == "", "The field is empty")
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.get(pk=cast.ticket.pk).tags == ["one", "two"]


def test_elements_stay_what_they_made_of_themselves(desk: Desk, page: Any, sign_in) -> None:
    cast = desk.cast
    sign_in(cast.agent)
    page.goto(f"/acme/desk/tickets/{cast.ticket.number}")
    page.locator("file-uploads.ready").wait_for(state="attached")
    page.locator("#composer-body").fill("You get your money back.")
    page.keyboard.press("Control+Enter")
    page.locator(".msg.reply", has_text="money back").wait_for()
    assert page.locator("file-uploads.ready").count() == 1
    assert page.locator("copy-link[hidden]").count() == 0


def test_one_press_makes_one_token(desk: Desk, page: Any, sign_in) -> None:
    cast = desk.cast
    sign_in(cast.owner)
    page.goto("/acme/settings/tokens")
    page.locator("form [name=name]").fill("Twice")
    page.keyboard.press("Enter")
    page.locator("text=mdk_").first.wait_for()
    wait_until(lambda: page.locator("form [name=name]").input_value() == "", "The field is empty")
    with tenancy.organization(cast.acme.pk):
        assert ApiToken.objects.filter(name="Twice").count() == 1


def test_what_is_wrong_is_unfolded_where_it_lies_folded(desk: Desk, page: Any, sign_in) -> None:
    sign_in(desk.cast.owner)
    page.goto("/acme/settings/tokens")
    page.locator("form [name=name]").fill("Bot")
    page.locator("[name=owner]").select_option("organization")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Create token").click()
    page.locator("form .bad", has_text="Choose").wait_for()
    assert page.locator("form details").get_attribute("open") is not None
    page.wrong.clear()
