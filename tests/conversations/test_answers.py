"""A message says which one it answers; it says so to nobody who may not know of that."""

import pytest

from moondesk.conversations.actions import add_note, reply_as_customer, reply_to_customer
from moondesk.conversations.actions.answering import put_below
from moondesk.conversations.actions.editing import delete_message
from moondesk.conversations.actions.splitting import Split, split_ticket
from moondesk.conversations.errors import InvalidAnswer
from moondesk.conversations.models import Message
from moondesk.conversations.rules import DEEPEST, depth_below
from moondesk.tickets.rules import Channel
from tests.harness.people import Cast


def first(cast: Cast) -> Message:
    return Message.objects.filter(ticket=cast.ticket).order_by("id")[0]


def test_it_stands_below_what_it_answers(in_acme: Cast) -> None:
    by = in_acme.agent.actor
    message = reply_to_customer(in_acme.ticket, "An answer", by=by)
    put_below(message, in_acme.ticket, first(in_acme).pk, by=by)
    again = add_note(in_acme.ticket, "Was that right?", by=by)
    put_below(again, in_acme.ticket, message.pk, by=by)
    found = Message.objects.get(pk=again.pk)
    assert (found.reply_to_id, found.depth) == (message.pk, 2)


def test_what_cannot_be_answered(in_acme: Cast) -> None:
    cast, by = in_acme, in_acme.agent.actor
    note, elsewhere = add_note(cast.ticket, "Between us", by=by), Message.objects.get(ticket=cast.other_ticket)
    message = reply_to_customer(cast.ticket, "An answer", by=by)
    for answered in (note, elsewhere, message):
        with pytest.raises(InvalidAnswer):
            put_below(message, cast.ticket, answered.pk, by=by)
    _on, theirs = reply_as_customer(
        cast.ticket, cast.customer.contact, "Mine", by=cast.customer.actor, channel=Channel.WEB
    )
    with pytest.raises(InvalidAnswer, match="not on this ticket"):
        put_below(theirs, cast.ticket, note.pk, by=cast.customer.actor)
    put_below(add_note(cast.ticket, "Indeed", by=by), cast.ticket, note.pk, by=by)


def test_three_hundred_levels_stay_at_the_deepest(in_acme: Cast) -> None:
    by, above = in_acme.agent.actor, first(in_acme)
    for level in range(300):
        above = put_below(add_note(in_acme.ticket, f"{level}", by=by), in_acme.ticket, above.pk, by=by)
    assert Message.objects.get(pk=above.pk).depth == DEEPEST
    assert Message.objects.filter(ticket=in_acme.ticket, reply_to__isnull=False).count() == 300
    in_acme.ticket.delete()
    assert not Message.objects.filter(pk=above.pk).exists()


def test_what_answers_a_deleted_message_stays(in_acme: Cast) -> None:
    by = in_acme.agent.actor
    above = reply_to_customer(in_acme.ticket, "An answer", by=by)
    below = put_below(add_note(in_acme.ticket, "Indeed", by=by), in_acme.ticket, above.pk, by=by)
    delete_message(above, by=by)
    assert Message.objects.get(pk=below.pk).reply_to_id == above.pk


def test_copies_answer_copies(in_acme: Cast) -> None:
    by = in_acme.agent.actor
    above = reply_to_customer(in_acme.ticket, "An answer", by=by)
    put_below(above, in_acme.ticket, first(in_acme).pk, by=by)
    below = put_below(add_note(in_acme.ticket, "Indeed", by=by), in_acme.ticket, above.pk, by=by)
    _old, new = split_ticket(in_acme.ticket.number, Split([above.pk, below.pk]), by=by)
    one, two = Message.objects.filter(ticket=new).order_by("id")
    assert (one.reply_to_id, one.depth, two.reply_to_id, two.depth) == (None, 0, one.pk, 1)


@pytest.mark.parametrize(("depth", "below"), [(0, 1), (DEEPEST - 1, DEEPEST), (DEEPEST, DEEPEST), (300, DEEPEST)])
def test_how_deep(depth: int, below: int) -> None:
    assert depth_below(depth) == below
