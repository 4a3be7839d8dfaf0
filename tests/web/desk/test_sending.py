"""A reply is taken once however often it comes, the fate of its mail told as it is; what was resolved is reopened."""

import pytest
from django.test import Client

from moondesk.channels.mail.outbox import About, put_in_outbox
from moondesk.channels.models import OutgoingMail
from moondesk.channels.rules import Kind, State
from moondesk.conversations.models import Message
from moondesk.kit import tenancy
from moondesk.kit.ids import new_id
from moondesk.tickets.actions import change_priority, resolve_ticket
from moondesk.tickets.models import Participant, Ticket
from moondesk.tickets.rules import Priority
from tests import factories
from tests.harness.people import Cast

SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def ana(cast: Cast, client_of) -> Client:
    return client_of(cast.agent)


def here(cast: Cast, verb: str = "") -> str:
    return f"/acme/desk/tickets/{cast.ticket.number}" + (f"/{verb}" if verb else "")


def written(cast: Cast, body: str) -> int:
    with tenancy.organization(cast.acme.pk):
        return Message.objects.filter(ticket_id=cast.ticket.pk, body=body).count()


@pytest.mark.parametrize("kind", ["reply", "note"])
def test_the_same_sending_twice_is_one_message(cast: Cast, ana: Client, kind) -> None:
    fields = {"kind": kind, "body": "Only once", "key": "abc-def", "status": ""}
    seen = ana.get(here(cast)).content.decode().split('name="seen" value="')[1].split('"')[0]
    for _ in range(3):
        answer = ana.post(here(cast, "messages"), fields | {"seen": seen}, headers=SCRIPT)
        assert answer.status_code == 200
    assert written(cast, "Only once") == 1
    ana.post(here(cast, "messages"), fields | {"key": "another"}, headers=SCRIPT)
    assert written(cast, "Only once") == 2


def test_what_was_refused_may_come_again_with_its_key(cast: Cast, ana: Client) -> None:
    fields = {"kind": "reply", "body": "Mended", "key": "abc", "status": "nonsense"}
    assert ana.post(here(cast, "messages"), fields, headers=SCRIPT).status_code == 422
    assert ana.post(here(cast, "messages"), fields | {"status": ""}, headers=SCRIPT).status_code == 200
    assert written(cast, "Mended") == 1


def test_a_reply_stopped_by_news_may_come_again_with_its_key(cast: Cast, ana: Client) -> None:
    seen = ana.get(here(cast)).content.decode().split('name="seen" value="')[1].split('"')[0]
    with tenancy.organization(cast.acme.pk):
        factories.make_message(Ticket.objects.get(pk=cast.ticket.pk), "News")
    fields = {"kind": "reply", "body": "Patient", "key": "abc", "status": ""}
    assert ana.post(here(cast, "messages"), fields | {"seen": seen}, headers=SCRIPT).status_code == 409
    assert ana.post(here(cast, "messages"), fields, headers=SCRIPT).status_code == 200
    assert written(cast, "Patient") == 1


def test_keys_of_others_do_not_count(cast: Cast, client_of) -> None:
    fields = {"kind": "note", "body": "Mine", "key": "abc"}
    for person in (cast.agent, cast.owner):
        assert client_of(person).post(here(cast, "messages"), fields, headers=SCRIPT).status_code == 200
    assert written(cast, "Mine") == 2


def test_each_page_has_a_key_of_its_own(cast: Cast, ana: Client) -> None:
    keys = {ana.get(here(cast)).content.decode().split('name="key" value="')[1].split('"')[0] for _ in range(3)}
    assert len(keys) == 3
    assert "" not in keys


def reply_with_mails(cast: Cast, *mails: tuple[str, State, str]) -> None:
    with tenancy.organization(cast.acme.pk):
        ticket = Ticket.objects.get(pk=cast.ticket.pk)
        message = factories.make_message(ticket, "Look at my mails.")
        participant = Participant.objects.get(ticket=ticket, is_requester=True)
        for address, state, reason in mails:
            about = About(Kind.REPLY, new_id(), participant, message)
            mail = put_in_outbox(about, address, withheld=reason if state == State.WITHHELD else "")
            OutgoingMail.objects.filter(pk=mail.pk if mail else None).update(state=state, error=reason)


@pytest.mark.parametrize(
    ("mails", "said"),
    [
        ([("a@x.test", State.SENT, "")], "Sent by mail"),
        ([("a@x.test", State.QUEUED, "")], "The mail is on its way"),
        ([("a@x.test", State.QUEUED, "No server.")], "The mail waits and is tried again. No server."),
        ([("a@x.test", State.FAILED, "Mailbox full.")], "The mail could not be delivered. Mailbox full."),
        ([("a@x.test", State.WITHHELD, "Not confirmed.")], "Not sent by mail. Not confirmed."),
        ([("a@x.test", State.SENT, ""), ("b@x.test", State.WITHHELD, "Too many.")],
         "Not sent by mail to b@x.test. Too many."),
        ([("a@x.test", State.WITHHELD, "Too many."), ("b@x.test", State.FAILED, "Gone.")],
         "The mail to b@x.test could not be delivered. Gone."),
    ],
)  # fmt: skip
def test_the_fate_of_a_mail_is_told_as_it_is(cast: Cast, ana: Client, mails, said) -> None:
    reply_with_mails(cast, *mails)
    page = ana.get(here(cast)).content.decode()
    assert said in page
    assert ("on its way" in page) == (said == "The mail is on its way")


@pytest.mark.parametrize("assigned", [True, False])
def test_what_was_resolved_is_reopened_by_the_button_in_its_place(cast: Cast, client_of, assigned) -> None:
    owner = client_of(cast.owner)
    with tenancy.organization(cast.acme.pk):
        ticket = Ticket.objects.get(pk=cast.ticket.pk)
        resolve_ticket(ticket, by=cast.owner.actor)
        Ticket.objects.filter(pk=ticket.pk).update(assignee=cast.agent.member if assigned else None)
    page = owner.get(here(cast)).content.decode()
    assert "/resolution" not in page
    assert "Reopen" in page
    answer = owner.post(here(cast, "reopening"), {"version": ticket.version}, headers=SCRIPT)
    assert answer.status_code == 200
    with tenancy.organization(cast.acme.pk):
        ticket.refresh_from_db()
    assert ticket.stage == ("in_progress" if assigned else "open")
    assert "Reopen" not in owner.get(here(cast)).content.decode()


def test_a_stale_change_from_the_list_goes_on_beside_the_ticket(cast: Cast, ana: Client) -> None:
    with tenancy.organization(cast.acme.pk):
        change_priority(Ticket.objects.get(pk=cast.ticket.pk), Priority.HIGH, by=cast.owner.actor)
    fields = {"version": cast.ticket.version, "from": "list", "status": "pending"}
    answer = ana.post(here(cast, "status") + "?view=open", fields, headers=SCRIPT)
    page = answer.content.decode()
    assert answer.status_code == 412
    assert "Priority: Medium → High" in page
    assert 'name="status" value="pending"' in page
    assert 'name="from" value="list"' not in page.split('id="stale-')[1].split("</form>")[0]
    assert answer["HX-Push-Url"].startswith(here(cast))
