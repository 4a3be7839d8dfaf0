"""Any sequence of merges, answers, unmerges and undo loses and duplicates nothing (docs/decisions/merge.md)."""

from typing import Any, ClassVar

import pytest
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
from moondesk.conversations.actions import add_note, reply_as_customer, reply_to_customer
from moondesk.conversations.actions.merging import merge_tickets, unmerge_ticket
from moondesk.conversations.models import Message
from moondesk.conversations.queries import messages_for
from moondesk.events.errors import CannotUndo
from moondesk.events.models import Event
from moondesk.events.undo import revert_event
from moondesk.organizations.actor import Actor, Door
from moondesk.tickets.counts import view_counts
from moondesk.tickets.errors import InvalidMerge, TicketMerged
from moondesk.tickets.families import all_participants
from moondesk.tickets.models import Ticket
from moondesk.tickets.related import Merge
from moondesk.tickets.rules import Channel
from tests import factories
from tests.harness.people import Cast

COUNT = 5
which = st.integers(0, COUNT - 1)
_MERGES = ("ticket.merged", "ticket.merge_taken", "ticket.unmerged", "ticket.merge_ended")


class Merging(RuleBasedStateMachine):
    """Keeps by itself what was written where, and what is merged into what."""

    agent: ClassVar[Actor]

    @initialize()
    def open(self) -> None:
        self.before = view_counts(self.agent).open
        self.tickets = [factories.make_ticket(body=f"first {number}") for number in range(COUNT)]
        self.wrote = {ticket.pk: [f"first {number}"] for number, ticket in enumerate(self.tickets)}
        self.into: dict[Any, Any] = {}
        self.said = 0

    def fresh(self, number: int) -> Ticket:
        return Ticket.objects.select_related("requester").get(pk=self.tickets[number].pk)

    def root(self, pk: Any) -> Any:
        while pk in self.into:
            pk = self.into[pk]
        return pk

    def text(self) -> str:
        self.said += 1
        return f"said {self.said}"

    @rule(one=which, other=which)
    def merge(self, one: int, other: int) -> None:
        ticket, into = self.tickets[one], self.tickets[other]
        is_wrong = one == other or ticket.pk in self.into or into.pk in self.into
        try:
            merge_tickets(into.number, [ticket.number], by=self.agent)
            assert not is_wrong
            self.into[ticket.pk] = into.pk
        except (InvalidMerge, TicketMerged):
            assert is_wrong

    @precondition(lambda self: self.into)
    @rule(data=st.data())
    def unmerge(self, data: st.DataObject) -> None:
        pk = data.draw(st.sampled_from(sorted(self.into)))
        unmerge_ticket(Ticket.objects.get(pk=pk).number, by=self.agent)
        del self.into[pk]

    @rule(number=which, door=st.sampled_from([Channel.EMAIL, Channel.WEB, Channel.API]))
    def customer(self, number: int, door: Channel) -> None:
        ticket, body = self.fresh(number), self.text()
        by = contact_actor(ticket.requester, door=Door.MAIL if door is Channel.EMAIL else Door.PORTAL)
        on, _message = reply_as_customer(ticket, ticket.requester, body, by=by, channel=door)
        assert on.pk == ticket.pk
        self.wrote[ticket.pk].append(body)

    @rule(number=which, note=st.booleans())
    def team(self, number: int, note: bool) -> None:
        ticket, body = Ticket.objects.get(pk=self.root(self.tickets[number].pk)), self.text()
        (add_note if note else reply_to_customer)(ticket, body, by=self.agent)
        self.wrote[ticket.pk].append(body)

    @rule(number=which)
    def undo(self, number: int) -> None:
        last = Event.objects.filter(subject_id=self.tickets[number].pk, name__in=_MERGES).order_by("-id").first()
        if last is None:
            return
        try:
            revert_event(last.subject_id, last.pk, by=self.agent)
        except (CannotUndo, InvalidMerge, TicketMerged):
            return
        ids = [ticket.pk for ticket in self.tickets]
        self.into = dict(Merge.objects.filter(ended_at=None, ticket__in=ids).values_list("ticket_id", "into_id"))

    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        for ticket in self.tickets:
            own = list(Message.objects.filter(ticket=ticket).order_by("id").values_list("body", flat=True))
            assert own == self.wrote[ticket.pk]

    @invariant()
    def families_are_what_was_merged(self) -> None:
        for number, ticket in enumerate(self.tickets):
            row, root = self.fresh(number), self.root(ticket.pk)
            members = [one.pk for one in self.tickets if one.pk != ticket.pk and self.root(one.pk) == ticket.pk]
            assert row.merged_into_id == (None if root == ticket.pk else root)
            assert row.merged_count == len(members)
            family = [ticket.pk, *members]
            shown = sorted(messages_for(self.agent, row).values_list("body", flat=True))
            assert shown == sorted(body for pk in family for body in self.wrote[pk])
            if root == ticket.pk:
                assert row.message_count == len(shown)
                last = messages_for(self.agent, row).filter(kind="reply").order_by("-created_at", "-id").first()
                assert last
                assert row.last_message_at == last.created_at
                people = {Ticket.objects.get(pk=pk).requester_id for pk in family}
                assert {one.contact_id for one in all_participants(ticket.pk)} == people

    @invariant()
    def customers_read_no_other_customers_words(self) -> None:
        for number in range(COUNT):
            row = self.fresh(number)
            seen = messages_for(contact_actor(row.requester, door=Door.PORTAL), row)
            strangers = seen.filter(author_kind="customer").exclude(author_contact=row.requester)
            assert not strangers.exists()
            assert not seen.filter(kind="note").exists()
            own = Message.objects.filter(ticket=row, kind="reply").values_list("pk", flat=True)
            assert set(own) <= set(seen.values_list("pk", flat=True))

    @invariant()
    def queues_count_what_is_not_merged(self) -> None:
        assert view_counts(self.agent).open == self.before + COUNT - len(self.into)


@pytest.mark.django_db
def test_any_sequence_keeps_every_message_and_every_count(in_acme: Cast) -> None:
    Merging.agent = in_acme.owner.actor
    quick = settings(max_examples=6, stateful_step_count=18, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Merging, settings=quick)
