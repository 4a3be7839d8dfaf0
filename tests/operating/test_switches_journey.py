"""The operator switches a feature off and on again; pages that members have open follow, without being loaded anew."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from moondesk.operating.actions import make_operator
from tests import factories
from tests.harness.browser import hear
from tests.harness.running import Desk
from tests.web.console_doors import give_second_factor, show_second_factor

pytestmark = pytest.mark.browser


@pytest.fixture
def olga(page: Any, desk: Desk) -> Any:
    """Return a page of another browser, in which the operator is signed in."""
    user = factories.make_user("olga@operator.test", name="Olga Operator")
    make_operator(user.email)
    give_second_factor(user)
    client = Client()
    client.force_login(user)
    show_second_factor(client, user)
    context = page.context.browser.new_context(base_url=desk.url, locale="en-GB", timezone_id="Europe/Madrid")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": desk.url}])
    yield context.new_page()
    context.close()


def test_open_pages_lose_what_is_switched_off_and_get_it_back(desk: Desk, page: Any, sign_in: Any, olga: Any) -> None:
    sign_in(desk.cast.owner)
    there = page.context.new_page()  # whose answer is 403 for a while, as it should be
    entry = '#settings-nav a[href$="/settings/directory"]'
    for one, place in ((page, "members"), (there, "directory")):
        one.goto(f"{desk.url}/acme/settings/{place}")
        hear(one)
        one.locator(entry).wait_for()
        one.evaluate("document.body.dataset.same = 'yes'")
    olga.goto(f"/console/organizations/{desk.cast.acme.pk}/features")
    olga.uncheck("#f-directory")
    olga.fill("[name=reason]", "They asked for it")
    olga.click("text=Look and switch")
    olga.locator("text=Directory of people: off").wait_for()
    olga.click("main button:text-is('Switch')")
    olga.locator("text=Switched last").wait_for()
    there.locator(
        "#main", has_text="Directory of people: whoever runs this installation has switched this off"
    ).wait_for()
    page.locator(entry).wait_for(state="detached")
    page.locator('#settings-nav a[href$="/settings/members"]').wait_for()
    olga.click("text=Take this back")
    there.locator("h1", has_text="Directory").wait_for()
    for one in (page, there):
        one.locator(entry).wait_for()
        assert one.evaluate("document.body.dataset.same") == "yes", "it was not loaded anew"
