"""Undo through the doors of the desk and the API: a reply with its status, one old change, and what cannot be."""

import json
import re
import uuid
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from moondesk.conversations.models import Message
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.organizations.models import Organization
from moondesk.tickets.actions import change_priority
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Priority
from tests.harness.people import Cast, Person

SCRIPT = {"HX-Request": "true"}
TEXT = "You get <b>your</b> money back."


@pytest.fixture
def desk(cast: Cast) -> str:
    with tenancy.organization(cast.acme.pk):
        Organization.objects.update(undo_seconds=30)
    return f"/acme/desk/tickets/{cast.ticket.number}"


def send(client: Client, desk: str) -> str:
    """Send a reply and resolve; return the address that takes it back."""
    answer = client.post(f"{desk}/messages", {"kind": "reply", "body": TEXT, "status": "resolved"}, headers=SCRIPT)
    assert answer.status_code == 200, answer.content.decode()[:500]
    address: str = json.loads(answer["HX-Trigger"])["toast"]["undo"]
    return address


def state(cast: Cast) -> tuple[str, int]:
    with tenancy.organization(cast.acme.pk):
        return Ticket.objects.get(pk=cast.ticket.pk).stage, Message.objects.filter(ticket=cast.ticket).count()


@pytest.mark.parametrize("script", [False, True])
def test_a_sent_reply_comes_back_into_the_composer(
    cast: Cast, desk: str, client_of: Callable[[Person], Client], script: bool
) -> None:
    client = client_of(cast.agent)
    undo = send(client, desk)
    assert state(cast) == ("resolved", 2)
    answer = client.post(undo, headers=SCRIPT if script else {})
    page = answer.content.decode()
    assert answer.status_code == 200, page[:500]
    assert re.search(r"<textarea[^>]*>\nYou get &lt;b&gt;your&lt;/b&gt; money back.</textarea>", page)
    assert state(cast) == ("open", 1)


def test_its_files_come_back_with_it(cast: Cast, desk: str, client_of: Callable[[Person], Client]) -> None:
    client = client_of(cast.agent)
    upload = client.post("/acme/desk/files", {"file": SimpleUploadedFile("plan.txt", b"The plan.")})
    file_id = json.loads(upload.content)["id"]
    answer = client.post(f"{desk}/messages", {"kind": "reply", "body": TEXT, "file_id": file_id}, headers=SCRIPT)
    page = client.post(json.loads(answer["HX-Trigger"])["toast"]["undo"], headers=SCRIPT).content.decode()
    assert f'name="file_id" value="{file_id}"' in page
    again = client.post(f"{desk}/messages", {"kind": "reply", "body": TEXT, "file_id": file_id}, headers=SCRIPT)
    assert again.status_code == 200
    with tenancy.organization(cast.acme.pk):
        assert Message.objects.get(ticket=cast.ticket, author_kind="agent").attachments.count() == 1


@pytest.mark.parametrize("kind", ["reply", "note"])
def test_files_alone_come_back_too(cast: Cast, desk: str, client_of: Callable[[Person], Client], kind: str) -> None:
    client = client_of(cast.agent)
    upload = client.post("/acme/desk/files", {"file": SimpleUploadedFile("plan.txt", b"The plan.")})
    file_id = json.loads(upload.content)["id"]
    answer = client.post(f"{desk}/messages", {"kind": kind, "body": "", "file_id": file_id}, headers=SCRIPT)
    undone = client.post(json.loads(answer["HX-Trigger"])["toast"]["undo"], headers=SCRIPT)
    assert f'name="file_id" value="{file_id}"' in undone.content.decode()
    assert ("files are back" if kind == "reply" else "note is back") in undone["HX-Trigger"]
    assert state(cast)[1] == 1


def test_a_note_comes_back_into_its_own_field(cast: Cast, desk: str, client_of: Callable[[Person], Client]) -> None:
    client = client_of(cast.agent)
    answer = client.post(f"{desk}/messages", {"kind": "note", "body": "Ask Rita."}, headers=SCRIPT)
    page = client.post(json.loads(answer["HX-Trigger"])["toast"]["undo"], headers=SCRIPT).content.decode()
    assert re.search(r"<textarea[^>]*>\nAsk Rita.</textarea>", page)
    assert re.search(r'value="note" checked', page)
    assert state(cast)[1] == 1


def test_the_list_beside_stays(cast: Cast, desk: str, client_of: Callable[[Person], Client]) -> None:
    answer = client_of(cast.agent).post(f"{desk}/messages?view=open", {"kind": "reply", "body": TEXT}, headers=SCRIPT)
    assert json.loads(answer["HX-Trigger"])["toast"]["undo"].endswith("/undo?view=open")


def test_a_waiting_ticket_goes_on_waiting(cast: Cast, desk: str, client_of: Callable[[Person], Client]) -> None:
    client = client_of(cast.agent)
    assert "Send and set pending<kbd>" in client.get(desk).content.decode()
    client.post(f"{desk}/messages", {"kind": "reply", "body": TEXT, "status": "pending"})
    assert ">Send<kbd>" in client.get(desk).content.decode()


