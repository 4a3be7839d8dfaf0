"""Any life of a few tickets keeps what docs/developer/ticket-life.md promises.

What a person or a customer can do to tickets is done in any order, alone and together: moving, assigning, snoozing,
answering, noting, merging, splitting, cloning, archiving, deleting, restoring, undoing and reverting. The machine
knows by itself what was written where; after each step it looks whether

1. every number that was ever given leads to the ticket it was given to, and to no other;
2. every message is there once, on its ticket, with its words; only undoing takes one away, and only one just written;
3. a ticket's conversation is its own messages and those of the tickets that go on in it, and its counts say so;
4. no customer reads a note, a reply that is held, or what another customer wrote;
5. status, stage and the times that go with them say the same, and what is done is not snoozed;
6. the counts of the queues are what counting finds;
7. the log leads from the state before to the state after: each change is told once, with what there was before;
8. undo gives back the state before, all of it, and what cannot be undone or is refused changes nothing.
"""

import datetime
import uuid
from collections.abc import Callable, Iterable
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

from moondesk.contacts.actors import contact_actor
from moondesk.conversations.actions import add_note, move_ticket, reply_as_customer, reply_to_customer
from moondesk.conversations.actions.cloning import Clone, clone_ticket
from moondesk.conversations.actions.holding import release_reply
from moondesk.conversations.actions.merging import merge_tickets, unmerge_ticket
from moondesk.conversations.actions.splitting import Split, split_ticket
from moondesk.conversations.models import Message
from moondesk.events.models import Event
from moondesk.events.undo import can_be_set_back, revert_event, undo_operation
from moondesk.kit import context, tenancy
from moondesk.kit.clock import now
from moondesk.kit.errors import DomainError
from moondesk.organizations.actor import Actor, Door
from moondesk.organizations.models import Member
from moondesk.tickets import actions
from moondesk.tickets.actions.snoozing import snooze_ticket, wake_ticket
from moondesk.tickets.models import Status, Ticket
from moondesk.tickets.queries import get_deleted, get_for_change
from moondesk.tickets.rules import Channel, Priority
from tests import factories
from tests.conversations.life import (
    check_counts,
    check_customers,
    check_families,
    check_queues,
    check_stages,
    check_told,
    picture_of,
)
from tests.harness.people import Cast

COUNT = 4
HOLD = datetime.timedelta(seconds=30)
which = st.integers(0, 30)
STATUSES = ("open", "in_progress", "pending", "on_hold", "resolved", "closed")


