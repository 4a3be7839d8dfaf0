"""Who gets the replies: added and removed in the desk and by the API, told, taken back, and never too many."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from moondesk.channels.models import OutgoingMail
from moondesk.kit import tenancy
from moondesk.tickets.actions import keep_in_copy, remove_from_copy
from moondesk.tickets.errors import CannotTakePart
from moondesk.tickets.models import AccessLink, Participant, Ticket
from tests import factories
from tests.harness.people import Cast
from tests.harness.running import Desk

SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def here(cast: Cast) -> str:
    return f"/acme/desk/tickets/{cast.ticket.number}"


def copied(cast: Cast) -> list[str]:
    with tenancy.organization(cast.acme.pk):
        found = Participant.objects.filter(ticket=cast.ticket, is_requester=False).select_related("contact")
        return [one.contact.email or "" for one in found]


def test_somebody_new_is_added_shown_and_taken_back(cast: Cast, here: str, client_of: Any) -> None:
    client = client_of(cast.agent)
    answer = client.post(f"{here}/people", {"email": "Paulo@Customer.test", "name": "Paulo"}, headers=SCRIPT)
    assert answer.status_code == 200
    assert 'hx-target="#composer-to"' in answer.content.decode()
    assert copied(cast) == ["paulo@customer.test"]
    assert "Paulo is kept in copy" in client.get(here).content.decode()
    again = client.post(f"{here}/people", {"email": "paulo@customer.test"}, headers=SCRIPT)
    assert again.status_code == 200
    assert client.post(json.loads(answer["HX-Trigger"])["toast"]["undo"], headers=SCRIPT).status_code == 200
    assert copied(cast) == []


def test_a_requester_who_is_alone_is_shown_without_being_looked_for(cast: Cast, client_of: Any) -> None:
    with tenancy.organization(cast.acme.pk):
        ticket = factories.make_ticket(requester=factories.make_contact("lone@customer.test", name="Lone"))
    client, here = client_of(cast.agent), f"/acme/desk/tickets/{ticket.number}"

    def looked() -> tuple[str, list[str]]:
        with CaptureQueriesContext(connection) as seen:
            page = client.get(here).content.decode()
        return page, [one["sql"] for one in seen.captured_queries if 'FROM "tickets_participant"' in one["sql"]]

    page, read = looked()
    assert "lone@customer.test" in page
    assert read == []
    with tenancy.organization(cast.acme.pk):
        factories.make_participant(ticket, factories.make_contact("other@customer.test", name="Other"))
    page, read = looked()
    assert all(one in page for one in ("lone@customer.test", "other@customer.test"))
    assert len(read) == 1


def test_who_is_removed_reads_and_gets_nothing_more(cast: Cast, here: str, client_of: Any) -> None:
    with tenancy.organization(cast.acme.pk):
        contact = factories.make_contact("paulo@customer.test", name="Paulo")
        keep_in_copy(Ticket.objects.get(pk=cast.ticket.pk), contact, by=cast.agent.actor)
        secret = factories.make_secret(Participant.objects.get(contact=contact))
        mail = OutgoingMail.objects.create(
            kind="reply", event_id=contact.pk, ticket=cast.ticket, participant=Participant.objects.get(contact=contact),
            recipient="paulo@customer.test", header_id="<x@acme.test>",
        )  # fmt: skip
    assert Client().get(f"/acme/help/t/{secret}").status_code == 200
    removed = client_of(cast.agent).post(f"{here}/people", {"out": str(contact.pk)}, headers=SCRIPT)
    assert removed.status_code == 200
    assert copied(cast) == []
    assert Client().get(f"/acme/help/t/{secret}").status_code == 404
    with tenancy.organization(cast.acme.pk):
        assert not AccessLink.objects.filter(participant__contact=contact).exists()
        assert OutgoingMail.objects.get(pk=mail.pk).participant_id is None, "what was mailed stays in the books"


def test_the_one_who_asked_stays_and_there_are_never_too_many(in_acme: Cast) -> None:
    ticket, by = Ticket.objects.get(pk=in_acme.ticket.pk), in_acme.agent.actor
    with pytest.raises(CannotTakePart):
        remove_from_copy(ticket, ticket.requester_id, by=by)
    for _number in range(20):
        keep_in_copy(ticket, factories.make_contact(), by=by)
    with pytest.raises(CannotTakePart):
        keep_in_copy(ticket, factories.make_contact(), by=by)
    assert Participant.objects.filter(ticket=ticket).count() == 21


def test_what_does_not_fit_is_said(cast: Cast, here: str, client_of: Any) -> None:
    client = client_of(cast.agent)
    wrong = client.post(f"{here}/people", {"email": "not an address"}, headers=SCRIPT)
    assert wrong.status_code == 422
    assert "not a" in wrong.content.decode()
    assert client.post(f"{here}/people", {"out": "x"}, headers=SCRIPT).status_code == 422
    assert client_of(cast.viewer).post(f"{here}/people", {"email": "a@b.test"}).status_code == 403
    assert client_of(cast.other_agent).post(f"{here}/people", {"email": "a@b.test"}).status_code == 404


def test_programs_do_the_same(cast: Cast, token_of: Callable[..., str]) -> None:
    client, address = Client(), f"/api/v1/tickets/{cast.ticket.number}/participants"
    headers = {"Authorization": f"Bearer {token_of(cast.agent)}"}
    added = client.post(address, {"email": "paulo@customer.test"}, "application/json", headers=headers).json()["items"]
    assert [one["is_requester"] for one in added] == [True, False]
    assert client.get(address, headers=headers).json()["items"] == added
    assert client.delete(f"{address}/{added[0]['contact']}", headers=headers).json()["code"] == "cannot_take_part"
    assert client.delete(f"{address}/{added[1]['contact']}", headers=headers).status_code == 204
    assert copied(cast) == []
    assert client.post(address, {}, "application/json", headers=headers).status_code == 422


@pytest.mark.browser
def test_by_keyboard_beside_the_composer(desk: Desk, page: Any, sign_in: Any, axe: Any) -> None:
    sign_in(desk.cast.agent)
    page.goto(f"/acme/desk/tickets/{desk.cast.ticket.number}")
    page.locator("#composer-body").fill("Half a sentence")
    page.get_by_role("button", name="Add or remove people").focus()
    page.keyboard.press("Enter")
    page.locator("#people-email").wait_for()
    assert axe(page) == []
    page.keyboard.type("paulo@customer.test")
    page.wait_for_timeout(400)
    page.keyboard.press("Escape") if page.locator("#people-found [role=option]").count() else None
    page.locator(".macros .add button[type=submit]").click()
    page.locator("#composer-to .chip", has_text="paulo@customer.test").wait_for()
    assert page.locator("#composer-body").input_value() == "Half a sentence"
    page.get_by_role("button", name="Add or remove people").press("Enter")
    page.get_by_role("button", name="Send no more replies to paulo@customer.test").wait_for()
    page.keyboard.press("Escape")
    page.locator("toast-region").get_by_role("button", name="Undo").click()
    page.locator("#composer-to .chip", has_text="paulo@customer.test").wait_for(state="detached")
    assert axe(page) == []
