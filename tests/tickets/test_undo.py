"""What was done is undone as a whole for a moment, and one change at a time for ever."""

import datetime
import uuid
from collections.abc import Callable

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moondesk.events.errors import CannotUndo, ChangedSince, NothingToUndo, UndoneAlready, UndoTooLate
from moondesk.events.models import Event
from moondesk.events.undo import WINDOW, revert_event, undo_operation
from moondesk.kit import context, tenancy
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.kit.ids import new_id
from moondesk.organizations.actor import Actor
from moondesk.tickets import actions
from moondesk.tickets.actions.snoozing import snooze_ticket, wake_ticket
from moondesk.tickets.errors import TransitionNotAllowed
from moondesk.tickets.models import Category, Status, Ticket, Transition
from moondesk.tickets.rules import Priority, Stage, TicketType
from tests.harness.people import Cast, Person

FIELDS = ("status_id", "stage", "priority", "type", "category_id", "department_id", "assignee_id", "subject", "tags")

type Change = Callable[[Ticket, Actor], None]


def snapshot(ticket: Ticket) -> dict[str, object]:
    return {name: getattr(ticket, name) for name in FIELDS}


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def do(cast: Cast, *changes: Change, by: Person | None = None) -> uuid.UUID:
    """Make changes at once; return the operation."""
    with tenancy.organization(cast.acme.pk):
        ticket, actor = fresh(cast.ticket), (by or cast.agent).actor
        for change in changes:
            change(ticket, actor)
        operation = context.operation.get()
    assert operation is not None
    return operation


def undo(cast: Cast, operation: uuid.UUID, *, by: Person | None = None) -> list[Event]:
    with tenancy.organization(cast.acme.pk):
        return undo_operation(cast.ticket.pk, operation, by=(by or cast.agent).actor)


def to_status(key: str) -> Change:
    return lambda ticket, by: actions.change_status(ticket, Status.objects.get(key=key), by=by)


def to_member(person: Person) -> Change:
    return lambda ticket, by: actions.assign_ticket(ticket, person.member, by=by)


def to_priority(priority: Priority) -> Change:
    return lambda ticket, by: actions.change_priority(ticket, priority, by=by)


def test_an_operation_is_undone_as_a_whole(in_acme: Cast) -> None:
    before = snapshot(fresh(in_acme.ticket))
    operation = do(
        in_acme,
        to_priority(Priority.URGENT),
        to_status("pending"),
        lambda one, by: actions.change_tags(one, ["vip"], by=by),
    )
    undone = undo(in_acme, operation)
    assert [event.name for event in undone] == [
        "ticket.tags_changed",
        "ticket.status_changed",
        "ticket.priority_changed",
    ]
    assert snapshot(fresh(in_acme.ticket)) == before
    told = Event.objects.filter(subject_id=in_acme.ticket.pk, reverts__in=[event.pk for event in undone])
    assert told.count() == 3


def test_starting_work_and_the_assignment_it_made_go_together(in_acme: Cast) -> None:
    operation = do(in_acme, to_status("in_progress"))
    assert fresh(in_acme.ticket).assignee_id == in_acme.agent.member.pk  # type: ignore[union-attr]
    undo(in_acme, operation)
    ticket = fresh(in_acme.ticket)
    assert ticket.assignee_id is None
    assert ticket.stage == Stage.OPEN


def test_undoing_a_reopening_leaves_when_it_was_done(in_acme: Cast) -> None:
    do(in_acme, to_status("resolved"))
    done_at = fresh(in_acme.ticket).resolved_at
    undo(in_acme, do(in_acme, to_status("open")))
    ticket = fresh(in_acme.ticket)
    assert (ticket.stage, ticket.resolved_at) == (Stage.RESOLVED, done_at)