class Life(RuleBasedStateMachine):
    """Keeps by itself which numbers there are and what was written where."""

    cast: ClassVar[Cast]
    agent: ClassVar[Actor]

    @initialize()
    def begin(self) -> None:
        self.point = transaction.savepoint_create()
        self.said = 0
        self.numbers: dict[str, uuid.UUID] = {}
        self.messages: dict[uuid.UUID, tuple[uuid.UUID, str]] = {}
        for _number in range(COUNT):
            self._know(factories.make_ticket(body=self._text()))
        self.last: tuple[uuid.UUID, uuid.UUID, dict[str, Any], dict[uuid.UUID, Any]] | None = None

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.point)

    def _text(self) -> str:
        self.said += 1
        return f"said {self.said}"

    def _know(self, ticket: Ticket) -> None:
        self.numbers[ticket.number] = ticket.pk
        self._read(Message.objects.filter(ticket=ticket).order_by("id"))

    def _read(self, messages: Iterable[Message]) -> None:
        self.messages |= {message.pk: (message.ticket_id, message.body) for message in messages}

    def _number(self, at: int) -> str:
        return list(self.numbers)[at % len(self.numbers)]

    def _do(self, subject: uuid.UUID, work: Callable[[], Any], *, undoable: bool = True, sure: bool = False) -> Any:
        """Do something in one operation; what is refused, unless it is ``sure``, must have changed nothing."""
        before, known = picture_of(self.numbers.values()), dict(self.messages)
        last = Event.objects.order_by("-id").values_list("pk", flat=True).first()
        try:
            with tenancy.organization(self.cast.acme.pk):
                done = work() or True
                operation = context.operation.get()
        except DomainError:
            if sure:
                raise
            assert picture_of(self.numbers.values()) == before
            return None
        check_told(before, picture_of(self.numbers.values()), list(Event.objects.filter(pk__gt=last).order_by("id")))
        assert operation is not None
        self.last = (subject, operation, before, known) if undoable else None
        return done

    def _change(self, at: int, work: Callable[[Ticket], Any], *, undoable: bool = True) -> Any:
        number = self._number(at)
        get = get_for_change
        return self._do(self.numbers[number], lambda: work(get(self.agent, number)), undoable=undoable)

    @rule(at=which, key=st.sampled_from(STATUSES))
    def move(self, at: int, key: str) -> None:
        status = Status.objects.get(key=key)
        self._change(at, lambda ticket: actions.change_status(ticket, status, by=self.agent))

    @rule(at=which)
    def reopen(self, at: int) -> None:
        self._change(at, lambda ticket: actions.reopen_ticket(ticket, by=self.agent))

    @rule(at=which, who=st.sampled_from(["agent", "other_agent", None]))
    def assign(self, at: int, who: str | None) -> None:
        member = Member.objects.get(pk=self.cast.people[who].member.pk) if who else None  # type: ignore[union-attr]
        self._change(at, lambda ticket: actions.assign_ticket(ticket, member, by=self.agent))

    @rule(at=which, priority=st.sampled_from(Priority), tags=st.lists(st.sampled_from(["a", "b"]), max_size=2))
    def name(self, at: int, priority: Priority, tags: list[str]) -> None:
        def work(ticket: Ticket) -> None:
            actions.change_priority(ticket, priority, by=self.agent)
            actions.change_tags(ticket, tags, by=self.agent)

        self._change(at, work)

    @rule(at=which, hours=st.sampled_from([None, 1, 48]), wake=st.booleans())
    def snooze(self, at: int, hours: int | None, wake: bool) -> None:
        until = now() + datetime.timedelta(hours=hours) if hours else None
        if wake:
            self._change(at, lambda ticket: wake_ticket(ticket, by=self.agent))
        else:
            self._change(at, lambda ticket: snooze_ticket(ticket, until, by=self.agent))

    @rule(at=which, note=st.booleans(), held=st.booleans(), key=st.none() | st.sampled_from(STATUSES))
    def write(self, at: int, note: bool, held: bool, key: str | None) -> None:
        body, made = self._text(), []

        def work(ticket: Ticket) -> None:
            hold = HOLD if held else datetime.timedelta()
            made.append(
                add_note(ticket, body, by=self.agent)
                if note
                else reply_to_customer(ticket, body, by=self.agent, hold=hold)
            )
            if key:
                move_ticket(ticket, Status.objects.get(key=key), by=self.agent)

        if self._change(at, work, undoable=note or held):
            self._read(made)

    @rule()
    def release(self) -> None:
        held = Message.objects.filter(held_until__isnull=False, ticket__in=self.numbers.values()).order_by("id").first()
        if held is None:
            return
        Message.objects.filter(pk=held.pk).update(held_until=now())
        self._do(held.ticket_id, lambda: release_reply(held.pk), undoable=False)

    @rule(at=which, mail=st.booleans())
    def customer(self, at: int, mail: bool) -> None:
        pk = self.numbers[self._number(at)]
        contact = Ticket.objects.select_related("requester").get(pk=pk).requester
        by = contact_actor(contact, door=Door.MAIL if mail else Door.PORTAL)
        channel, body, made = Channel.EMAIL if mail else Channel.WEB, self._text(), []

        def work() -> None:
            ticket = get_for_change(by, Ticket.objects.get(pk=pk).number)
            made.append(reply_as_customer(ticket, contact, body, by=by, channel=channel))

        if self._do(pk, work, undoable=False):
            for ticket, message in made:
                self.numbers.setdefault(ticket.number, ticket.pk)
                self._read([message])

    @rule(one=which, other=which)
    def merge(self, one: int, other: int) -> None:
        into, number = self._number(one), self._number(other)
        self._do(self.numbers[into], lambda: merge_tickets(into, [number], by=self.agent))

    @rule(at=which)
    def unmerge(self, at: int) -> None:
        number = self._number(at)
        self._do(self.numbers[number], lambda: unmerge_ticket(number, by=self.agent))

    @rule(at=which, data=st.data(), moved=st.booleans())
    def split(self, at: int, data: st.DataObject, moved: bool) -> None:
        number = self._number(at)
        own = [pk for pk, (ticket, _body) in self.messages.items() if ticket == self.numbers[number]]
        chosen = data.draw(st.lists(st.sampled_from(own), unique=True, max_size=3)) if own else []
        split = Split(messages=chosen, move=moved)
        if made := self._do(self.numbers[number], lambda: split_ticket(number, split, by=self.agent)):
            self._know(made[1])
            new = Message.objects.filter(ticket=made[1]).order_by("id").values_list("body", flat=True)
            assert sorted(new) == sorted(self.messages[pk][1] for pk in chosen)

    @rule(at=which)
    def clone(self, at: int) -> None:
        number = self._number(at)
        if made := self._do(self.numbers[number], lambda: clone_ticket(number, Clone(), by=self.agent)):
            self._know(made[1])

    @rule(at=which, back=st.booleans())
    def archive(self, at: int, back: bool) -> None:
        work = actions.unarchive_ticket if back else actions.archive_ticket
        self._change(at, lambda ticket: work(ticket, by=self.agent))

    @rule(at=which)
    def delete(self, at: int) -> None:
        self._change(at, lambda ticket: actions.delete_ticket(ticket, by=self.agent))

    @rule(at=which)
    def restore(self, at: int) -> None:
        number = self._number(at)
        deleted = Ticket.objects.get(number=number).deleted_at is not None
        if deleted:
            self._do(
                self.numbers[number], lambda: actions.restore_ticket(get_deleted(self.agent, number), by=self.agent)
            )

    @precondition(lambda self: self.last is not None)
    @rule()
    def undo(self) -> None:
        assert self.last is not None
        subject, operation, before, known = self.last
        if not Event.objects.filter(subject_id=subject, operation=operation).exists():
            return
        self._do(subject, lambda: undo_operation(subject, operation, by=self.agent), undoable=False, sure=True)
        old = {uuid.UUID(pk) for pk in before["tickets"]}
        assert picture_of(old) == before
        self.messages = known | {pk: one for pk, one in self.messages.items() if one[0] not in old and pk not in known}

    @rule(at=which, data=st.data())
    def revert(self, at: int, data: st.DataObject) -> None:
        pk = self.numbers[self._number(at)]
        tried = set(Event.objects.filter(subject_id=pk).values_list("reverts", flat=True))
        events = [one for one in Event.objects.filter(subject_id=pk).order_by("id") if can_be_set_back(one, tried)]
        if not events:
            return
        event = events[data.draw(st.integers(0, 50)) % len(events)]
        if self._do(pk, lambda: revert_event(pk, event.pk, by=self.agent), undoable=False):
            for message in Message.objects.filter(pk__in=event.data.get("messages", [])):
                self.messages[message.pk] = (message.ticket_id, self.messages[message.pk][1])

    @invariant()
    def every_number_leads_to_its_ticket(self) -> None:
        found = dict(Ticket.objects.filter(number__in=self.numbers).values_list("number", "pk"))
        assert found == self.numbers

    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        rows = Message.objects.filter(ticket__in=self.numbers.values()).values_list("pk", "ticket_id", "body")
        assert {pk: (ticket, body) for pk, ticket, body in rows} == self.messages

    @invariant()
    def what_is_shown_is_true(self) -> None:
        tickets = list(Ticket.objects.filter(pk__in=self.numbers.values()).select_related("status", "requester"))
        check_stages(tickets)
        check_families(self.agent, tickets)
        check_counts(tickets)
        check_customers(tickets)
        check_queues(self.agent)


@pytest.mark.django_db
def test_any_life_keeps_what_is_promised(in_acme: Cast) -> None:
    Life.cast, Life.agent = in_acme, in_acme.owner.actor
    quick = settings(
        max_examples=settings.default.max_examples // 5,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Life, settings=quick)
