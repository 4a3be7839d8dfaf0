"""Asking whether the answer helped: once for each time a ticket is done, and nobody answers by looking."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from moondesk.channels.models import OutgoingMail, ReceivedMail
from moondesk.channels.surveys.asking import Asking, asking, set_asking
from moondesk.channels.surveys.inviting import begins_survey, invite, why_not_asked
from moondesk.channels.surveys.jobs import invite_to_survey
from moondesk.contacts.actors import contact_actor
from moondesk.contacts.models import Contact
from moondesk.conversations.actions import reply_to_customer
from moondesk.conversations.actions.voting import vote
from moondesk.conversations.models import Message, MessageVote
from moondesk.conversations.rules import Vote
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.organizations.actor import Door
from moondesk.organizations.models import Organization
from moondesk.tickets.actions import reopen_ticket, resolve_ticket
from moondesk.tickets.actions.changes import set_status
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import default_status
from moondesk.tickets.rules import Stage
from tests import factories
from tests.harness.people import Cast
from tests.mail.conftest import Office, mail

PAGE, API = "/acme/settings/mail/survey", "/api/v1/mail-survey"


def _chosen(cast: Cast, *, is_on: bool = True) -> None:
    set_asking(Asking(is_on=is_on, hours=24), by=cast.owner.actor)


def _links(sent: Any) -> list[str]:
    text = sent.get_body(("plain",)).get_content()
    found = re.findall(r"https?://[^/]+(/acme/help/\S+)", text)
    assert len(found) == 3, text
    return found


def _asked_by_mail(office: Office) -> Any:
    """Carla's ticket is answered and done, and a day is over; returns the mail that asks her."""
    cast = office.cast
    with tenancy.organization(cast.acme.pk):
        Organization.objects.update(undo_seconds=0)
        _chosen(cast)
    received = office.deliver(mail())
    with tenancy.organization(cast.acme.pk):
        ticket = Ticket.objects.get(pk=received.ticket_id)
        reply_to_customer(ticket, "Your bag is **here**.", by=cast.agent.actor)
        resolve_ticket(ticket, by=cast.agent.actor)
    office.run_jobs()
    assert "survey" not in [one.kind for one in office.outgoing()], "not before its time"
    for _twice in range(2):
        with connection.cursor() as cursor:
            name = f"%{invite_to_survey.function.__name__}"
            cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE task_name LIKE %s", [name])
        office.run_jobs()
    [asked] = [one for one in office.outgoing() if one.kind == "survey"]
    assert (asked.state, asked.recipient) == ("sent", "carla@customer.test")
    return office.caught()[-1]


def test_one_mail_some_time_after_and_one_press_to_answer_or_to_be_asked_no_more(office: Office) -> None:
    sent = _asked_by_mail(office)
    assert sent["Auto-Submitted"] == "auto-generated"
    up, down, refuse = _links(sent)
    assert (up.endswith("/survey?answer=up"), down.endswith("/survey?answer=down")) == (True, True)
    client = Client(enforce_csrf_checks=True)
    text = client.get(down).content.decode()
    assert re.search(r'value="down" checked', text)
    assert not re.search(r'value="up" checked', text)
    assert "Your bag is <strong>here</strong>." in text
    client.head(up)
    with tenancy.organization(office.cast.acme.pk):
        assert not MessageVote.objects.exists(), "looking is no answer"
    place, token = down.partition("?")[0], re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)
    assert token
    assert client.post(place, {"answer": "down"}).status_code == 403
    given = {"csrfmiddlewaretoken": token[1]}
    assert client.post(place, given | {"answer": "maybe"}).status_code == 422
    assert "Write what is missing" in client.post(place, given | {"answer": "down"}, follow=True).content.decode()
    with tenancy.organization(office.cast.acme.pk):
        assert MessageVote.objects.values_list("is_up", flat=True).get() is False
    assert client.get(place.replace("/acme/", "/globex/")).status_code != 200
    _refuses(office.cast, sent, refuse)


def _refuses(cast: Cast, sent: Any, path: str) -> None:
    assert path in re.sub(r"\s", "", str(sent["List-Unsubscribe"]))
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    program, press = Client(enforce_csrf_checks=True), {"List-Unsubscribe": "One-Click"}
    carla = lambda: Contact.objects.get(email="carla@customer.test").surveys_off  # noqa: E731
    assert program.get(path).status_code == 200
    for wrong in (path + "x", path.replace("/acme/", "/globex/")):
        assert program.post(wrong, press).status_code == 404
    with tenancy.organization(cast.acme.pk):
        assert not carla()
    assert [program.post(path, press).status_code for _twice in range(2)] == [200, 200]
    with tenancy.organization(cast.acme.pk):
        assert carla()
        [told] = Event.objects.filter(name="contact.updated")
        assert (told.data["fields"], told.door) == (["surveys_off"], "mail")
    assert program.post(path, {"again": "1"}).status_code == 200
    with tenancy.organization(cast.acme.pk):
        assert not carla()


