"""Messages are edited, deleted and restored by those who may, nothing they said is lost, and no door gives it away."""

import uuid
from collections.abc import Callable

import pytest

from moondesk.channels.mail.sending import send
from moondesk.channels.models import OutgoingMail
from moondesk.channels.purging import purge_ticket
from moondesk.conversations.actions import add_note, reply_as_customer, reply_to_customer
from moondesk.conversations.actions.answering import put_below
from moondesk.conversations.actions.editing import delete_message, edit_message, restore_message
from moondesk.conversations.actions.holding import release_reply
from moondesk.conversations.actions.splitting import Split, split_ticket
from moondesk.conversations.actions.voting import vote
from moondesk.conversations.attachments import files_of, find_file
from moondesk.conversations.errors import InvalidMessage, InvalidSplit, MessageChanged, MessageDeleted, TooManyEdits
from moondesk.conversations.latest import latest_messages
from moondesk.conversations.models import Message, MessageVersion, MessageVote
from moondesk.conversations.queries import messages_for
from moondesk.conversations.revisions import versions_of
from moondesk.conversations.rules import MOST_EDITS, MOST_VERSIONS, Vote
from moondesk.events.errors import CannotUndo, ChangedSince
from moondesk.events.models import Event
from moondesk.events.undo import revert_event, undo_operation
from moondesk.files.errors import FileNotFound
from moondesk.kit import context, tenancy
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.tickets.actions import delete_ticket
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Channel
from tests import factories
from tests.conversations.test_holding import HOLD
from tests.harness.people import Cast


def reply(cast: Cast, body: str = "You get your money back.") -> Message:
    return reply_to_customer(Ticket.objects.get(pk=cast.ticket.pk), body, by=cast.agent.actor)


