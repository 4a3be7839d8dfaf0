"""Votes on messages: one of each, counted where they stand."""

import pytest

from moondesk.conversations.actions import add_note, reply_as_customer, reply_to_customer
from moondesk.conversations.actions.editing import delete_message
from moondesk.conversations.actions.voting import vote
from moondesk.conversations.errors import CannotVote, MessageDeleted
from moondesk.conversations.models import Message
from moondesk.conversations.revisions import own_votes, votes_of
from moondesk.conversations.rules import Vote
from moondesk.events.errors import ChangedSince
from moondesk.events.models import Event
from moondesk.events.undo import undo_operation
from moondesk.kit.errors import NotAllowed
from moondesk.tickets.rules import Channel
from tests.conversations.test_revisions import undone
from tests.harness.people import Cast


def counts(message: Message) -> tuple[int, int]:
    found = Message.objects.get(pk=message.pk)
    return found.votes_up, found.votes_down


def test_one_vote_each_that_can_be_changed_and_taken_back(in_acme: Cast) -> None:
    message = reply_to_customer(in_acme.ticket, "An answer", by=in_acme.agent.actor)
    for wanted in (Vote.UP, Vote.UP, Vote.DOWN, Vote.UP):
        vote(message, wanted, by=in_acme.owner.actor)
    vote(message, Vote.DOWN, by=in_acme.agent.actor)
    assert counts(message) == (1, 1)
    vote(message, None, by=in_acme.owner.actor)
    vote(message, None, by=in_acme.owner.actor)
    assert counts(message) == (0, 1)
    told = Event.objects.filter(subject_id=in_acme.ticket.pk, name="message.voted").order_by("id")
    assert [(one.data["old"], one.data["new"]) for one in told] == [
        ("", "up"), ("up", "down"), ("down", "up"), ("", "down"), ("up", "")
    ]  # fmt: skip


def test_the_desk_sees_who_and_a_customer_only_their_own(in_acme: Cast) -> None:
    cast = in_acme
    message = reply_to_customer(cast.ticket, "An answer", by=cast.agent.actor)
    vote(message, Vote.UP, by=cast.owner.actor)
    vote(message, Vote.DOWN, by=cast.customer.actor)
    seen = [(one.name, one.vote, one.is_customer, one.is_me) for one in votes_of(cast.owner.actor, message)]
    assert seen == [("Olivia Owner", "up", False, True), ("Carla Customer", "down", True, False)]
    assert [one.name for one in votes_of(cast.customer.actor, message)] == ["Carla Customer"]
    again = Message.objects.get(pk=message.pk)
    assert own_votes(cast.customer.actor, [again]) == {message.pk: Vote.DOWN}


def test_customers_vote_on_our_answers_only(in_acme: Cast) -> None:
    cast = in_acme
    _on, own = reply_as_customer(
        cast.ticket, cast.customer.contact, "Mine", by=cast.customer.actor, channel=Channel.WEB
    )
    note = add_note(cast.ticket, "Between us", by=cast.agent.actor)
    for one in (own, note):
        with pytest.raises(CannotVote):
            vote(one, Vote.UP, by=cast.customer.actor)
    for person in (cast.viewer, cast.employee):
        with pytest.raises(NotAllowed):
            vote(own, Vote.UP, by=person.actor)
    vote(note, Vote.UP, by=cast.agent.actor)
    assert Event.objects.filter(name="message.note_voted").count() == 1
    delete_message(note, by=cast.agent.actor)
    with pytest.raises(MessageDeleted):
        vote(note, Vote.UP, by=cast.agent.actor)


def test_a_vote_is_undone_unless_it_changed_since(in_acme: Cast) -> None:
    by = in_acme.agent.actor
    message = reply_to_customer(in_acme.ticket, "An answer", by=by)
    first = undone(in_acme, lambda: vote(message, Vote.UP, by=by))
    second = undone(in_acme, lambda: vote(message, Vote.DOWN, by=by))
    with pytest.raises(ChangedSince):
        undo_operation(in_acme.ticket.pk, first, by=by)
    undo_operation(in_acme.ticket.pk, second, by=by)
    assert counts(message) == (1, 0)
