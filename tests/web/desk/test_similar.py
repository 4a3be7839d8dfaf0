"""While a ticket is written, open tickets that are like it are shown, to those who may see them."""

from typing import Any

import pytest

from moondesk.kit import tenancy
from moondesk.tickets.actions import resolve_ticket
from moondesk.tickets.models import Ticket
from tests.harness.people import Cast
from tests.harness.running import Desk

ADDRESS = "/acme/desk/tickets/similar"


def found(client: Any, subject: str) -> str:
    answer = client.get(ADDRESS, {"subject": subject})
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_what_is_like_it_is_found_however_it_is_written(cast: Cast, client_of: Any) -> None:
    agent = client_of(cast.agent)
    for subject in ("flight was canceled", "My FLIGHT was cancelled again", "flights was cancelled"):
        assert cast.ticket.number in found(agent, subject), subject
    for subject in ("", "my", "Invoice without company", "\0", "%_%_%_", "x" * 500):
        assert cast.ticket.number not in found(agent, subject)


def test_only_open_tickets_that_one_may_see(cast: Cast, client_of: Any) -> None:
    assert cast.ticket.number not in found(client_of(cast.other_agent), "My flight was cancelled")
    assert cast.foreign_ticket.number not in found(client_of(cast.owner), "Something of globex")
    assert client_of(cast.viewer).get(ADDRESS).status_code == 403
    with tenancy.organization(cast.acme.pk):
        resolve_ticket(Ticket.objects.get(pk=cast.ticket.pk), by=cast.owner.actor)
    assert cast.ticket.number not in found(client_of(cast.owner), "My flight was cancelled")


@pytest.mark.browser
def test_they_come_while_the_subject_is_typed(desk: Desk, page: Any, sign_in: Any, axe: Any) -> None:
    sign_in(desk.cast.agent)
    page.goto("/acme/desk/tickets/new")
    page.locator("#f-subject").press_sequentially("flight was canceled")
    page.locator("similar-tickets a", has_text="My flight was cancelled").wait_for()
    assert axe(page) == []
