"""Cloning a ticket: the same request again, linked, without the conversation; and taking it back."""

import io

import pytest

from moondesk.conversations.actions import reply_to_customer
from moondesk.conversations.actions.cloning import Clone, clone_ticket
from moondesk.conversations.actions.splitting import Split, split_ticket
from moondesk.conversations.attachments import attach, files_of
from moondesk.conversations.errors import CannotClone
from moondesk.conversations.models import Message
from moondesk.events.errors import ChangedSince
from moondesk.events.models import Event
from moondesk.events.undo import revert_event, undo_operation
from moondesk.fields.rules import Kind
from moondesk.files.actions import Incoming, store_file, take_uploads
from moondesk.kit import context
from moondesk.kit.errors import NotAllowed
from moondesk.kit.ids import new_id
from moondesk.tickets.actions import change_fields, change_tags
from moondesk.tickets.counts import view_counts
from moondesk.tickets.errors import TicketChanged, TicketNotFound
from moondesk.tickets.field_models import FieldValue
from moondesk.tickets.joining import Relation
from moondesk.tickets.links import links_of
from moondesk.tickets.models import Ticket
from tests import factories
from tests.fields.making import make_field
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(in_acme: Cast) -> Ticket:
    """A ticket with a field, tags, a file on its description, and an answer."""
    make_field(Kind.TEXT, "Seat", key="seat")
    agent = in_acme.agent.actor
    ticket = factories.make_ticket("Lost bag", "It is *red*.", department=in_acme.flights)
    change_fields(ticket, {"seat": "12A"}, by=agent)
    change_tags(ticket, ["bags"], by=agent)
    file = store_file(Incoming("bag.txt", "text/plain", io.BytesIO(b"red")), by=agent)
    attach(Message.objects.get(ticket=ticket), take_uploads([file.pk], by=agent))
    reply_to_customer(ticket, "We look for it.", by=agent)
    return Ticket.objects.get(pk=ticket.pk)


def test_a_clone_begins_with_the_request_and_nothing_that_followed(in_acme: Cast, full: Ticket) -> None:
    agent = in_acme.agent.actor
    old, new = clone_ticket(full.number, Clone(), by=agent)
    new = Ticket.objects.select_related("status").get(pk=new.pk)
    message = Message.objects.get(ticket=new)
    assert (new.subject, message.body, message.author_contact_id) == ("Lost bag", "It is *red*.", full.requester_id)
    assert [file.name for file in files_of([message.pk])[message.pk]] == ["bag.txt"]
    assert (new.field_values, new.tags, new.department_id) == ({"seat": "12A"}, ["bags"], full.department_id)
    assert FieldValue.objects.get(ticket=new).word == "12a"
    assert (new.status.key, new.assignee_id, new.first_response_at, new.message_count) == ("open", None, None, 1)
    assert [(one.relation, one.ticket.pk) for one in links_of(agent, old)] == [(Relation.RELATES_TO, new.pk)]
    told = Event.objects.filter(name="ticket.cloned").values_list("subject_id", "data__ticket")
    assert set(told) == {(old.pk, str(new.pk)), (new.pk, str(old.pk))}
    assert not Event.objects.filter(subject_id=new.pk, name="message.from_customer").exists()


def test_it_can_be_for_another_customer_under_another_subject(in_acme: Cast, full: Ticket) -> None:
    other = factories.make_contact(name="Bo Other")
    _old, new = clone_ticket(full.number, Clone("Bo's bag", other), by=in_acme.agent.actor)
    message = Message.objects.get(ticket=new)
    assert (new.subject, new.requester_id, message.author_name) == ("Bo's bag", other.pk, "Bo Other")


def test_undo_takes_the_clone_away(in_acme: Cast, full: Ticket) -> None:
    agent = in_acme.agent.actor
    counted = view_counts(agent).open
    token = context.operation.set(new_id())
    try:
        _old, new = clone_ticket(full.number, Clone(), by=agent)
        operation = context.operation.get()
        assert operation
        undo_operation(full.pk, operation, by=agent)
    finally:
        context.operation.reset(token)
    assert Ticket.objects.get(pk=new.pk).deleted_at is not None
    assert links_of(agent, full) == []
    assert view_counts(agent).open == counted


def test_undo_loses_nothing_that_others_wrote_on_it(in_acme: Cast, full: Ticket) -> None:
    agent = in_acme.agent.actor
    old, new = clone_ticket(full.number, Clone(), by=agent)
    reply_to_customer(Ticket.objects.get(pk=new.pk), "more", by=agent)
    told = Event.objects.get(subject_id=old.pk, name="ticket.cloned")
    with pytest.raises(ChangedSince):
        revert_event(old.pk, told.pk, by=agent)
    assert Ticket.objects.get(pk=new.pk).deleted_at is None


def test_who_may_not_and_what_cannot_be_cloned(in_acme: Cast, full: Ticket) -> None:
    with pytest.raises(NotAllowed):
        clone_ticket(full.number, Clone(), by=in_acme.viewer.actor)
    with pytest.raises(TicketNotFound):
        clone_ticket(full.number, Clone(), by=in_acme.other_agent.actor)
    with pytest.raises(TicketChanged):
        clone_ticket(full.number, Clone(), by=in_acme.agent.actor, version=1)
    first = Message.objects.filter(ticket=full).earliest("id")
    split_ticket(full.number, Split([first.pk], move=True), by=in_acme.agent.actor)
    with pytest.raises(CannotClone):
        clone_ticket(full.number, Clone(), by=in_acme.agent.actor)
