"""What belongs to one change of a ticket goes to the database as one message, and says what single ones would."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moondesk.conversations.actions import add_note, reply_to_customer
from moondesk.conversations.models import Mention, Message
from moondesk.events.models import Event
from moondesk.tickets.actions import assign_ticket, change_priority, change_status
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import default_status, get_for_change
from moondesk.tickets.rules import Priority, Stage
from tests.harness.people import Cast


@pytest.fixture
def ticket(in_acme: Cast) -> Ticket:
    return get_for_change(in_acme.owner.actor, in_acme.ticket.number)


def writes(seen: CaptureQueriesContext) -> list[str]:
    texts = [one["sql"] for one in seen.captured_queries]
    return [one for one in texts if "INSERT INTO" in one or 'UPDATE "tickets_ticket"' in one]


def names(ticket: Ticket) -> list[str]:
    return list(Event.objects.filter(subject_id=ticket.pk).order_by("id").values_list("name", flat=True))


def test_a_reply_is_written_with_its_ticket_and_its_event(in_acme: Cast, ticket: Ticket) -> None:
    count, version = ticket.message_count, ticket.version
    with CaptureQueriesContext(connection) as seen:
        message = reply_to_customer(ticket, "Hello", by=in_acme.owner.actor)
    assert len(writes(seen)) == 1
    kept = Ticket.objects.get(pk=ticket.pk)
    assert (kept.message_count, kept.version) == (count + 1, version + 1)
    assert (kept.last_message_at, kept.last_message_by_customer) == (message.created_at, False)
    assert Message.objects.get(pk=message.pk).body == "Hello"
    assert names(ticket)[-1] == "message.reply_sent"


def test_who_is_named_hears_of_that_before_everybody_hears_of_the_note(in_acme: Cast, ticket: Ticket) -> None:
    agent = in_acme.agent.member
    message = add_note(ticket, f"@{agent.name} please look", by=in_acme.owner.actor)
    assert list(Mention.objects.filter(message=message).values_list("member_id", flat=True)) == [agent.pk]
    assert names(ticket)[-2:] == ["message.note_mentioned", "message.note_added"]


def test_a_change_is_written_with_its_event(in_acme: Cast, ticket: Ticket) -> None:
    version = ticket.version
    with CaptureQueriesContext(connection) as seen:
        change_priority(ticket, Priority.URGENT, by=in_acme.owner.actor)
    assert len(writes(seen)) == 1
    kept = Ticket.objects.get(pk=ticket.pk)
    assert (kept.priority, kept.version, kept.due_at) == (Priority.URGENT, version + 1, ticket.due_at)
    assert names(ticket)[-1] == "ticket.priority_changed"


def test_starting_work_is_two_changes_in_one_statement_that_say_what_was_before(in_acme: Cast, ticket: Ticket) -> None:
    version = ticket.version
    with CaptureQueriesContext(connection) as seen:
        change_status(ticket, default_status(Stage.IN_PROGRESS), by=in_acme.owner.actor)
    assert len(writes(seen)) == 1
    kept = Ticket.objects.get(pk=ticket.pk)
    assert (kept.stage, kept.assignee_id, kept.version) == (Stage.IN_PROGRESS, in_acme.owner.member.pk, version + 2)
    moved, assigned = Event.objects.filter(subject_id=ticket.pk).order_by("-id")[:2][::-1]
    assert (moved.data["old_label"], moved.data["new"]) == ("Open", "in_progress")
    assert (assigned.data["old"], assigned.data["new_label"]) == (None, in_acme.owner.member.name)


def test_who_had_the_ticket_is_said_when_it_is_given_back(in_acme: Cast, ticket: Ticket) -> None:
    assign_ticket(ticket, in_acme.agent.member, by=in_acme.owner.actor)
    again = get_for_change(in_acme.owner.actor, ticket.number)
    assign_ticket(again, None, by=in_acme.owner.actor)
    assert Ticket.objects.get(pk=ticket.pk).assignee_id is None
    assert Event.objects.filter(subject_id=ticket.pk).latest("id").data["old_label"] == in_acme.agent.member.name
