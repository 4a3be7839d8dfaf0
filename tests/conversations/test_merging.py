"""Merging as a record: what both tickets are before, while and after, for whoever looks."""

import datetime
from typing import Any

import pytest

from moondesk.contacts.actors import contact_actor
from moondesk.conversations.actions import add_note, reply_as_customer, reply_to_customer
from moondesk.conversations.actions.merging import merge_tickets, unmerge_ticket
from moondesk.conversations.models import Message
from moondesk.conversations.queries import messages_for
from moondesk.events.errors import ChangedSince
from moondesk.events.models import Event
from moondesk.events.undo import revert_event, undo_operation
from moondesk.kit import context, tenancy
from moondesk.kit.errors import NotAllowed
from moondesk.kit.ids import new_id
from moondesk.organizations.actor import Actor, Door
from moondesk.tickets.actions import assign_ticket, resolve_ticket
from moondesk.tickets.counts import view_counts
from moondesk.tickets.errors import InvalidMerge, NotMerged, TicketChanged, TicketMerged, TicketNotFound
from moondesk.tickets.families import all_participants
from moondesk.tickets.lists import ListQuery, list_tickets
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_for_change, get_visible
from moondesk.tickets.related import Merge
from moondesk.tickets.rules import Channel, Stage
from tests import factories
from tests.harness.people import Cast

pytestmark = pytest.mark.django_db

CHANGE_MARKS = ("version", "updated_at")


def state(ticket: Ticket) -> dict[str, Any]:
    """Return all of a ticket's row but what counts its changes."""
    row = Ticket.objects.filter(pk=ticket.pk).values().get()
    return {name: value for name, value in row.items() if name not in CHANGE_MARKS}


def bodies(actor: Actor, ticket: Ticket) -> list[str]:
    fresh = Ticket.objects.get(pk=ticket.pk)
    return list(messages_for(actor, fresh).order_by("created_at", "id").values_list("body", flat=True))


def answer(ticket: Ticket, body: str) -> Message:
    fresh = Ticket.objects.get(pk=ticket.pk)
    by = contact_actor(fresh.requester, door=Door.MAIL)
    return reply_as_customer(fresh, fresh.requester, body, by=by, channel=Channel.EMAIL)[1]


@pytest.fixture
def pair(in_acme: Cast) -> tuple[Ticket, Ticket]:
    kept = factories.make_ticket("Kept", "first of kept", department=in_acme.flights)
    gone = factories.make_ticket("Gone", "first of gone", department=in_acme.flights)
    return kept, gone


def test_messages_stay_and_are_shown_together(in_acme: Cast, pair: tuple[Ticket, Ticket]) -> None:
    kept, gone = pair
    agent = in_acme.agent.actor
    reply_to_customer(kept, "to kept", by=agent)
    merge_tickets(kept.number, [gone.number], by=agent)
    assert bodies(agent, kept) == ["first of kept", "first of gone", "to kept"]
    assert bodies(agent, gone) == ["first of gone"]
    assert Ticket.objects.get(pk=kept.pk).message_count == 3
    assert list(Message.objects.filter(ticket=gone).values_list("body", flat=True)) == ["first of gone"]


def test_unmerging_leaves_both_as_they_were(in_acme: Cast, pair: tuple[Ticket, Ticket]) -> None:
    kept, gone = pair
    agent = in_acme.agent.actor
    reply_to_customer(gone, "to gone", by=agent)
    resolve_ticket(gone, by=agent)
    before = state(kept), state(gone)
    merge_tickets(kept.number, [gone.number], by=agent)
    assert state(gone) == before[1] | {"merged_into_id": kept.pk}
    unmerge_ticket(gone.number, by=agent)
    assert (state(kept), state(gone)) == before


def test_an_answer_stays_where_it_was_addressed_and_reopens_where_it_goes_on(
    in_acme: Cast, pair: tuple[Ticket, Ticket]
) -> None:
    kept, gone = pair
    agent = in_acme.agent.actor
    resolve_ticket(gone, by=agent)
    merge_tickets(kept.number, [gone.number], by=agent)
    resolve_ticket(Ticket.objects.get(pk=kept.pk), by=agent)
    message = answer(gone, "still broken")
    assert message.ticket_id == gone.pk
    assert Ticket.objects.get(pk=kept.pk).stage == Stage.OPEN
    assert Ticket.objects.get(pk=gone.pk).stage == Stage.RESOLVED
    assert Ticket.objects.get(pk=kept.pk).last_message_by_customer
    unmerge_ticket(gone.number, by=agent)
    assert bodies(agent, gone) == ["first of gone", "still broken"]
    assert bodies(agent, kept) == ["first of kept"]
    # As if it had never been merged, the answer opens the ticket that it is on.
    assert Ticket.objects.get(pk=gone.pk).stage == Stage.OPEN


