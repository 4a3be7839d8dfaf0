"""A ticket that somebody of the organization opens for a customer: with whose words it begins, and who is told."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from moondesk.channels.models import OutgoingMail
from moondesk.contacts.actions import find_or_create_contact
from moondesk.contacts.models import Contact
from moondesk.conversations.actions.on_behalf import OnBehalf, open_on_behalf
from moondesk.conversations.models import Message
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.tickets.actions import NewTicket
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Channel
from tests.api.conftest import Program, is_problem
from tests.harness.people import Cast, Person

NEW = {
    "email": "bo@people.test", "subject": "Lost bag", "body": "It is red.", "priority": "medium", "type": "question",
    "channel": "phone", "first": "customer",
}  # fmt: skip


def mailed(cast: Cast) -> list[tuple[str, str]]:
    with tenancy.organization(cast.acme.pk):
        mails = OutgoingMail.objects.filter(recipient="bo@people.test").order_by("id")
        return [(mail.kind, mail.ticket.channel if mail.ticket else "") for mail in mails]


@pytest.mark.django_db(transaction=True)
def test_with_whose_words_it_begins(
    cast: Cast, client_of: Callable[[Person | None], Client], run_jobs: Callable[[], None]
) -> None:
    client = client_of(cast.agent)
    for first in ("customer", "note", "reply"):
        answer = client.post("/acme/desk/tickets/new", NEW | {"first": first, "subject": first})
        assert answer.status_code == 302, answer.content
    run_jobs()
    with tenancy.organization(cast.acme.pk):
        found = {
            ticket.subject: [(one.kind, one.author_kind) for one in Message.objects.filter(ticket=ticket)]
            for ticket in Ticket.objects.filter(subject__in=("customer", "note", "reply"))
        }
    assert found == {"customer": [("reply", "customer")], "note": [("note", "agent")], "reply": [("reply", "agent")]}
    assert mailed(cast) == [("reply", "phone")], "a call is not confirmed, a note is nobody's business"
    assert client.post("/acme/desk/tickets/new", NEW | {"first": "nobody"}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_who_is_told_that_it_is_there(cast: Cast, token_of: Callable[..., str], run_jobs: Callable[[], None]) -> None:
    agent = Program(token_of(cast.agent))
    what = {"subject": "Lost bag", "description": "It is red.", "requester": {"email": "bo@people.test"}}
    for more in ({"channel": "phone"}, {"channel": "email", "confirm": False}, {"channel": "phone", "confirm": True}):
        made = agent.post("/tickets", what | more)
        assert made.status_code == 201, made.content
    noted = agent.post("/tickets", what | {"first_message": "note"})
    listed = json.loads(agent.get(f"/tickets/{json.loads(noted.content)['number']}/messages").content)["items"]
    assert [one["kind"] for one in listed] == ["note"]
    is_problem(agent.post("/tickets", what | {"first_message": "poem"}), 422, "invalid")
    run_jobs()
    assert mailed(cast) == [("confirmation", "phone")]


def test_it_says_who_opened_it_for_whom_and_an_employee_opens_their_own_only(
    cast: Cast, client_of: Callable[[Person | None], Client], token_of: Callable[..., str]
) -> None:
    what = {"subject": "Lost bag", "description": "It is red."}
    agent, employee = Program(token_of(cast.agent)), Program(token_of(cast.employee))
    made = json.loads(agent.post("/tickets", what | {"requester": {"email": "bo@people.test", "name": "Bo"}}).content)
    page = client_of(cast.agent).get(f"/acme/desk/tickets/{made['number']}").content.decode()
    assert f"Opened for Bo · {cast.agent.user.get_full_name()}" in page
    is_problem(employee.post("/tickets", what | {"requester": {"email": "evil@people.test"}}), 403, "not_allowed")
    narrow = Program(token_of(cast.agent, scopes=["tickets:ticket:create", "tickets:ticket:view"]))
    is_problem(narrow.post("/tickets", what | {"requester": {"email": "evil@people.test"}}), 403, "not_allowed")
    with tenancy.organization(cast.acme.pk):
        assert not Contact.objects.filter(email="evil@people.test").exists()
        own = find_or_create_contact(cast.employee.user.email, "Emil")
        Contact.objects.filter(pk=own.pk).update(user=cast.employee.user)
        own.refresh_from_db()
        ticket, _message = open_on_behalf(
            NewTicket(subject="Mine", requester=own, channel=Channel.API), "Help", OnBehalf(), by=cast.employee.actor
        )
        assert Event.objects.get(subject_id=ticket.pk, name="ticket.opened").data["on_behalf_of"] == ""
