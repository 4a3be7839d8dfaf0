"""A call is written down: the caller found, on a ticket of theirs or a new one, at the desk and by the API."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from moondesk.channels.models import OutgoingMail
from moondesk.contacts.models import Contact
from moondesk.conversations.models import Message
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.organizations.models import Organization
from moondesk.tickets.models import Ticket
from moondesk.timekeeping.models import TimeEntry
from tests.api.conftest import Program, is_problem
from tests.harness.people import Cast, Person
from tests.harness.running import Desk

type ClientOf = Callable[[Person | None], Client]
PAGE = "/acme/desk/calls/new"
CALL = {"number": "911 23 45 67", "direction": "in", "minutes": "4", "note": "The bag is red."}


@pytest.fixture
def known(cast: Cast) -> Cast:
    with tenancy.organization(cast.acme.pk):
        Organization.objects.filter(pk=cast.acme.pk).update(time_zone="Europe/Madrid")
        Contact.objects.filter(pk=cast.customer.contact.pk).update(phone="+34 911 234 567")
    return cast


def test_the_caller_is_found_with_their_tickets(known: Cast, client_of: ClientOf) -> None:
    client = client_of(known.agent)
    page = client.get(f"{PAGE}?number=911234567").content.decode()
    assert "+34 911 23 45 67" in page
    assert re.search(rf'value="{known.customer.contact.pk}" checked', page)
    assert known.ticket.subject in page
    assert "Nobody is known by this number yet." in client.get(f"{PAGE}?number=911234568").content.decode()
    found = client.post(f"{PAGE}?find=1", {**CALL, "contact": "new"}).content.decode()
    assert 'name="email"' in found


def test_a_call_on_a_ticket_is_a_note_with_its_time(known: Cast, client_of: ClientOf) -> None:
    call = {**CALL, "contact": str(known.customer.contact.pk), "ticket": known.ticket.number, "booked": "on"}
    answer = client_of(known.agent).post(PAGE, call)
    assert answer["Location"].endswith(known.ticket.number)
    with tenancy.organization(known.acme.pk):
        note = Message.objects.filter(ticket=known.ticket).latest("id")
        assert (note.kind, note.channel) == ("note", "phone")
        assert note.body == "**Call from +34 911 23 45 67, 4 minutes**\n\nThe bag is red."
        told = Event.objects.get(subject_id=known.ticket.pk, name="message.call_logged")
        assert (told.data["number"], told.data["direction"], told.data["minutes"]) == ("+34911234567", "in", 4)
        assert TimeEntry.objects.get().minutes == 4


@pytest.mark.django_db(transaction=True)
def test_a_new_ticket_of_a_new_caller_mails_nobody_unless_wanted(
    known: Cast, client_of: ClientOf, run_jobs: Callable[[], None]
) -> None:
    client = client_of(known.agent)
    new = {**CALL, "number": "+1 202 555 0147", "contact": "new", "ticket": "new", "subject": "Lost bag"}
    client.post(PAGE, {**new, "name": "Nina"})
    client.post(PAGE, {**new, "email": "bo@people.test", "subject": "Second"})
    client.post(PAGE, {**new, "contact": "new", "email": "wants@people.test", "subject": "Third", "confirm": "on"})
    run_jobs()
    with tenancy.organization(known.acme.pk):
        first = Ticket.objects.get(subject="Lost bag")
        assert (first.channel, first.requester.name, first.requester.phone) == ("phone", "Nina", "+1 202-555-0147")
        bo = Ticket.objects.get(subject="Second").requester
        assert (bo.email, bo.phone) == ("bo@people.test", "+1 202-555-0147")
        assert Event.objects.get(subject_id=bo.pk, name="contact.updated").data["fields"] == ["phone"]
        mails = OutgoingMail.objects.filter(kind="confirmation", recipient__endswith="@people.test")
        assert [mail.recipient for mail in mails] == ["wants@people.test"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": "12"}, "This is no telephone number."),
        ({"number": ""}, "This is no telephone number."),
        ({"minutes": "long"}, "Write whole minutes."),
        ({"minutes": "0000001234567"}, "Write whole minutes."),
        ({"minutes": "0" * 6 + "9" * 5000}, "Write whole minutes."),
        ({"direction": "up"}, "Choose one of these."),
        ({"subject": "", "ticket": "new"}, "Write a subject."),
        ({"ticket": "ZZZZZZ"}, "There is no such ticket."),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_lost(
    known: Cast, client_of: ClientOf, changes: dict[str, str], said: str
) -> None:
    with tenancy.organization(known.acme.pk):
        before = Message.objects.count()
    answer = client_of(known.agent).post(PAGE, {**CALL, "contact": "new", **changes})
    page = answer.content.decode()
    assert 400 <= answer.status_code < 500
    assert said in page
    assert "The bag is red." in page
    with tenancy.organization(known.acme.pk):
        assert Message.objects.count() == before


def test_the_same_by_the_api(known: Cast, token_of: Callable[..., str]) -> None:
    agent = Program(token_of(known.agent))
    made = agent.post(
        "/calls", {"number": "911234567", "minutes": 3, "subject": "Lost bag", "note": "Red.", "book": True}
    )
    assert made.status_code == 201, made.content
    shown = json.loads(made.content)
    assert (shown["number"], shown["contact"]) == ("+34911234567", str(known.customer.contact.pk))
    on = agent.post("/calls", {"number": "+34911234567", "direction": "out", "ticket": shown["ticket"]})
    listed = json.loads(agent.get(f"/tickets/{shown['ticket']}/messages").content)["items"]
    assert [one["kind"] for one in listed] == ["reply", "note"]
    assert listed[1]["id"] == json.loads(on.content)["message"]
    assert listed[1]["body"] == "**Call to +34 911 23 45 67**"
    is_problem(agent.post("/calls", {"number": "12", "subject": "x"}), 422, "invalid_contact")
    is_problem(agent.post("/calls", {"number": "+34911234567", "ticket": "ZZZZZZ"}), 404, "ticket_not_found")
    viewer = Program(token_of(known.viewer))
    is_problem(viewer.post("/calls", {"number": "+34911234567", "subject": "x"}), 403, "not_allowed")
    stranger = Program(token_of(known.stranger))
    is_problem(stranger.post("/calls", {"number": "+34911234567", "ticket": shown["ticket"]}), 404, "ticket_not_found")


@pytest.mark.browser
def test_the_caller_is_found_while_they_talk(
    desk: Desk, page: Any, sign_in: Callable[[Person], None], axe: Callable[..., list[str]]
) -> None:
    with tenancy.organization(desk.cast.acme.pk):
        Contact.objects.filter(pk=desk.cast.customer.contact.pk).update(phone="+34 911 234 567")
    sign_in(desk.cast.owner)
    page.goto("/acme/settings/web-forms")
    assert axe(page) == []
    page.keyboard.press("Shift+C")
    page.get_by_role("heading", name="Log a call").wait_for()
    page.get_by_role("button", name="Start the clock").click()
    page.get_by_role("button", name="Stop the clock").wait_for()
    page.get_by_label("What was said").fill("The bag is red.")
    page.get_by_label("Telephone number").fill("+34911234567")
    page.get_by_label("Telephone number").press("Tab")
    page.get_by_role("radio", name=desk.cast.ticket.subject).check()
    assert axe(page) == []
    assert page.get_by_label("What was said").input_value() == "The bag is red."
    page.get_by_role("button", name="Write it down").click()
    page.locator(".msg, .message, article").filter(has_text="1 minute").first.wait_for()
    with tenancy.organization(desk.cast.acme.pk):
        assert TimeEntry.objects.get().minutes == 1
