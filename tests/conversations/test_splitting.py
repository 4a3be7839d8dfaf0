"""Splitting messages off into a new ticket, copied or moved, with their files; and taking it back."""

import io
import uuid

import pytest

from moondesk.conversations.actions import add_note, reply_as_customer, reply_to_customer
from moondesk.conversations.actions.splitting import Split, split_ticket
from moondesk.conversations.attachments import attach, files_of
from moondesk.conversations.errors import CannotSplit, InvalidSplit
from moondesk.conversations.models import Message
from moondesk.events.errors import ChangedSince
from moondesk.events.models import Event
from moondesk.events.undo import revert_event, undo_operation
from moondesk.files.actions import Incoming, store_file, take_uploads
from moondesk.kit import context
from moondesk.kit.errors import NotAllowed
from moondesk.kit.ids import new_id
from moondesk.tickets.counts import view_counts
from moondesk.tickets.errors import TicketChanged, TicketMerged, TicketNotFound
from moondesk.tickets.joining import Relation
from moondesk.tickets.links import links_of
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Channel
from tests import factories
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def long(in_acme: Cast) -> tuple[Ticket, list[Message]]:
    """A ticket with four messages of three kinds, the second with a file."""
    ticket = factories.make_ticket("Two things", "one", department=in_acme.flights)
    agent = in_acme.agent.actor
    other = factories.make_contact(name="Other Person")
    reply_as_customer(ticket, other, "two", by=in_acme.customer.actor, channel=Channel.WEB)
    reply_to_customer(ticket, "three", by=agent)
    add_note(ticket, "four", by=agent)
    messages = list(Message.objects.filter(ticket=ticket).order_by("id"))
    file = store_file(Incoming("a.txt", "text/plain", io.BytesIO(b"content")), by=agent)
    attach(messages[1], take_uploads([file.pk], by=agent))
    return Ticket.objects.get(pk=ticket.pk), messages


def bodies(ticket: Ticket) -> list[str]:
    return list(Message.objects.filter(ticket=ticket).order_by("id").values_list("body", flat=True))


@pytest.mark.parametrize("move", [True, False])
def test_messages_go_with_all_they_have(in_acme: Cast, long: tuple[Ticket, list[Message]], move: bool) -> None:
    ticket, messages = long
    agent = in_acme.agent.actor
    chosen = [messages[1].pk, messages[2].pk]
    old, new = split_ticket(ticket.number, Split(chosen, "The second thing", move), by=agent)
    assert bodies(new) == ["two", "three"]
    assert bodies(old) == (["one", "four"] if move else ["one", "two", "three", "four"])
    old, new = (Ticket.objects.get(pk=one.pk) for one in (old, new))
    assert (old.message_count, new.message_count) == (2 if move else 4, 2)
    assert new.subject == "The second thing"
    assert new.requester.name == "Other Person"
    assert new.department_id == old.department_id
    assert new.first_response_at == messages[2].created_at
    assert old.first_response_at == messages[2].created_at
    first, second = Message.objects.filter(ticket=new).order_by("id")
    assert (first.author_name, first.created_at) == (messages[1].author_name, messages[1].created_at)
    assert [file.name for file in files_of([first.pk])[first.pk]] == ["a.txt"]
    assert second.author_member_id == messages[2].author_member_id
    assert [(one.relation, one.ticket.pk) for one in links_of(agent, old)] == [(Relation.RELATES_TO, new.pk)]
    told = Event.objects.filter(name="ticket.split").values_list("subject_id", "data__ticket")
    assert set(told) == {(old.pk, str(new.pk)), (new.pk, str(old.pk))}
    assert not Event.objects.filter(subject_id=new.pk, name="message.from_customer").exists()


def test_bad_splits_say_what_is_wrong(in_acme: Cast, long: tuple[Ticket, list[Message]]) -> None:
    ticket, messages = long
    agent = in_acme.agent.actor
    elsewhere = Message.objects.filter(ticket=in_acme.ticket).first()
    assert elsewhere
    for chosen in ([], [uuid.uuid4()], [messages[0].pk, elsewhere.pk]):
        with pytest.raises(InvalidSplit):
            split_ticket(ticket.number, Split(chosen), by=agent)
    for move in (True, False):
        with pytest.raises(CannotSplit):
            split_ticket(ticket.number, Split([one.pk for one in messages], move=move), by=agent)
    Message.objects.filter(pk=messages[2].pk).update(held_until="2099-01-01T00:00:00Z")
    with pytest.raises(CannotSplit):
        split_ticket(ticket.number, Split([messages[2].pk]), by=agent)
    with pytest.raises(TicketChanged):
        split_ticket(ticket.number, Split([messages[1].pk]), by=agent, version=1)
    with pytest.raises(NotAllowed):
        split_ticket(ticket.number, Split([messages[1].pk]), by=in_acme.viewer.actor)
    with pytest.raises(TicketNotFound):
        split_ticket(ticket.number, Split([messages[1].pk]), by=in_acme.other_agent.actor)
    assert bodies(ticket) == ["one", "two", "three", "four"]


def test_a_merged_ticket_is_not_split(in_acme: Cast, long: tuple[Ticket, list[Message]]) -> None:
    from moondesk.conversations.actions.merging import merge_tickets

    ticket, messages = long
    agent = in_acme.agent.actor
    merge_tickets(in_acme.ticket.number, [ticket.number], by=agent)
    with pytest.raises(TicketMerged):
        split_ticket(ticket.number, Split([messages[1].pk]), by=agent)
    # What belongs to another ticket is not split off from the one where that goes on.
    with pytest.raises(InvalidSplit):
        split_ticket(in_acme.ticket.number, Split([messages[1].pk]), by=agent)


@pytest.mark.parametrize("move", [True, False])
def test_undo_puts_everything_back(in_acme: Cast, long: tuple[Ticket, list[Message]], move: bool) -> None:
    ticket, messages = long
    agent = in_acme.agent.actor
    counted = view_counts(agent).open
    before = Ticket.objects.filter(pk=ticket.pk).values().get()
    token = context.operation.set(new_id())
    try:
        split_ticket(ticket.number, Split([messages[1].pk, messages[3].pk], move=move), by=agent)
        operation = context.operation.get()
        assert operation
        undo_operation(ticket.pk, operation, by=agent)
    finally:
        context.operation.reset(token)
    after = Ticket.objects.filter(pk=ticket.pk).values().get()
    for row in (before, after):
        del row["version"], row["updated_at"]
    assert after == before
    assert bodies(ticket) == ["one", "two", "three", "four"]
    assert view_counts(agent).open == counted
    assert links_of(agent, ticket) == []


def test_undo_does_not_lose_what_others_went_on_with(in_acme: Cast, long: tuple[Ticket, list[Message]]) -> None:
    ticket, messages = long
    agent = in_acme.agent.actor
    _old, new = split_ticket(ticket.number, Split([messages[1].pk], move=True), by=agent)
    reply_to_customer(Ticket.objects.get(pk=new.pk), "more", by=agent)
    told = Event.objects.get(subject_id=new.pk, name="ticket.split")
    with pytest.raises(ChangedSince):
        revert_event(new.pk, told.pk, by=agent)
    assert bodies(new) == ["two", "more"]
