"""Being merged opens no ticket to an agent who may not see it, by any door: page, API, files, search, stream, time."""

import io
import json
from typing import Any

import pytest

from moondesk.api.streams.telling import TicketLook
from moondesk.contacts.actors import contact_actor
from moondesk.conversations.actions import add_note, reply_as_customer
from moondesk.conversations.actions.merging import merge_tickets
from moondesk.conversations.attachments import attach, find_file
from moondesk.conversations.models import Message
from moondesk.conversations.queries import latest_page, may_read
from moondesk.events.models import Event
from moondesk.files.actions import Incoming, store_file, take_uploads
from moondesk.files.errors import FileNotFound
from moondesk.kit import tenancy
from moondesk.organizations.actor import Door
from moondesk.realtime.announcing import Announcement
from moondesk.tickets.actions import change_department
from moondesk.tickets.families import merged_in
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Channel
from moondesk.tickets.similar import similar_open
from moondesk.timekeeping.queries import EntryFilter, time_of_ticket, visible_entries
from tests import factories
from tests.harness.people import Cast
from tests.search.making import index
from tests.timekeeping.making import make_time_entry

pytestmark = pytest.mark.django_db
SECRETS = ("Hidden suite matter", "the hidden words", "A hidden note", "hidden.txt", "Hidden Person")


@pytest.fixture
def joined(cast: Cast) -> tuple[Ticket, Ticket, Any]:
    """A ticket of Flights into which one of Hotels was merged, which has a file, a note and time; and the file."""
    with tenancy.organization(cast.acme.pk):
        owner, guest = cast.owner.actor, factories.make_contact("secret@guest.test", name="Hidden Person")
        kept = factories.make_ticket("Kept flight matter", "the open words", department=cast.flights)
        gone = factories.make_ticket("Hidden suite matter", "the hidden words", department=cast.hotels, requester=guest)
        file = store_file(Incoming("hidden.txt", "text/plain", io.BytesIO(b"hidden")), by=owner)
        attach(Message.objects.get(ticket=gone), take_uploads([file.pk], by=owner))
        add_note(Ticket.objects.get(pk=gone.pk), "A hidden note", by=owner)
        make_time_entry(Ticket.objects.get(pk=gone.pk), 30, by=owner)
        make_time_entry(Ticket.objects.get(pk=kept.pk), 10, by=owner)
        merge_tickets(kept.number, [gone.number], by=owner)
        return Ticket.objects.get(pk=kept.pk), Ticket.objects.get(pk=gone.pk), file


def test_in_reading(cast: Cast, joined: tuple[Ticket, Ticket, Any]) -> None:
    kept, gone, file = joined
    with tenancy.organization(cast.acme.pk):
        for person, all_of_it in ((cast.agent, False), (cast.owner, True), (cast.viewer, True)):
            actor = person.actor
            bodies = [one.body for one in latest_page(actor, kept).messages]
            assert ("the hidden words" in bodies, "the open words" in bodies) == (all_of_it, True)
            assert len(merged_in(actor, kept)) == int(all_of_it)
            assert may_read(actor, Message.objects.filter(ticket=gone).earliest("id")) is all_of_it
            assert time_of_ticket(actor, kept).minutes == (40 if all_of_it else 10)
            assert visible_entries(actor, EntryFilter(ticket=kept.pk)).count() == (2 if all_of_it else 1)
        assert find_file(cast.owner.actor, file.pk).file.pk == file.pk
        with pytest.raises(FileNotFound):
            find_file(cast.agent.actor, file.pk)
        assert list(similar_open(cast.agent.actor, "Hidden suite matter")) == []
        # What comes into their sight is read, and what leaves it is not, without a word from the merge.
        change_department(Ticket.objects.get(pk=gone.pk), cast.flights, by=cast.owner.actor)
        assert len(merged_in(cast.agent.actor, kept)) == 1
        assert find_file(cast.agent.actor, file.pk).file.pk == file.pk


def test_on_the_page_whoever_looked_before(cast: Cast, client_of: Any, joined: tuple[Ticket, Ticket, Any]) -> None:
    kept, gone, file = joined
    here = f"/acme/desk/tickets/{kept.number}"
    for who, all_of_it in ((cast.owner, True), (cast.agent, False), (cast.owner, True), (cast.agent, False)):
        client = client_of(who)
        page = client.get(here).content.decode()
        found = [secret for secret in SECRETS[:4] if secret in page]
        assert found == (list(SECRETS[:4]) if all_of_it else []), who
        assert ("1 of them is not among the tickets you see" in page) is not all_of_it
        assert client.get(f"/acme/desk/files/{file.pk}").status_code == (302 if all_of_it else 404)
        assert client.get(f"/acme/desk/files/{file.pk}/preview").status_code == (200 if all_of_it else 404)
        rest = client.get(f"/acme/desk/tickets/{gone.number}")
        assert rest.status_code == (302 if all_of_it else 404)
        index(cast.acme)
        found_rows = client.get("/acme/desk/", {"q": "Hidden suite"}).content.decode()
        assert "Hidden suite matter" not in found_rows


def test_through_the_api(cast: Cast, client: Any, token_of: Any, joined: tuple[Ticket, Ticket, Any]) -> None:
    kept, gone, file = joined
    headers = {"Authorization": f"Bearer {token_of(cast.agent)}"}
    root = "/api/v1"
    for path in ("", "/messages", "/merges", "/events"):
        answer = client.get(f"{root}/tickets/{kept.number}{path}", headers=headers)
        assert answer.status_code == 200, path
        assert [secret for secret in SECRETS if secret in answer.content.decode()] == [], path
    assert client.get(f"{root}/files/{file.pk}", headers=headers).status_code == 404
    assert client.get(f"{root}/files/{file.pk}/content", headers=headers).status_code == 404
    assert client.get(f"{root}/tickets/{gone.number}", headers=headers).status_code == 404
    refused = client.delete(f"{root}/tickets/{kept.number}/merges/{gone.number}", headers=headers)
    assert refused.status_code == 404
    whole = {"Authorization": f"Bearer {token_of(cast.owner)}"}
    merges = json.loads(client.get(f"{root}/tickets/{kept.number}/merges", headers=whole).content)
    assert len(merges["items"]) == 1


def test_in_the_stream_only_the_ticket_that_they_see_is_named(cast: Cast, joined: tuple[Ticket, Ticket, Any]) -> None:
    kept, gone, _file = joined
    with tenancy.organization(cast.acme.pk):
        before = Event.objects.latest("id").pk
        by = contact_actor(gone.requester, door=Door.MAIL)
        reply_as_customer(Ticket.objects.get(pk=gone.pk), gone.requester, "more", by=by, channel=Channel.EMAIL)
        since = Event.objects.filter(pk__gt=before).order_by("id")
        told_of = [Announcement(cast.acme.pk, one.subject_id, one.pk, one.name) for one in since]
        look = TicketLook(told_of, lambda _organization, _ticket: ())
        told = b" ".join(frame.data for one in told_of if (frame := look.frame(cast.agent.actor, one)) is not None)
    assert kept.number.encode() in told
    assert gone.number.encode() not in told
    assert str(gone.pk).encode() not in told