def test_undo_is_not_stopped_by_the_workflow_but_a_later_revert_is(
    in_acme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    statuses = {status.key: status for status in Status.objects.all()}
    Transition.objects.create(old=statuses["pending"], new=statuses["open"], roles=[])
    undo(in_acme, do(in_acme, to_status("pending")))
    assert fresh(in_acme.ticket).stage == Stage.OPEN
    do(in_acme, to_status("pending"))
    event = Event.objects.filter(name="ticket.status_changed", reverts=None).latest("id")
    moment = event.created_at + 2 * WINDOW
    monkeypatch.setattr("moondesk.events.undo.now", lambda: moment)
    with pytest.raises(TransitionNotAllowed):
        revert_event(in_acme.ticket.pk, event.pk, by=in_acme.agent.actor)


def test_a_colleague_sets_a_status_back_only_as_the_workflow_lets(in_acme: Cast) -> None:
    statuses = {status.key: status for status in Status.objects.all()}
    Transition.objects.create(old=statuses["pending"], new=statuses["open"], roles=["administrator"])
    do(in_acme, to_status("pending"), by=in_acme.owner)
    event = Event.objects.get(subject_id=in_acme.ticket.pk, name="ticket.status_changed")
    with pytest.raises(TransitionNotAllowed):
        revert_event(in_acme.ticket.pk, event.pk, by=in_acme.agent.actor)
    assert fresh(in_acme.ticket).status.key == "pending"


def test_only_once_only_by_its_doer_and_only_for_a_moment(in_acme: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    operation = do(in_acme, to_priority(Priority.HIGH))
    with pytest.raises(NotAllowed):
        undo(in_acme, operation, by=in_acme.owner)
    with pytest.raises(NothingToUndo):
        undo(in_acme, new_id())
    late = do(in_acme, to_priority(Priority.LOW))
    moment = Event.objects.latest("id").created_at + 2 * WINDOW
    monkeypatch.setattr("moondesk.events.undo.now", lambda: moment)
    with pytest.raises(UndoTooLate):
        undo(in_acme, late)
    monkeypatch.undo()
    undo(in_acme, late)
    with pytest.raises(UndoneAlready):
        undo(in_acme, late)


def test_an_old_change_is_reverted_unless_a_newer_one_would_be_lost(in_acme: Cast) -> None:
    do(in_acme, to_priority(Priority.HIGH))
    do(in_acme, to_priority(Priority.URGENT))
    older, newer = Event.objects.filter(subject_id=in_acme.ticket.pk, name="ticket.priority_changed").order_by("id")
    with pytest.raises(ChangedSince):
        revert_event(in_acme.ticket.pk, older.pk, by=in_acme.owner.actor)
    revert_event(in_acme.ticket.pk, newer.pk, by=in_acme.owner.actor)
    assert fresh(in_acme.ticket).priority == Priority.HIGH
    revert_event(in_acme.ticket.pk, older.pk, by=in_acme.owner.actor)
    assert fresh(in_acme.ticket).priority == Priority.MEDIUM


def test_a_revert_can_itself_be_reverted(in_acme: Cast) -> None:
    do(in_acme, to_priority(Priority.HIGH))
    first = Event.objects.get(subject_id=in_acme.ticket.pk, name="ticket.priority_changed")
    revert_event(in_acme.ticket.pk, first.pk, by=in_acme.agent.actor)
    back = Event.objects.get(reverts=first.pk)
    revert_event(in_acme.ticket.pk, back.pk, by=in_acme.agent.actor)
    assert fresh(in_acme.ticket).priority == Priority.HIGH


def test_the_right_to_change_is_asked_again(in_acme: Cast) -> None:
    do(in_acme, to_priority(Priority.HIGH))
    event = Event.objects.get(subject_id=in_acme.ticket.pk, name="ticket.priority_changed")
    with pytest.raises(NotAllowed):
        revert_event(in_acme.ticket.pk, event.pk, by=in_acme.viewer.actor)


def test_an_event_of_another_ticket_is_not_found(in_acme: Cast) -> None:
    do(in_acme, to_priority(Priority.HIGH))
    event = Event.objects.get(subject_id=in_acme.ticket.pk, name="ticket.priority_changed")
    with pytest.raises(NothingToUndo):
        revert_event(in_acme.other_ticket.pk, event.pk, by=in_acme.owner.actor)


def test_what_reopening_took_comes_back(in_acme: Cast) -> None:
    do(in_acme, to_status("closed"))
    do(in_acme, lambda one, by: actions.archive_ticket(one, by=by), by=in_acme.owner)
    before = fresh(in_acme.ticket)
    undo(in_acme, do(in_acme, to_status("open")))
    after = fresh(in_acme.ticket)
    assert after.archived_at == before.archived_at is not None
    assert after.closed_at == before.closed_at is not None


def test_undoing_an_assignment_starts_no_work(in_acme: Cast) -> None:
    """Assigning an open ticket starts work on it; giving it back to the one before does not."""
    do(in_acme, to_member(in_acme.agent))
    do(in_acme, to_status("open"))
    before = fresh(in_acme.ticket)
    undo(in_acme, do(in_acme, to_member(in_acme.other_agent)))
    after = fresh(in_acme.ticket)
    assert snapshot(after) == snapshot(before)
    assert after.stage == Stage.OPEN
    assert after.assigned_at == before.assigned_at is not None


CHANGES = st.one_of(
    st.sampled_from(["open", "in_progress", "pending", "on_hold", "resolved", "closed"]).map(to_status),
    st.sampled_from(list(Priority)).map(to_priority),
    st.sampled_from(list(TicketType)).map(lambda type_: lambda one, by: actions.change_type(one, type_, by=by)),
    st.sampled_from(["Lost bag", "Refund"]).map(lambda text: lambda one, by: actions.change_subject(one, text, by=by)),
    st.lists(st.sampled_from(["vip", "refund", "late"]), max_size=2).map(
        lambda tags: lambda one, by: actions.change_tags(one, tags, by=by)
    ),
    st.sampled_from(["billing", None]).map(
        lambda key: lambda one, by: actions.change_category(one, Category.objects.filter(key=key).first(), by=by)
    ),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CHANGES, min_size=1, max_size=6))
def test_any_changes_undone_leave_the_ticket_as_it_was(in_acme: Cast, changes: list[Change]) -> None:
    before = snapshot(fresh(in_acme.ticket))
    operation = do(in_acme, *changes)
    if Event.objects.filter(operation=operation).exists():
        undo(in_acme, operation)
    assert snapshot(fresh(in_acme.ticket)) == before


def test_what_was_there_before_and_is_gone_cannot_come_back(in_acme: Cast) -> None:
    gone = Category.objects.create(key="gone", labels={"en": "Gone"})
    do(in_acme, lambda one, by: actions.change_category(one, gone, by=by))
    do(in_acme, lambda one, by: actions.change_category(one, None, by=by))
    event = Event.objects.filter(subject_id=in_acme.ticket.pk, name="ticket.category_changed").latest("id")
    gone.delete()
    with pytest.raises(CannotUndo):
        revert_event(in_acme.ticket.pk, event.pk, by=in_acme.agent.actor)


@pytest.mark.parametrize("until", [datetime.timedelta(days=1), None])
def test_undoing_a_resolve_brings_back_the_snooze_that_it_ended(
    in_acme: Cast, until: datetime.timedelta | None
) -> None:
    moment = now() + until if until else None
    do(in_acme, lambda one, by: snooze_ticket(one, moment, by=by))
    before = fresh(in_acme.ticket)
    operation = do(in_acme, to_status("resolved"))
    assert fresh(in_acme.ticket).snoozed_at is None
    undo(in_acme, operation)
    after = fresh(in_acme.ticket)
    assert (after.snoozed_at, after.snoozed_until, after.snoozed_by) == (
        before.snoozed_at,
        moment,
        in_acme.agent.actor.member_id,
    )
    assert after.snoozed_at is not None


def test_undoing_another_snooze_brings_the_first_one_back(in_acme: Cast) -> None:
    first = now() + datetime.timedelta(hours=1)
    do(in_acme, lambda one, by: snooze_ticket(one, first, by=by))
    before = fresh(in_acme.ticket)
    later = do(in_acme, lambda one, by: snooze_ticket(one, now() + datetime.timedelta(days=2), by=by), by=in_acme.owner)
    undo(in_acme, later, by=in_acme.owner)
    woken = do(in_acme, lambda one, by: wake_ticket(one, by=by), by=in_acme.owner)
    assert fresh(in_acme.ticket).snoozed_at is None
    undo(in_acme, woken, by=in_acme.owner)
    after = fresh(in_acme.ticket)
    assert (after.snoozed_until, after.snoozed_by) == (before.snoozed_until, in_acme.agent.actor.member_id)
    assert after.snoozed_at is not None


def test_a_snooze_whose_time_is_over_does_not_come_back(in_acme: Cast) -> None:
    do(in_acme, lambda one, by: snooze_ticket(one, now() + datetime.timedelta(seconds=1), by=by))
    operation = do(in_acme, to_status("resolved"))
    with time_machine.travel(now() + datetime.timedelta(seconds=5)):
        undo(in_acme, operation)
    assert fresh(in_acme.ticket).snoozed_at is None
