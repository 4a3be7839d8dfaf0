"""Whatever is written, edited, deleted, voted on and undone: nothing is lost, nothing deleted is told, votes count.

Kept by the machine itself: what each message said at each version, whether it is deleted, and who voted how.
"""

import uuid
from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from moondesk.api.history import _event_out
from moondesk.api.public_threads import public_thread
from moondesk.conversations.actions import add_note, reply_to_customer
from moondesk.conversations.actions.editing import delete_message, edit_message, restore_message
from moondesk.conversations.actions.voting import vote
from moondesk.conversations.errors import MessageChanged, MessageDeleted, MessageNotFound
from moondesk.conversations.models import Message, MessageVersion, MessageVote
from moondesk.conversations.queries import history_for, messages_for
from moondesk.conversations.revisions import find_message
from moondesk.conversations.rules import Vote
from moondesk.conversations.schemas import message_out
from moondesk.events.errors import CannotUndo
from moondesk.events.undo import undo_operation
from moondesk.kit import context
from moondesk.kit.errors import Conflict, NotAllowed
from moondesk.kit.ids import new_id
from moondesk.organizations.actor import Actor
from moondesk.tickets.models import Ticket
from tests import factories
from tests.harness.people import Cast

who = st.sampled_from(["agent", "owner", "customer"])
ways = st.sampled_from([Vote.UP, Vote.DOWN, None])


