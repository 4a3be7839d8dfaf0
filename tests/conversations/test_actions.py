"""Writing on a ticket: replies, notes, what customers write, and what that does."""

import datetime

import pytest
import time_machine

from moondesk.conversations.actions import add_note, reply_as_customer, reply_to_customer
from moondesk.conversations.errors import InvalidMessage
from moondesk.conversations.models import Message
from moondesk.conversations.queries import latest_page, messages_for
from moondesk.events.models import Event
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.tickets.actions import assign_ticket, change_status, resolve_ticket
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import default_status
from moondesk.tickets.rules import Channel, Stage
from tests.harness.events import last_told, told
from tests.harness.people import Cast


@pytest.fixture
def ticket(in_acme: Cast) -> Ticket:
    return Ticket.objects.get(pk=in_acme.ticket.pk)


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def carla_writes(cast: Cast, ticket: Ticket, body: str = "Still here") -> Ticket:
    return reply_as_customer(ticket, cast.customer.contact, body, by=cast.customer.actor, channel=Channel.WEB)[0]


class TestReplies:
    def test_a_reply(self, in_acme: Cast, ticket: Ticket) -> None:
        before = ticket.version
        message = reply_to_customer(ticket, " Hello **Carla**\r\n<b>x</b> ", by=in_acme.agent.actor)
        message.refresh_from_db()
        assert message.body == "Hello **Carla**\n<b>x</b>"
        assert "<strong>Carla</strong>" in message.html
        assert "<b>" not in message.html
        assert (message.kind, message.author_kind, message.author_name) == ("reply", "agent", "Ana Agent")
        ticket = fresh(ticket)
        assert (ticket.version, ticket.message_count, ticket.last_message_by_customer) == (before + 1, 2, False)
        assert ticket.first_response_at == ticket.last_message_at == message.created_at
        event = last_told(ticket)
        assert (event.name, event.data) == ("message.reply_sent", {"message": str(message.pk), "held": False})

    def test_only_the_first_reply_is_the_first_response(self, in_acme: Cast, ticket: Ticket) -> None:
        add_note(ticket, "between us", by=in_acme.agent.actor)
        assert fresh(ticket).first_response_at is None
        first = reply_to_customer(ticket, "one", by=in_acme.agent.actor)
        reply_to_customer(ticket, "two", by=in_acme.agent.actor)
        assert fresh(ticket).first_response_at == first.created_at

    @pytest.mark.parametrize("body", ["", "  \n", "x" * 100_001])
    def test_a_text_that_does_not_fit(self, in_acme: Cast, ticket: Ticket, body: str) -> None:
        before = told(ticket)
        for write in (reply_to_customer, add_note):
            with pytest.raises(InvalidMessage) as caught:
                write(ticket, body, by=in_acme.agent.actor)
            assert set(caught.value.fields) == {"body"}
        assert told(ticket) == before

    def test_nothing_breaks_a_text(self, in_acme: Cast, ticket: Ticket) -> None:
        message = reply_to_customer(ticket, "a\x00b \ud800 \x1b[31m c", by=in_acme.agent.actor)
        assert Message.objects.get(pk=message.pk).body == "a�b � �[31m c"

    def test_who_may_not(self, in_acme: Cast, ticket: Ticket) -> None:
        for who, write in (
            ("viewer", reply_to_customer),
            ("viewer", add_note),
            ("employee", reply_to_customer),
            ("employee", add_note),
            ("customer", add_note),
        ):
            with pytest.raises(NotAllowed):
                write(ticket, "x", by=in_acme.people[who].actor)


class TestNotes:
    def test_a_note_reaches_no_customer(self, in_acme: Cast, ticket: Ticket) -> None:
        at = ticket.last_message_at
        add_note(ticket, "He is lying", by=in_acme.agent.actor)
        ticket = fresh(ticket)
        assert ticket.last_message_at == at
        assert told(ticket)[-1] == "message.note_added"
        assert messages_for(in_acme.agent.actor, ticket).count() == 2
        assert [message.kind for message in messages_for(in_acme.customer.actor, ticket)] == ["reply"]
        page = latest_page(in_acme.customer.actor, ticket)
        assert [message.body for message in page.messages] == ["Please help me."]
        assert "lying" not in str(list(Event.objects.values_list("data", flat=True)))