def test_a_customer_reads_own_tickets_and_what_the_team_wrote_since(in_acme: Cast, pair: tuple[Ticket, Ticket]) -> None:
    kept, gone = pair
    agent = in_acme.agent.actor
    reply_to_customer(kept, "private to kept", by=agent)
    merge_tickets(kept.number, [gone.number], by=agent)
    add_note(Ticket.objects.get(pk=kept.pk), "inside", by=agent)
    reply_to_customer(Ticket.objects.get(pk=kept.pk), "to both", by=agent)
    answer(kept, "kept again")
    answer(gone, "gone again")
    of_kept = contact_actor(kept.requester, door=Door.PORTAL)
    of_gone = contact_actor(gone.requester, door=Door.PORTAL)
    assert bodies(of_kept, kept) == ["first of kept", "private to kept", "to both", "kept again"]
    assert bodies(of_gone, gone) == ["first of gone", "to both", "gone again"]
    with pytest.raises(TicketNotFound):
        get_visible(of_gone, kept.number)
    with pytest.raises(TicketNotFound):
        get_visible(of_kept, gone.number)
    unmerge_ticket(gone.number, by=agent)
    assert bodies(of_gone, gone) == ["first of gone", "gone again"]


def test_requesters_take_part_while_it_lasts(in_acme: Cast, pair: tuple[Ticket, Ticket]) -> None:
    kept, gone = pair
    agent = in_acme.agent.actor
    merge_tickets(kept.number, [gone.number], by=agent)
    assert [one.contact_id for one in all_participants(kept.pk)] == [kept.requester_id, gone.requester_id]
    unmerge_ticket(gone.number, by=agent)
    assert [one.contact_id for one in all_participants(kept.pk)] == [kept.requester_id]


def test_a_merged_ticket_is_in_no_queue_and_in_no_count(in_acme: Cast, pair: tuple[Ticket, Ticket]) -> None:
    kept, gone = pair
    agent = in_acme.agent.actor
    before = view_counts(agent).open
    merge_tickets(kept.number, [gone.number], by=agent)
    assert view_counts(agent).open == before - 1
    listed = {row.number for row in list_tickets(agent, ListQuery(limit=100)).rows}
    assert kept.number in listed
    assert gone.number not in listed
    assert [row.number for row in list_tickets(agent, ListQuery(q=f"TKT-{gone.number}")).rows] == [kept.number]
    unmerge_ticket(gone.number, by=agent)
    assert view_counts(agent).open == before


def test_customers_keep_their_merged_ticket_in_their_list(in_acme: Cast, pair: tuple[Ticket, Ticket]) -> None:
    kept, _gone = pair
    customer = in_acme.customer.actor
    assert customer.contact_id
    own = in_acme.ticket
    merge_tickets(kept.number, [own.number], by=in_acme.owner.actor)
    assert [row.number for row in list_tickets(customer, ListQuery()).rows] == [own.number]
    resolve_ticket(Ticket.objects.get(pk=kept.pk), by=in_acme.owner.actor)
    assert list_tickets(customer, ListQuery(status=("resolved",))).rows
    assert not list_tickets(customer, ListQuery(status=("open",))).rows
    second = factories.make_ticket(requester=in_acme.customer.contact)
    unmerge_ticket(own.number, by=in_acme.owner.actor)
    merge_tickets(second.number, [own.number], by=in_acme.owner.actor)
    assert [row.number for row in list_tickets(customer, ListQuery()).rows] == [second.number]


def test_a_merged_ticket_is_changed_by_nobody(in_acme: Cast, pair: tuple[Ticket, Ticket]) -> None:
    kept, gone = pair
    merge_tickets(kept.number, [gone.number], by=in_acme.agent.actor)
    with pytest.raises(TicketMerged) as refused:
        get_for_change(in_acme.agent.actor, gone.number)
    assert refused.value.extra == {"merged_into": f"TKT-{kept.number}"}
    Ticket.objects.filter(pk=kept.pk).update(department=in_acme.hotels)
    with pytest.raises(TicketMerged) as refused:
        get_for_change(in_acme.agent.actor, gone.number)
    assert refused.value.extra == {}


def test_many_into_one_all_or_none(in_acme: Cast, pair: tuple[Ticket, Ticket]) -> None:
    kept, gone = pair
    agent = in_acme.agent.actor
    third = factories.make_ticket(body="third", department=in_acme.flights)
    merge_tickets(f"tkt-{kept.number.lower()}", [gone.number, third.number], by=agent)
    assert Ticket.objects.get(pk=kept.pk).merged_count == 2
    assert len(bodies(agent, kept)) == 3