def fresh(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def names(cast: Cast) -> list[str]:
    events = Event.objects.filter(subject_id=cast.ticket.pk, name__startswith="message.").order_by("id")
    return list(events.values_list("name", flat=True))


def test_an_edit_keeps_what_was_said_before(in_acme: Cast) -> None:
    message = reply(in_acme)
    edit_message(message, "You get **half**.", by=in_acme.agent.actor)
    edit_message(message, "You get **all**.", by=in_acme.owner.actor)
    now_is = fresh(message)
    assert (now_is.body, now_is.version) == ("You get **all**.", 2)
    assert "<strong>all</strong>" in now_is.html
    assert now_is.edited_at is not None
    kept = [(one.number, one.change, one.body, one.name) for one in versions_of(in_acme.viewer.actor, now_is)]
    assert kept == [
        (0, "edited", "You get your money back.", "Ana Agent"),
        (1, "edited", "You get **half**.", "Olivia Owner"),
    ]
    assert names(in_acme)[-2:] == ["message.edited", "message.edited"]


def test_the_same_words_are_no_edit(in_acme: Cast) -> None:
    message = reply(in_acme)
    edit_message(message, "  You get your money back. ", by=in_acme.agent.actor)
    assert fresh(message).version == 0
    with pytest.raises(InvalidMessage):
        edit_message(message, "  ", by=in_acme.agent.actor)


def test_an_edit_of_something_old_is_refused_with_what_there_is(in_acme: Cast) -> None:
    message = reply(in_acme)
    edit_message(message, "Second", by=in_acme.agent.actor, version=0)
    with pytest.raises(MessageChanged) as refused:
        edit_message(message, "Third", by=in_acme.agent.actor, version=0)
    assert refused.value.extra == {"body": "Second", "version": 1}
    assert fresh(message).body == "Second"


def test_who_may_edit_and_delete(in_acme: Cast) -> None:
    cast = in_acme
    message = reply(cast)
    _on, theirs = reply_as_customer(
        cast.ticket, cast.customer.contact, "My words", by=cast.customer.actor, channel=Channel.WEB
    )
    for person in (cast.other_agent, cast.viewer, cast.customer, cast.employee):
        for one in (message, theirs):
            with pytest.raises(NotAllowed):
                edit_message(one, "Mine now", by=person.actor)
            with pytest.raises(NotAllowed):
                delete_message(one, by=person.actor)
    for person in (cast.agent, cast.owner, cast.administrator):
        with pytest.raises(NotAllowed):
            edit_message(theirs, "Mine now", by=person.actor)
    with pytest.raises(NotAllowed):
        delete_message(theirs, by=cast.agent.actor)
    delete_message(theirs, by=cast.owner.actor)
    assert fresh(theirs).deleted_by == "Olivia Owner"
    assert fresh(message).version == 0


def test_what_is_deleted_is_nowhere_but_with_its_versions(in_acme: Cast) -> None:
    cast = in_acme
    message = reply(cast, "The secret word")
    attachment = factories.make_attachment(message)
    delete_message(message, by=cast.agent.actor)
    gone = fresh(message)
    assert (gone.body, gone.html, gone.deleted_by) == ("", "", "Ana Agent")
    assert files_of([message.pk]) == {}
    for person in (cast.owner, cast.agent, cast.customer):
        with pytest.raises(FileNotFound):
            find_file(person.actor, attachment.file_id)
    assert latest_messages(cast.customer.actor, [cast.ticket.pk])[cast.ticket.pk].body == "Please help me."
    assert "The secret word" not in str(list(Event.objects.values_list("data", flat=True)))
    assert messages_for(cast.customer.actor, cast.ticket).filter(pk=message.pk).exists(), "its place stays"
    for person in (cast.other_agent, cast.viewer, cast.customer):
        with pytest.raises(NotAllowed):
            versions_of(person.actor, gone)
    assert [one.body for one in versions_of(cast.owner.actor, gone)] == ["The secret word"]
    with pytest.raises(MessageDeleted):
        edit_message(gone, "Something", by=cast.agent.actor)


def test_restored_it_is_as_before_with_its_files(in_acme: Cast) -> None:
    message = reply(in_acme)
    attachment = factories.make_attachment(message)
    delete_message(message, by=in_acme.agent.actor)
    restore_message(message, by=in_acme.owner.actor)
    back = fresh(message)
    assert (back.body, back.html) == (message.body, message.html)
    assert back.deleted_at is None
    assert find_file(in_acme.customer.actor, attachment.file_id).file.pk == attachment.file_id
    assert [one.change for one in versions_of(in_acme.viewer.actor, back)] == ["deleted", "restored"]


def test_who_deleted_may_restore_and_else_a_moderator(in_acme: Cast) -> None:
    cast = in_acme
    message = reply(cast)
    delete_message(message, by=cast.owner.actor)
    with pytest.raises(NotAllowed):
        restore_message(message, by=cast.agent.actor)
    restore_message(message, by=cast.administrator.actor)
    delete_message(message, by=cast.agent.actor)
    restore_message(message, by=cast.agent.actor)
    assert fresh(message).deleted_at is None


def undone(cast: Cast, work: Callable[[], object]) -> uuid.UUID:
    with tenancy.organization(cast.acme.pk):
        work()
        operation = context.operation.get()
    assert operation is not None
    return operation


def test_each_is_undone(in_acme: Cast) -> None:
    by = in_acme.agent.actor
    message = reply(in_acme, "First")
    operation = undone(in_acme, lambda: edit_message(message, "Second", by=by))
    undo_operation(in_acme.ticket.pk, operation, by=by)
    assert fresh(message).body == "First"
    operation = undone(in_acme, lambda: delete_message(message, by=by))
    undo_operation(in_acme.ticket.pk, operation, by=by)
    assert fresh(message).body == "First"
    with pytest.raises(CannotUndo):
        undo_operation(in_acme.ticket.pk, operation, by=by)
    assert fresh(message).version == 4


def test_the_history_sets_an_edit_back_unless_it_was_edited_since(in_acme: Cast) -> None:
    by = in_acme.agent.actor
    message = reply(in_acme, "First")
    edit_message(message, "Second", by=by)
    edited = Event.objects.get(subject_id=in_acme.ticket.pk, name="message.edited")
    edit_message(message, "Third", by=by)
    with pytest.raises(ChangedSince):
        revert_event(in_acme.ticket.pk, edited.pk, by=by)
    last = Event.objects.filter(name="message.edited").order_by("-id")[0]
    with pytest.raises(NotAllowed):
        revert_event(in_acme.ticket.pk, last.pk, by=in_acme.other_agent.actor)
    revert_event(in_acme.ticket.pk, last.pk, by=by)
    assert fresh(message).body == "Second"


def test_what_is_done_to_a_note_is_told_as_of_a_note(in_acme: Cast) -> None:
    by = in_acme.agent.actor
    note = add_note(in_acme.ticket, "Between us", by=by)
    edit_message(note, "Between us only", by=by)
    delete_message(note, by=by)
    restore_message(note, by=by)
    assert names(in_acme)[-3:] == ["message.note_edited", "message.note_deleted", "message.note_restored"]


def test_a_deleted_held_reply_does_not_go_out_before_it_is_restored(in_acme: Cast) -> None:
    by = in_acme.agent.actor
    sent = undone(in_acme, lambda: reply_to_customer(in_acme.ticket, "Wait", by=by, hold=HOLD))
    message = Message.objects.get(ticket=in_acme.ticket, held_until__isnull=False)
    undone(in_acme, lambda: delete_message(message, by=by))
    Message.objects.filter(pk=message.pk).update(held_until=now() - HOLD)
    assert not release_reply(message.pk)
    assert not messages_for(in_acme.customer.actor, in_acme.ticket).filter(pk=message.pk).exists()
    with pytest.raises(ChangedSince):
        undo_operation(in_acme.ticket.pk, sent, by=by)
    restore_message(message, by=by)
    assert release_reply(message.pk)


def test_a_mail_that_has_not_left_waits_with_its_message(cast: Cast, run_jobs: Callable[[], None]) -> None:
    with tenancy.organization(cast.acme.pk):
        message = reply(cast)
        delete_message(message, by=cast.agent.actor)
    run_jobs()
    with tenancy.organization(cast.acme.pk):
        mail = OutgoingMail.objects.get(message=message)
        assert mail.state == "queued"
        OutgoingMail.objects.update(state="sending")  # as a worker that was killed leaves it
    send(cast.acme.pk, mail.pk)
    with tenancy.organization(cast.acme.pk):
        assert OutgoingMail.objects.get(pk=mail.pk).state == "queued"
        restore_message(message, by=cast.agent.actor)
    run_jobs()
    with tenancy.organization(cast.acme.pk):
        assert OutgoingMail.objects.get(message=message).attempts == 1


def test_a_split_carries_versions_along(in_acme: Cast) -> None:
    cast = in_acme
    message, deleted = reply(cast, "First"), reply(cast, "Away")
    edit_message(message, "Second", by=cast.agent.actor)
    delete_message(deleted, by=cast.agent.actor)
    _old, new = split_ticket(cast.ticket.number, Split([message.pk]), by=cast.agent.actor)
    copied = Message.objects.get(ticket=new)
    assert [one.body for one in MessageVersion.objects.filter(message=copied)] == ["First"]
    assert (copied.version, copied.body) == (1, "Second")
    with pytest.raises(InvalidSplit):
        split_ticket(cast.ticket.number, Split([deleted.pk]), by=cast.agent.actor)


def test_a_message_is_not_edited_without_end(in_acme: Cast) -> None:
    message = reply_to_customer(in_acme.ticket, "Words", by=in_acme.agent.actor)
    Message.objects.filter(pk=message.pk).update(version=MOST_EDITS - 1)
    edit_message(message, "The last", by=in_acme.agent.actor)
    with pytest.raises(TooManyEdits):
        edit_message(message, "One more", by=in_acme.agent.actor)
    assert Message.objects.get(pk=message.pk).body == "The last"
    delete_message(message, by=in_acme.agent.actor)
    restore_message(message, by=in_acme.agent.actor)
    assert Message.objects.get(pk=message.pk).body == "The last"


def test_a_message_is_not_restored_without_end(in_acme: Cast) -> None:
    message = reply_to_customer(in_acme.ticket, "Words", by=in_acme.agent.actor)
    Message.objects.filter(pk=message.pk).update(version=MOST_VERSIONS - 1)
    delete_message(message, by=in_acme.agent.actor)
    with pytest.raises(TooManyEdits):
        restore_message(message, by=in_acme.agent.actor)
    assert Message.objects.get(pk=message.pk).deleted_at is not None


def test_a_purged_ticket_leaves_no_versions_and_no_votes(in_acme: Cast) -> None:
    cast = in_acme
    message = reply(cast, "First")
    answer = put_below(reply(cast, "Below"), cast.ticket, message.pk, by=cast.agent.actor)
    edit_message(message, "Second", by=cast.agent.actor)
    vote(answer, Vote.UP, by=cast.owner.actor)
    delete_message(message, by=cast.agent.actor)
    ticket = Ticket.objects.get(pk=cast.ticket.pk)
    delete_ticket(ticket, by=cast.owner.actor)
    purge_ticket(ticket, by=cast.owner.actor)
    assert not Message.objects.filter(pk__in=[message.pk, answer.pk]).exists()
    assert not MessageVersion.objects.exists()
    assert not MessageVote.objects.exists()
