"""Two organizations on one server, in a real browser: whoever works in both goes over, and sees each one's own."""

from typing import Any

import pytest

from moondesk.kit import tenancy
from tests import factories
from tests.harness.running import Desk

pytestmark = pytest.mark.browser


def test_nobody_sees_what_is_of_the_other_organization(desk: Desk, page: Any, sign_in) -> None:
    cast = desk.cast
    with tenancy.organization(cast.globex.pk):
        factories.make_member(cast.agent.user)
    sign_in(cast.agent)
    page.goto("/acme/desk/?view=all")
    assert page.locator("#rows", has_text="My flight was cancelled").count() == 1
    assert page.locator("#rows", has_text="Something of globex").count() == 0

    page.locator('[popovertarget="organizations"]').click()
    page.locator("#organizations a", has_text="Globex").click()
    page.wait_for_url("**/globex/desk/**")
    page.goto("/globex/desk/?view=all")
    assert page.locator("#rows", has_text="Something of globex").count() == 1
    assert page.locator("#rows", has_text="My flight was cancelled").count() == 0

    assert page.goto(f"/globex/desk/tickets/{cast.ticket.number}").status == 404
    assert page.goto(f"/acme/desk/tickets/{cast.foreign_ticket.number}").status == 404
    assert page.goto("/globex/desk/palette?q=flight").status == 200
    assert "My flight was cancelled" not in page.content()
    page.wrong.clear()  # the browser names each page that was not found


def test_one_of_the_other_organization_is_told_nothing(desk: Desk, page: Any, sign_in) -> None:
    cast = desk.cast
    sign_in(cast.stranger)
    for path in ("/acme/desk/", f"/acme/desk/tickets/{cast.ticket.number}", "/acme/settings/members"):
        assert page.goto(path).status == 404
        assert "Acme Travel" not in page.content()
        assert "flight" not in page.content()
    page.wrong.clear()