class TestCustomersReplies:
    def test_waiting_wakes(self, in_acme: Cast, ticket: Ticket) -> None:
        change_status(ticket, default_status(Stage.WAITING), by=in_acme.agent.actor)
        carla_writes(in_acme, ticket)
        assert fresh(ticket).stage == Stage.OPEN
        assert told(ticket)[-2:] == ["message.from_customer", "ticket.status_changed"]
        event = last_told(ticket)
        wrote = Event.objects.filter(subject_id=ticket.pk, name="message.from_customer").latest("id")
        assert (event.actor_kind, event.caused_by, event.depth) == ("system", wrote.pk, 1)

    def test_resolved_reopens_to_its_assignee(self, in_acme: Cast, ticket: Ticket) -> None:
        assign_ticket(ticket, in_acme.agent.member, by=in_acme.agent.actor)
        resolve_ticket(ticket, by=in_acme.agent.actor)
        assert carla_writes(in_acme, ticket) == ticket
        ticket = fresh(ticket)
        assert (ticket.stage, ticket.resolved_at) == (Stage.IN_PROGRESS, None)

    def test_closed_lately_reopens_and_closed_long_ago_is_followed_up(self, in_acme: Cast, ticket: Ticket) -> None:
        change_status(ticket, default_status(Stage.CLOSED), by=in_acme.agent.actor)
        with time_machine.travel(now() + datetime.timedelta(days=13)):
            assert carla_writes(in_acme, ticket) == ticket
            change_status(ticket, default_status(Stage.CLOSED), by=in_acme.agent.actor)
        before = fresh(ticket).version
        with time_machine.travel(now() + datetime.timedelta(days=28, hours=1)):
            new = carla_writes(in_acme, ticket, "A year later")
        assert new != ticket
        assert (new.follows_id, new.subject, new.department_id) == (ticket.pk, ticket.subject, ticket.department_id)
        assert (fresh(ticket).stage, fresh(ticket).version) == (Stage.CLOSED, before)
        assert told(new) == ["ticket.opened", "message.from_customer"]
        assert Message.objects.get(ticket=new).body == "A year later"

    def test_one_who_answers_a_long_closed_ticket_again_goes_on_with_the_follow_up(
        self, in_acme: Cast, ticket: Ticket
    ) -> None:
        change_status(ticket, default_status(Stage.CLOSED), by=in_acme.agent.actor)
        with time_machine.travel(now() + datetime.timedelta(days=28)):
            new = carla_writes(in_acme, ticket, "First")
            assert carla_writes(in_acme, ticket, "Second") == new
            resolve_ticket(fresh(new), by=in_acme.agent.actor)
            assert carla_writes(in_acme, ticket, "Third") == new
            assert fresh(new).stage in (Stage.OPEN, Stage.IN_PROGRESS)
            assert told(new).count("ticket.opened") == 1
            change_status(fresh(new), default_status(Stage.CLOSED), by=in_acme.agent.actor)
        with time_machine.travel(now() + datetime.timedelta(days=100)):
            later = carla_writes(in_acme, ticket, "Another year")
            assert later.follows_id == new.pk
            assert carla_writes(in_acme, fresh(new), "And again") == later
        assert [message.body for message in Message.objects.filter(ticket=new).order_by("id")] == [
            "First", "Second", "Third",
        ]  # fmt: skip


def test_a_long_conversation_comes_in_pages(in_acme: Cast, ticket: Ticket) -> None:
    for number in range(9):
        reply_to_customer(ticket, f"answer {number}", by=in_acme.agent.actor)
    page = latest_page(in_acme.agent.actor, ticket, size=4)
    texts = []
    while True:
        texts = [message.body for message in page.messages] + texts
        if page.earlier is None:
            break
        page = latest_page(in_acme.agent.actor, ticket, before=page.earlier, size=4)
    assert texts == ["Please help me.", *(f"answer {number}" for number in range(9))]


@pytest.mark.parametrize(("own", "follows"), [(None, True), (60, False), (0, True)])
def test_a_department_has_its_own_time_to_reopen(in_acme: Cast, own: int | None, follows: bool) -> None:
    from moondesk.tickets.actions import change_times

    change_times({str(in_acme.flights.pk): {"reopen_days": own}}, by=in_acme.owner.actor)
    ticket = in_acme.ticket
    change_status(ticket, default_status(Stage.CLOSED), by=in_acme.agent.actor)
    Ticket.objects.filter(pk=ticket.pk).update(closed_at=now() - datetime.timedelta(days=30))
    ticket.refresh_from_db()
    on, _message = reply_as_customer(
        ticket, in_acme.customer.contact, "Again", by=in_acme.customer.actor, channel=Channel.WEB
    )
    assert (on.pk != ticket.pk) is follows