def _done(cast: Cast) -> Event:
    """Open the ticket again, if it was done, and let it be done; returns what tells of it."""
    ticket = Ticket.objects.get(pk=cast.ticket.pk)
    reopen_ticket(ticket, by=cast.agent.actor)
    resolve_ticket(ticket, by=cast.agent.actor)
    return Event.objects.filter(name="ticket.status_changed").latest("id")


def _asked() -> int:
    return OutgoingMail.objects.filter(kind="survey").count()


def test_what_is_opened_again_is_not_asked_about_and_what_is_done_anew_is_once(in_acme: Cast) -> None:
    _chosen(in_acme)
    answer = reply_to_customer(Ticket.objects.get(pk=in_acme.ticket.pk), "Here.", by=in_acme.agent.actor)
    Message.objects.update(held_until=None)
    first = _done(in_acme)
    reopen_ticket(Ticket.objects.get(pk=in_acme.ticket.pk), by=in_acme.agent.actor)
    invite(first.pk)
    assert _asked() == 0
    second = _done(in_acme)
    for event in (first, second, second):
        invite(event.pk)
    assert _asked() == 1
    third = _done(in_acme)
    invite(third.pk)
    assert _asked() == 2, "done another time, asked another time"
    waits = OutgoingMail.objects.select_related("ticket", "participant__contact").filter(kind="survey").latest("id")
    assert why_not_asked(waits) == ""
    customer = contact_actor(waits.participant.contact, door=Door.PORTAL)
    vote(Message.objects.get(pk=answer.pk), Vote.UP, by=customer)
    assert why_not_asked(waits) == "This person has answered already."
    invite(_done(in_acme).pk)
    assert _asked() == 2


@pytest.mark.parametrize("why", ["off", "machine", "refused", "unanswered", "merely closed"])
def test_who_is_not_asked(in_acme: Cast, why: str) -> None:
    ticket = Ticket.objects.get(pk=in_acme.ticket.pk)
    reply_to_customer(ticket, "Here.", by=in_acme.agent.actor)
    Message.objects.update(held_until=None)
    _chosen(in_acme, is_on=why != "off")
    if why == "machine":
        first = Message.objects.filter(ticket=ticket).earliest("id")
        by_machine = ReceivedMail.objects.filter(pk=factories.make_received_mail().pk)
        by_machine.update(is_automatic=True, ticket=ticket, message=first)
    elif why == "refused":
        Contact.objects.update(surveys_off=True)
    elif why == "unanswered":
        Message.objects.filter(author_kind="agent").update(author_kind="bot")
    event = _done(in_acme)
    if why == "merely closed":
        set_status(Ticket.objects.get(pk=ticket.pk), default_status(Stage.CLOSED), by=in_acme.owner.actor, quiet=True)
        closed = Event.objects.filter(name="ticket.status_changed").latest("id")
        assert [begins_survey(one) for one in (event, closed)] == [True, False]
        event = closed
    invite(event.pk)
    assert _asked() == 0


def test_it_is_chosen_by_page_and_by_api_and_taken_back(cast: Cast, client_of: Any, token_of: Any) -> None:
    client = client_of(cast.administrator)

    def chosen() -> Asking:
        with tenancy.organization(cast.acme.pk):
            return asking()

    assert chosen() == Asking(is_on=False)
    answer = client.post(PAGE, {"is_on": "on", "hours": "72"}, follow=True).content.decode()
    assert chosen() == Asking(is_on=True, hours=72)
    undo = re.search(r"/acme/settings/undo/[^\"' ]+", answer)
    assert undo
    client.post(undo[0])
    assert chosen() == Asking(is_on=False)
    assert client.post(PAGE, {"hours": "5"}).status_code == 422
    assert client_of(cast.agent).post(PAGE, {"hours": "24"}).status_code == 403
    by = {"headers": {"Authorization": f"Bearer {token_of(cast.administrator)}"}, "content_type": "application/json"}
    wanted = {"is_on": True, "hours": 4}
    assert Client().put(API, wanted, **by).json() == wanted
    assert Client().get(API, headers=by["headers"]).json() == wanted
    assert Client().put(API, wanted | {"hours": 5}, **by).status_code == 422


def test_a_contact_says_at_the_desk_and_by_the_api_that_they_are_not_asked(
    cast: Cast, client_of: Any, token_of: Any
) -> None:
    contact = cast.ticket.requester_id
    client, page = client_of(cast.agent), f"/acme/desk/contacts/{contact}"
    assert re.search(r'name="surveys"[^>]*checked', client.get(page).content.decode())
    form = {"name": "Carla", "email": "carla@customer.test", "surveys_shown": "1"}

    def off() -> bool:
        with tenancy.organization(cast.acme.pk):
            return bool(Contact.objects.get(pk=contact).surveys_off)

    assert client.post(page, form).status_code == 302
    assert off()
    assert client.post(page, form | {"surveys": "on"}).status_code == 302
    assert not off()
    by = {"headers": {"Authorization": f"Bearer {token_of(cast.agent)}"}, "content_type": "application/json"}
    changed = Client().patch(f"/api/v1/contacts/{contact}", {"surveys_off": True}, **by)
    assert changed.json()["surveys_off"] is True
    assert off()