def test_chains_lead_to_the_survivor_and_come_apart_in_any_order(in_acme: Cast, pair: tuple[Ticket, Ticket]) -> None:
    kept, gone = pair
    agent = in_acme.agent.actor
    top = factories.make_ticket(body="top", department=in_acme.flights)
    before = [state(one) for one in (kept, gone, top)]
    merge_tickets(kept.number, [gone.number], by=agent)
    merge_tickets(top.number, [kept.number], by=agent)
    assert set(Ticket.objects.filter(merged_into=top).values_list("pk", flat=True)) == {kept.pk, gone.pk}
    assert Ticket.objects.get(pk=top.pk).message_count == 3
    answer(gone, "through the chain")
    assert bodies(agent, top)[-1] == "through the chain"
    unmerge_ticket(kept.number, by=agent)
    assert Ticket.objects.get(pk=gone.pk).merged_into_id == kept.pk
    assert Ticket.objects.get(pk=kept.pk).message_count == 3
    assert state(top) == before[2]
    merge_tickets(top.number, [kept.number], by=agent)
    unmerge_ticket(gone.number, by=agent)
    assert Ticket.objects.get(pk=kept.pk).merged_into_id == top.pk
    assert bodies(agent, gone) == ["first of gone", "through the chain"]
    unmerge_ticket(kept.number, by=agent)
    assert [state(kept), state(top)] == [before[0], before[2]]


def test_bad_merges_say_what_is_wrong(in_acme: Cast, pair: tuple[Ticket, Ticket]) -> None:
    kept, gone = pair
    agent = in_acme.agent.actor
    for numbers in ([], [kept.number], [gone.number, f"TKT-{gone.number}"]):
        with pytest.raises(InvalidMerge):
            merge_tickets(kept.number, numbers, by=agent)
    hidden = factories.make_ticket(department=in_acme.hotels)
    for number in (hidden.number, in_acme.foreign_ticket.number, "nonsense", ""):
        with pytest.raises(TicketNotFound):
            merge_tickets(kept.number, [number], by=agent)
        with pytest.raises(TicketNotFound):
            merge_tickets(number, [kept.number], by=agent)
    deleted = factories.make_ticket(department=in_acme.flights)
    Ticket.objects.filter(pk=deleted.pk).update(deleted_at=datetime.datetime.now(datetime.UTC))
    with pytest.raises(TicketNotFound):
        merge_tickets(deleted.number, [kept.number], by=agent)
    with pytest.raises(TicketChanged):
        merge_tickets(kept.number, [gone.number], by=agent, version=kept.version - 1)
    merge_tickets(kept.number, [gone.number], by=agent)
    for into, what in ((kept, gone), (gone, kept)):
        with pytest.raises(TicketMerged):
            merge_tickets(into.number, [what.number], by=agent)
    with pytest.raises(NotMerged):
        unmerge_ticket(kept.number, by=agent)
    with pytest.raises(NotMerged):
        unmerge_ticket(gone.number, by=agent, into=in_acme.ticket.number)
    with pytest.raises(NotAllowed):
        merge_tickets(kept.number, [in_acme.ticket.number], by=in_acme.viewer.actor)
    with pytest.raises(NotAllowed):
        unmerge_ticket(gone.number, by=in_acme.viewer.actor)
    assert Merge.objects.filter(ended_at=None).count() == 1


def test_undo_takes_the_whole_merge_back_and_the_other_way_round(in_acme: Cast, pair: tuple[Ticket, Ticket]) -> None:
    kept, gone = pair
    agent = in_acme.agent.actor
    third = factories.make_ticket(department=in_acme.flights)
    before = [state(one) for one in (kept, gone, third)]
    token = context.operation.set(new_id())
    try:
        merge_tickets(kept.number, [gone.number, third.number], by=agent)
        operation = context.operation.get()
        assert operation
        undo_operation(kept.pk, operation, by=agent)
    finally:
        context.operation.reset(token)
    assert [state(one) for one in (kept, gone, third)] == before
    merge_tickets(kept.number, [gone.number], by=agent)
    unmerge_ticket(gone.number, by=agent)
    ended = Event.objects.filter(subject_id=kept.pk, name="ticket.merge_ended").latest("id")
    revert_event(kept.pk, ended.pk, by=agent)
    assert Ticket.objects.get(pk=gone.pk).merged_into_id == kept.pk
    with pytest.raises(ChangedSince):
        other = Event.objects.filter(subject_id=gone.pk, name="ticket.unmerged").latest("id")
        revert_event(gone.pk, other.pk, by=agent)


def test_closing_and_assigning_leave_the_merged_ticket_alone(in_acme: Cast, pair: tuple[Ticket, Ticket]) -> None:
    from moondesk.kit.clock import now
    from moondesk.tickets.actions.closing import close_batch

    kept, gone = pair
    agent = in_acme.agent.actor
    resolve_ticket(gone, by=agent)
    merge_tickets(kept.number, [gone.number], by=agent)
    assign_ticket(Ticket.objects.get(pk=kept.pk), in_acme.agent.member, by=agent)
    before = state(gone)
    close_batch(now() + datetime.timedelta(days=400))
    assert state(gone) == before
    assert tenancy.current_organization_id() == in_acme.acme.pk