def test_nobody_else_can_undo_it_and_nobody_twice(cast: Cast, desk: str, client_of: Callable[[Person], Client]) -> None:
    client = client_of(cast.agent)
    undo = send(client, desk)
    assert client_of(cast.owner).post(undo).status_code == 403
    assert client_of(cast.viewer).post(undo).status_code == 403
    assert client_of(cast.stranger).post(undo).status_code == 404
    assert client_of(cast.other_agent).post(undo).status_code == 404
    assert client.post(undo).status_code == 200
    again = client.post(undo)
    assert again.status_code == 409
    assert client.post(f"{desk}/operations/{uuid.uuid4()}/undo").status_code == 404


def test_with_no_undo_time_a_reply_leaves_at_once(cast: Cast, desk: str, client_of: Callable[[Person], Client]) -> None:
    with tenancy.organization(cast.acme.pk):
        Organization.objects.update(undo_seconds=0)
    answer = client_of(cast.agent).post(f"{desk}/messages", {"kind": "reply", "body": TEXT}, headers=SCRIPT)
    assert "undo" not in json.loads(answer["HX-Trigger"])["toast"]
    with tenancy.organization(cast.acme.pk):
        assert not Message.objects.filter(held_until__isnull=False).exists()


def test_the_customer_does_not_see_it_meanwhile(cast: Cast, desk: str, client_of: Callable[[Person], Client]) -> None:
    send(client_of(cast.agent), desk)
    link = f"/acme/help/t/{cast.link}"
    assert "money back" not in Client().get(link).content.decode()
    assert "money back" not in client_of(cast.customer).get(f"/acme/help/tickets/{cast.ticket.number}").content.decode()
    with tenancy.organization(cast.acme.pk):
        Message.objects.update(held_until=None)
    assert "money back" in Client().get(link).content.decode()


def test_an_old_change_is_set_back_from_the_history(
    cast: Cast, desk: str, client_of: Callable[[Person], Client]
) -> None:
    with tenancy.organization(cast.acme.pk):
        change_priority(Ticket.objects.get(pk=cast.ticket.pk), Priority.URGENT, by=cast.owner.actor)
        event = Event.objects.get(subject_id=cast.ticket.pk, name="ticket.priority_changed")
    client = client_of(cast.agent)
    assert client.post(f"{desk}/history/{event.pk}/reversion").status_code == 302
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.get(pk=cast.ticket.pk).priority == Priority.MEDIUM
    assert client.post(f"{desk}/history/{event.pk}/reversion", headers=SCRIPT).status_code == 409


@pytest.mark.parametrize("script", [False, True])
def test_the_history_offers_what_can_be_set_back_and_says_what_was(
    cast: Cast, desk: str, client_of: Callable[[Person], Client], script: bool
) -> None:
    with tenancy.organization(cast.acme.pk):
        change_priority(Ticket.objects.get(pk=cast.ticket.pk), Priority.URGENT, by=cast.owner.actor)
        event = Event.objects.get(subject_id=cast.ticket.pk, name="ticket.priority_changed")
    client = client_of(cast.agent)
    button = f'name="event" value="{event.pk}"'
    assert button in client.get(desk).content.decode()
    assert button not in client_of(cast.viewer).get(desk).content.decode()
    answer = client.post(f"{desk}/history/reversion", {"event": str(event.pk)}, headers=SCRIPT if script else {})
    assert answer.status_code == (200 if script else 302)
    page = client.get(desk).content.decode()
    assert button not in page
    assert re.search(r'<li class="detail"><span>Priority: Medium → Urgent</span>.*?Taken back', page)
    assert "Takes back an earlier change" in page
    assert page.count('name="event"') == 1, "what took it back can itself be set back"
    assert client.post(f"{desk}/history/reversion", {"event": "nothing"}).status_code == 422
    assert client.post(f"{desk}/history/reversion").status_code == 422


def test_a_change_taken_back_and_brought_back_holds_again(
    cast: Cast, desk: str, client_of: Callable[[Person], Client]
) -> None:
    client, names = client_of(cast.agent), []
    with tenancy.organization(cast.acme.pk):
        change_priority(Ticket.objects.get(pk=cast.ticket.pk), Priority.URGENT, by=cast.owner.actor)
    for _round in range(2):
        with tenancy.organization(cast.acme.pk):
            last = Event.objects.filter(subject_id=cast.ticket.pk).latest("id")
        assert client.post(f"{desk}/history/reversion", {"event": str(last.pk)}).status_code == 302
        names.append(last.name)
    assert set(names) == {"ticket.priority_changed"}
    with tenancy.organization(cast.acme.pk):
        assert Ticket.objects.get(pk=cast.ticket.pk).priority == Priority.URGENT
    page = client.get(desk).content.decode()
    first = re.findall(r"<li[^>]*><span>Priority: Medium → Urgent</span>.*?</li>", page)[-1]
    assert "Taken back" not in first


def test_a_sent_reply_is_not_offered_to_be_set_back(
    cast: Cast, desk: str, client_of: Callable[[Person], Client]
) -> None:
    client = client_of(cast.agent)
    send(client, desk)
    page = client.get(desk).content.decode()
    assert "Set back: Replied" not in page
    assert "Set back: Status" in page
