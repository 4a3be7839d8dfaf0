"""The search page in a real browser: completed, corrected at its place, opened by keys; and current by itself."""

from typing import Any

import pytest

from moondesk.conversations.actions import add_note
from moondesk.kit import tenancy
from moondesk.search.finding import find_tickets
from moondesk.tickets.models import Ticket
from tests.harness.people import Cast
from tests.harness.running import Desk, wait_until

pytestmark = pytest.mark.browser


def is_found(cast: Cast) -> bool:
    with tenancy.organization(cast.acme.pk):
        return bool(find_tickets(cast.agent.actor, "voucher").hits)


def test_a_search_is_completed_corrected_and_followed(desk: Desk, page: Any, sign_in: Any, axe: Any) -> None:
    cast = desk.cast
    with tenancy.organization(cast.acme.pk):
        add_note(Ticket.objects.get(pk=cast.ticket.pk), "The <i>voucher</i> is void", by=cast.owner.actor)
    sign_in(cast.agent)
    page.goto("/acme/desk/search")
    assert axe(page) == []
    keys, box = page.keyboard, page.locator("#search-q:focus")
    box.wait_for()
    keys.type("vouchers sta")
    page.locator("#search-options [data-insert='status:']").wait_for()
    assert axe(page) == []
    for _option in range(2):
        keys.press("ArrowDown")
    keys.press("Tab")
    assert box.input_value() == "vouchers status:"
    keys.type("asleep")
    keys.press("Enter")
    page.locator("#search-wrong mark", has_text="asleep").wait_for()
    assert axe(page) == []
    wait_until(lambda: page.evaluate("getSelection().toString()") == "asleep", "Marking what is wrong")
    assert [one for one in page.wrong if "422" not in one] == []
    page.wrong.clear()
    keys.type("open")
    keys.press("Enter")
    wait_until(lambda: is_found(cast), "Indexing the note by the worker")
    by_keys_to_the_ticket(page, axe, cast.ticket.number)


def by_keys_to_the_ticket(page: Any, axe: Any, number: str) -> None:
    page.goto("/acme/desk/search?q=vouchers+status:open")
    page.locator(".hit .said.note mark", has_text="voucher").wait_for()
    assert page.locator(".hit .said i").count() == 0
    assert axe(page) == []
    page.locator("h2#tickets-found").click()
    keys = page.keyboard
    keys.press("j")
    keys.press("Enter")
    page.wait_for_url(f"**/tickets/{number}*")
    page.locator("#top h1", has_text="My flight was cancelled").wait_for()
    keys.press("Control+k")
    keys.type("vouchers")
    page.locator("#palette-found [role=option]", has_text="My flight was cancelled").wait_for()
    page.locator("#palette-found [role=option]", has_text="Search everything").click()
    page.wait_for_url("**/desk/search?q=vouchers")