class Revising(RuleBasedStateMachine):
    """Knows by itself what each message says, said before, and what people think of it."""

    actors: ClassVar[dict[str, Actor]]
    cast: ClassVar[Cast]

    @initialize()
    def open(self) -> None:
        self.ticket = factories.make_ticket(requester=self.cast.customer.contact, department=self.cast.flights)
        first = Message.objects.get(ticket=self.ticket)
        self.texts: dict[uuid.UUID, list[str]] = {first.pk: [first.body]}
        self.notes: set[uuid.UUID] = set()
        self.deleted_by: dict[uuid.UUID, str | None] = {first.pk: None}
        self.votes: dict[tuple[uuid.UUID, str], Vote] = {}
        self.theirs, self.said = first.pk, 0
        self.done: list[tuple[uuid.UUID, str, Callable[[], None]]] = []

    def text(self) -> str:
        self.said += 1
        return f"words number {self.said} of them."

    def pick(self, data: st.DataObject) -> Message:
        return Message.objects.get(pk=data.draw(st.sampled_from(sorted(self.texts))))

    def attempt(self, work: Callable[[], object]) -> uuid.UUID | None:
        """Do one thing as one operation; None when it was refused, and then nothing is done."""
        operation = new_id()
        token = context.operation.set(operation)
        try:
            with transaction.atomic():
                work()
            return operation
        except (NotAllowed, Conflict, MessageChanged, MessageNotFound):
            return None
        finally:
            context.operation.reset(token)

    @rule(note=st.booleans())
    def write(self, note: bool) -> None:
        body, ticket = self.text(), Ticket.objects.get(pk=self.ticket.pk)
        made = (add_note if note else reply_to_customer)(ticket, body, by=self.actors["agent"])
        self.texts[made.pk], self.deleted_by[made.pk] = [body], None
        if note:
            self.notes.add(made.pk)

    @rule(data=st.data(), name=who, stale=st.booleans())
    def edit(self, data: st.DataObject, name: str, stale: bool) -> None:
        message, body = self.pick(data), self.text()
        seen = message.version + stale
        may = name in ("agent", "owner") and message.pk != self.theirs and self.deleted_by[message.pk] is None
        done = self.attempt(lambda: edit_message(message, body, by=self.actors[name], version=seen))
        assert (done is not None) == (may and not stale)
        if done:
            self.texts[message.pk].append(body)
            self.done.append((done, name, lambda: self.texts[message.pk].append(self.texts[message.pk][-2])))

    @rule(data=st.data(), name=who)
    def delete(self, data: st.DataObject, name: str) -> None:
        message = self.pick(data)
        may = name == "owner" or (name == "agent" and message.pk != self.theirs)
        done = self.attempt(lambda: delete_message(message, by=self.actors[name]))
        assert (done is not None) == may
        if done and self.deleted_by[message.pk] is None:
            self.deleted_by[message.pk] = name
            self.done.append((done, name, lambda: self.deleted_by.update({message.pk: None})))

    @rule(data=st.data(), name=who)
    def restore(self, data: st.DataObject, name: str) -> None:
        message = self.pick(data)
        before = self.deleted_by[message.pk]
        may = name == "owner" or (name == "agent" and before in (None, "agent"))
        done = self.attempt(lambda: restore_message(message, by=self.actors[name]))
        assert (done is not None) == may
        if done and before is not None:
            self.deleted_by[message.pk] = None

    @rule(data=st.data(), name=who, wanted=ways)
    def judge(self, data: st.DataObject, name: str, wanted: Vote | None) -> None:
        message = self.pick(data)
        may = self.deleted_by[message.pk] is None
        if name == "customer":
            may &= message.pk != self.theirs and message.pk not in self.notes
        before = self.votes.get((message.pk, name))
        done = self.attempt(lambda: vote(message, wanted, by=self.actors[name]))
        assert (done is not None) == may
        if done:
            self.count(message.pk, name, wanted)
            if before is not wanted:
                self.done.append((done, name, lambda: self.count(message.pk, name, before)))

    def count(self, pk: uuid.UUID, name: str, wanted: Vote | None) -> None:
        self.votes.pop((pk, name), None)
        if wanted:
            self.votes[pk, name] = wanted

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        operation, name, back = self.done.pop()
        try:
            with transaction.atomic():
                undo_operation(self.ticket.pk, operation, by=self.actors[name])
        except (CannotUndo, NotAllowed, MessageDeleted):
            return
        back()

    @invariant()
    def every_version_is_there(self) -> None:
        for message in Message.objects.filter(ticket=self.ticket):
            said = self.texts[message.pk]
            versions = list(MessageVersion.objects.filter(message=message).order_by("number"))
            assert [one.number for one in versions] == list(range(message.version))
            edits = [one.body for one in versions if one.change == "edited"]
            assert edits == said[:-1]
            gone = self.deleted_by[message.pk] is not None
            assert message.body == ("" if gone else said[-1])
            assert (message.deleted_at is not None) == gone
            if gone:
                assert [one.body for one in versions if one.change == "deleted"][-1] == said[-1]

    @invariant()
    def votes_count(self) -> None:
        for message in Message.objects.filter(ticket=self.ticket):
            own = [wanted for (pk, _name), wanted in self.votes.items() if pk == message.pk]
            assert (message.votes_up, message.votes_down) == (own.count(Vote.UP), own.count(Vote.DOWN))
            assert MessageVote.objects.filter(message=message).count() == len(own)

    @invariant()
    def no_door_tells_what_is_not_theirs(self) -> None:
        agent, customer = self.actors["agent"], self.actors["customer"]
        read = list(messages_for(agent, self.ticket))
        told: list[Any] = [[message_out(one) for one in read], [one.html for one in read]]
        told += [[_event_out(one) for one in history_for(agent, self.ticket)]]
        gone = {words for pk, by in self.deleted_by.items() if by for words in self.texts[pk]}
        now_there = {self.texts[pk][-1] for pk, by in self.deleted_by.items() if not by}
        assert not any(words in str(told) for words in gone - now_there)
        theirs = str(public_thread(customer, self.ticket, list(messages_for(customer, self.ticket))))
        public = {self.texts[pk][-1] for pk, by in self.deleted_by.items() if not by and pk not in self.notes}
        every = {words for said in self.texts.values() for words in said}
        assert all((words in theirs) == (words in public) for words in every)
        for pk in self.notes:
            with pytest.raises(MessageNotFound):
                find_message(customer, self.ticket, pk)


def test_any_sequence_keeps_what_must_hold(in_acme: Cast) -> None:
    Revising.cast = in_acme
    Revising.actors = {name: in_acme.people[name].actor for name in ("agent", "owner", "customer")}
    most = 200 if settings.default and settings.default.max_examples > 100 else 10
    quick = settings(max_examples=most, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Revising, settings=quick)
