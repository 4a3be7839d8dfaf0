"""The workflow at the desk: what menus offer and why not, the note asked for in place, sending with a status."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from moondesk.kit import tenancy
from moondesk.tickets import actions
from moondesk.tickets.actions import WorkflowEdit
from moondesk.tickets.models import Ticket
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


def edit(cast: Cast, **parts: Any) -> None:
    with tenancy.organization(cast.acme.pk):
        actions.change_workflow(WorkflowEdit(**parts), by=cast.owner.actor)


def address(cast: Cast, name: str = "") -> str:
    return f"/acme/desk/tickets/{cast.ticket.number}{name}"


def now_there(cast: Cast) -> Ticket:
    with tenancy.organization(cast.acme.pk):
        return Ticket.objects.select_related("status").get(pk=cast.ticket.pk)


def item(page: str, key: str) -> str:
    """Return the entry of a status in the first menu that has it."""
    start = page.index(f'name="status" value="{key}"')
    return page[start : page.index("</button>", start)]


def test_menus_offer_what_is_open_and_say_why_not(cast: Cast, client_of: Callable[..., Client]) -> None:
    moves = {("open", "closed"): frozenset[str](), ("open", "resolved"): frozenset({"owner"})}
    edit(cast, statuses={"on_hold": {"needs_note": True}}, moves=moves)
    for name in ("", "/row"):
        page = client_of(cast.agent).get(address(cast, name)).content.decode()
        assert " disabled" in item(page, "closed")
        assert "not from here" in item(page, "closed")
        assert "not for your role" in item(page, "resolved")
        assert "needs a note" in item(page, "on_hold")
        assert " disabled" not in item(page, "on_hold")
    assert " disabled" not in item(client_of(cast.owner).get(address(cast)).content.decode(), "resolved")


def test_a_change_of_the_workflow_is_on_the_next_page(cast: Cast, client_of: Callable[..., Client]) -> None:
    client = client_of(cast.agent)
    assert " disabled" not in item(client.get(address(cast)).content.decode(), "closed")
    edit(cast, moves={("open", "closed"): frozenset[str]()}, statuses={"open": {"colour": "pink"}})
    page = client.get(address(cast)).content.decode()
    assert " disabled" in item(page, "closed")
    assert 'data-c="pink"' in page


def test_a_move_that_is_closed_is_refused_with_the_reason(cast: Cast, client_of: Callable[..., Client]) -> None:
    edit(cast, moves={("open", "closed"): frozenset[str]()})
    data = {"status": "closed", "version": now_there(cast).version}
    answer = client_of(cast.agent).post(address(cast, "/status"), data)
    assert answer.status_code == 409
    assert "Tickets do not go from Open to Closed here." in answer.content.decode()
    assert now_there(cast).status.key == "open"


@pytest.mark.parametrize("origin", ["", "list"])
def test_a_note_is_asked_for_in_place(cast: Cast, client_of: Callable[..., Client], origin: str) -> None:
    edit(cast, statuses={"on_hold": {"needs_note": True}})
    client = client_of(cast.agent)
    data = {"status": "on_hold", "version": now_there(cast).version, "from": origin}
    asked = client.post(address(cast, "/status"), data)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "On hold needs a note that says why." in page
    assert 'id="ask-note"' in page
    note = {"status": "on_hold", "version": now_there(cast).version, "note": "The hotel answers on Monday."}
    assert client.post(address(cast, "/status"), note).status_code == 302
    assert now_there(cast).status.key == "on_hold"
    assert "The hotel answers on Monday." in client.get(address(cast)).content.decode()


def test_a_note_that_is_too_long_comes_back(cast: Cast, client_of: Callable[..., Client]) -> None:
    edit(cast, statuses={"on_hold": {"needs_note": True}})
    data = {"status": "on_hold", "version": now_there(cast).version, "note": "x" * 100_001}
    answer = client_of(cast.agent).post(address(cast, "/status"), data)
    assert answer.status_code == 422
    assert "x" * 1000 in answer.content.decode()
    assert now_there(cast).status.key == "open"


def test_resolving_asks_for_the_note_too(cast: Cast, client_of: Callable[..., Client]) -> None:
    edit(cast, statuses={"resolved": {"needs_note": True}})
    answer = client_of(cast.agent).post(address(cast, "/resolution"), {"version": now_there(cast).version})
    assert answer.status_code == 422
    assert "Resolved needs a note that says why." in answer.content.decode()


def test_resolving_is_not_offered_where_it_is_closed(cast: Cast, client_of: Callable[..., Client]) -> None:
    edit(cast, moves={("open", "resolved"): frozenset({"owner"})})
    page = client_of(cast.agent).get(address(cast)).content.decode()
    button = re.search(
        r'<button[^>]*aria-disabled="true"[^>]*title="([^"]+)"|<button[^>]*title="([^"]+)"[^>]*aria-disabled', page
    )
    assert button
    assert "Your role does not move tickets from Open to Resolved." in button.groups()


def test_sending_offers_the_statuses_that_are_open(cast: Cast, client_of: Callable[..., Client]) -> None:
    edit(cast, moves={("open", "resolved"): frozenset[str]()}, statuses={"on_hold": {"needs_note": True}})
    client = client_of(cast.agent)
    page = client.get(address(cast)).content.decode()
    assert "Send and set pending" in page
    assert "Send and set on hold" in page
    assert "Send and set resolved" not in page
    sent = {"kind": "reply", "body": "We asked the hotel.", "status": "on_hold"}
    assert client.post(address(cast, "/messages"), sent).status_code == 302
    assert now_there(cast).status.key == "on_hold"


def test_a_reply_with_a_status_that_is_closed_is_kept(cast: Cast, client_of: Callable[..., Client]) -> None:
    edit(cast, moves={("open", "resolved"): frozenset[str]()})
    sent = {"kind": "reply", "body": "Typed with care.", "status": "resolved"}
    answer = client_of(cast.agent).post(address(cast, "/messages"), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Tickets do not go from Open to Resolved here." in page
    assert "Typed with care." in page
    assert now_there(cast).message_count == 1
