"""A held reply: nobody outside sees it before its time is over, and until then it can be undone without a trace."""

import datetime
import time
import uuid
from collections.abc import Callable

import pytest

from moondesk.channels.models import OutgoingMail
from moondesk.conversations.actions import add_note, reply_to_customer
from moondesk.conversations.actions.holding import release_reply
from moondesk.conversations.jobs import release_overdue_replies
from moondesk.conversations.models import Message
from moondesk.conversations.queries import messages_for
from moondesk.events.errors import CannotUndo, UndoTooLate
from moondesk.events.models import Event
from moondesk.events.undo import revert_event, undo_operation
from moondesk.kit import context, tenancy
from moondesk.kit.clock import now
from moondesk.tickets.actions import resolve_ticket
from moondesk.tickets.models import Ticket
from tests.harness.people import Cast, Person

HOLD = datetime.timedelta(seconds=30)
COUNTED = ("stage", "message_count", "last_message_at", "last_message_by_customer", "first_response_at")


def counted(cast: Cast) -> dict[str, object]:
    with tenancy.organization(cast.acme.pk):
        fresh = Ticket.objects.get(pk=cast.ticket.pk)
    return {name: getattr(fresh, name) for name in COUNTED}


def write(cast: Cast, *, resolve: bool = False, hold: datetime.timedelta = HOLD) -> tuple[Message, uuid.UUID]:
    with tenancy.organization(cast.acme.pk):
        ticket = Ticket.objects.get(pk=cast.ticket.pk)
        message = reply_to_customer(ticket, "You get your money back.", by=cast.agent.actor, hold=hold)
        if resolve:
            resolve_ticket(ticket, by=cast.agent.actor)
        operation = context.operation.get()
    assert operation is not None
    return message, operation


def let_time_pass(cast: Cast, message: Message) -> None:
    with tenancy.organization(cast.acme.pk):
        Message.objects.filter(pk=message.pk).update(held_until=now() - HOLD)


def release(cast: Cast, message: Message) -> bool:
    with tenancy.organization(cast.acme.pk):
        return release_reply(message.pk)


def undo(cast: Cast, operation: uuid.UUID) -> None:
    with tenancy.organization(cast.acme.pk):
        undo_operation(cast.ticket.pk, operation, by=cast.agent.actor)


def mails(cast: Cast) -> list[str]:
    with tenancy.organization(cast.acme.pk):
        return list(OutgoingMail.objects.filter(ticket=cast.ticket, kind="reply").values_list("recipient", flat=True))


def seen_by(cast: Cast, person: Person) -> set[uuid.UUID]:
    with tenancy.organization(cast.acme.pk):
        return {one.pk for one in messages_for(person.actor, cast.ticket)}


def test_a_held_reply_is_seen_by_the_desk_only(cast: Cast, run_jobs: Callable[[], None]) -> None:
    message, _ = write(cast)
    run_jobs()
    assert message.pk in seen_by(cast, cast.agent)
    assert message.pk not in seen_by(cast, cast.customer)
    assert mails(cast) == []


def test_it_goes_out_once_when_its_time_is_over(cast: Cast, run_jobs: Callable[[], None]) -> None:
    message, _ = write(cast)
    assert not release(cast, message)
    let_time_pass(cast, message)
    assert release(cast, message)
    assert not release(cast, message)
    run_jobs()
    assert message.pk in seen_by(cast, cast.customer)
    assert mails(cast) == ["carla@customer.test"]


def test_its_job_releases_it(cast: Cast, run_jobs: Callable[[], None]) -> None:
    write(cast, hold=datetime.timedelta(seconds=1))
    run_jobs()
    for _try in range(50):
        run_jobs()
        if mails(cast):
            break
        time.sleep(0.1)
    assert mails(cast) == ["carla@customer.test"]


def test_the_sweep_releases_what_was_forgotten(cast: Cast, run_jobs: Callable[[], None]) -> None:
    message, _ = write(cast)
    let_time_pass(cast, message)
    release_overdue_replies()
    run_jobs()
    assert mails(cast) == ["carla@customer.test"]


def test_a_reply_that_is_not_held_is_mailed_once(cast: Cast, run_jobs: Callable[[], None]) -> None:
    write(cast, hold=datetime.timedelta())
    run_jobs()
    assert mails(cast) == ["carla@customer.test"]


def test_undone_it_leaves_no_trace_on_the_ticket(cast: Cast, run_jobs: Callable[[], None]) -> None:
    before = counted(cast)
    message, operation = write(cast, resolve=True)
    undo(cast, operation)
    run_jobs()
    assert counted(cast) == before
    assert message.pk not in seen_by(cast, cast.agent)
    assert mails(cast) == []
    with tenancy.organization(cast.acme.pk):
        told = Event.objects.get(subject_id=cast.ticket.pk, name="message.reply_taken_back")
    assert told.data["message"] == str(message.pk)


def test_undone_between_others_it_leaves_theirs(cast: Cast) -> None:
    _, operation = write(cast)
    with tenancy.organization(cast.acme.pk):
        note = add_note(Ticket.objects.get(pk=cast.ticket.pk), "Look at this.", by=cast.owner.actor)
    undo(cast, operation)
    assert note.pk in seen_by(cast, cast.agent)
    assert counted(cast)["message_count"] == 2


def test_what_is_out_cannot_be_undone(cast: Cast) -> None:
    message, operation = write(cast)
    let_time_pass(cast, message)
    release(cast, message)
    with pytest.raises(UndoTooLate):
        undo(cast, operation)


def test_nobody_takes_back_a_colleagues_reply(cast: Cast) -> None:
    message, _ = write(cast)
    with tenancy.organization(cast.acme.pk):
        sent = Event.objects.get(subject_id=cast.ticket.pk, name="message.reply_sent")
        for by in (cast.owner.actor, cast.agent.actor):
            with pytest.raises(CannotUndo):
                revert_event(cast.ticket.pk, sent.pk, by=by)
        assert Message.objects.get(pk=message.pk).held_until is not None
