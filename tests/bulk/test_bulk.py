"""Changing many tickets: each by its own action, in batches, cancelled, taken up again, taken back."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection

from moondesk.bulk.actions import cancel_bulk, undo_bulk, working
from moondesk.bulk.actions.working import Step, next_of, stuck_changes, work_batch
from moondesk.bulk.errors import BulkNotFound, BulkOver, InvalidBulk, TooManyBulk
from moondesk.bulk.models import BulkChange, BulkResult
from moondesk.bulk.queries import get_change
from moondesk.bulk.rules import MOST_WAITING, Operation
from moondesk.channels.models import OutgoingMail
from moondesk.conversations.actions.merging import merge_tickets
from moondesk.conversations.models import Message
from moondesk.events.models import Event
from moondesk.kit import tenancy
from moondesk.kit.errors import DomainError, NotAllowed
from moondesk.organizations.models import Member, Organization
from moondesk.tickets import actions
from moondesk.tickets.list_query import ListQuery
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Priority, Stage
from tests import factories
from tests.bulk.doing import begin, finish, fresh, outcomes, tickets_in, undo
from tests.harness.people import Cast
from tests.macros.making import make_macro


def test_each_goes_through_its_own_action_and_what_may_not_be_changed_says_why(in_acme: Cast) -> None:
    agent = in_acme.agent
    good, same, merged, into = tickets_in(in_acme, 4)
    actions.change_priority(fresh(same), Priority.URGENT, by=agent.actor)
    merge_tickets(into.number, [merged.number], by=in_acme.owner.actor)
    gone = tickets_in(in_acme, 1)[0]
    actions.delete_ticket(fresh(gone), by=in_acme.owner.actor)
    change = finish(
        begin(agent, Operation.PRIORITY, [good, same, merged, gone, in_acme.other_ticket], priority="urgent")
    )
    found = outcomes(change)
    assert found[good.number] == ("changed", "")
    assert found[same.number] == ("unchanged", "")
    assert found[merged.number] == ("skipped", "ticket_merged")
    # What is deleted and what is out of sight look the same.
    assert BulkResult.objects.filter(change=change, code="ticket_not_found", number="").count() == 2
    assert (change.state, change.total, change.changed, change.unchanged, change.skipped) == ("done", 5, 1, 1, 3)
    assert fresh(good).priority == Priority.URGENT
    told = Event.objects.get(subject_id=good.pk, name="ticket.priority_changed")
    assert (told.operation, told.actor_id, told.door) == (change.pk, agent.actor.id, "desk")
    assert fresh(in_acme.other_ticket).priority != Priority.URGENT


def test_a_question_means_the_tickets_it_has_when_the_work_begins(
    in_acme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "BATCH", 3)
    chosen = tickets_in(in_acme, 7)
    for one in chosen:
        actions.change_tags(fresh(one), ["refund"], by=in_acme.agent.actor)
    change = begin(in_acme.agent, Operation.REMOVE_TAGS, ListQuery(tag=("refund",)), tags=["refund"])
    assert (change.total, BulkResult.objects.count()) == (7, 0)
    assert work_batch(change.pk) is Step.MORE
    late = tickets_in(in_acme, 1)[0]
    actions.change_tags(fresh(late), ["refund"], by=in_acme.agent.actor)
    finish(change)
    assert (change.state, change.changed) == ("done", 7)
    assert fresh(late).tags == ["refund"]
    assert all(fresh(one).tags == [] for one in chosen)


def test_the_workflow_and_the_rights_hold_for_each(in_acme: Cast) -> None:
    new, resolved = tickets_in(in_acme, 2)
    actions.resolve_ticket(fresh(resolved), by=in_acme.agent.actor)
    change = finish(begin(in_acme.agent, Operation.ARCHIVE, [new, resolved]))
    assert set(outcomes(change).values()) == {("skipped", "not_closed")}
    with pytest.raises(NotAllowed):
        begin(in_acme.agent, Operation.DELETE, [new])
    with pytest.raises(NotAllowed):
        begin(in_acme.viewer, Operation.PRIORITY, [new], priority="low")
    change = begin(in_acme.agent, Operation.PRIORITY, [new], priority="low")
    Member.objects.filter(name=in_acme.agent.actor.label).update(is_active=False)
    finish(change)
    assert (change.state, change.changed) == ("failed", 0)
    assert change.problem


def test_what_does_not_fit_is_refused_before_anything_is_done(in_acme: Cast) -> None:
    bad: list[tuple[Operation, dict[str, Any]]] = [
        (Operation.STATUS, {"status": "nowhere"}),
        (Operation.PRIORITY, {"priority": "very"}),
        (Operation.ASSIGNEE, {"assignee": "x"}),
        (Operation.DEPARTMENT, {"department": str(in_acme.acme.pk)}),
        (Operation.CATEGORY, {"category": "nowhere"}),
        (Operation.TYPE, {"type": "nothing"}),
        (Operation.FIELD, {"field": "nowhere", "value": 1}),
        (Operation.ADD_TAGS, {"tags": []}),
        (Operation.SET_TAGS, {"tags": "vip"}),
        (Operation.MACRO, {"macro": str(in_acme.acme.pk)}),
        (Operation.REPLY, {"body": "  "}),
        (Operation.MERGE, {"into": in_acme.foreign_ticket.number}),
        (Operation.SNOOZE, {"until": "2001-01-01T00:00:00+00:00"}),
        (Operation.SNOOZE, {"until": "tomorrow"}),
    ]
    for operation, given in bad:
        with pytest.raises(DomainError):
            begin(in_acme.agent, operation, [in_acme.ticket], **given)
    nowhere: list[Any] = [[], ListQuery(tag=("never",))]
    for nothing in nowhere:
        with pytest.raises(InvalidBulk):
            begin(in_acme.agent, Operation.WATCH, nothing)
    assert not BulkChange.objects.exists()


def test_every_operation_is_done_and_undone(in_acme: Cast) -> None:
    who = in_acme.owner
    Organization.objects.filter(pk=in_acme.acme.pk).update(undo_seconds=30)
    into = tickets_in(in_acme, 1)[0]
    given: dict[Operation, dict[str, Any]] = {
        Operation.STATUS: {"status": "in_progress"},
        Operation.PRIORITY: {"priority": "urgent"},
        Operation.ASSIGNEE: {"assignee": "me"},
        Operation.DEPARTMENT: {"department": str(in_acme.hotels.pk)},
        Operation.CATEGORY: {"category": factories.FACTORIES[_model("tickets", "Category")]().key},
        Operation.TYPE: {"type": "problem"},
        Operation.FIELD: {},
        Operation.ADD_TAGS: {"tags": ["Vip"]},
        Operation.REMOVE_TAGS: {"tags": ["old"]},
        Operation.SET_TAGS: {"tags": ["one", "two"]},
        Operation.MACRO: {},
        Operation.REPLY: {"body": "We are on it."},
        Operation.NOTE: {"body": "Known fault."},
        Operation.MERGE: {"into": into.number},
        Operation.SNOOZE: {"until": None},
        Operation.RESOLVE: {},
        Operation.DELETE: {},
        Operation.WATCH: {},
    }
    for operation, known in given.items():
        values = known or _made(operation, in_acme)
        two = tickets_in(in_acme, 2)
        for one in two:
            actions.change_tags(fresh(one), ["old"], by=who.actor)
        before = [_state(one) for one in two]
        change = finish(begin(who, operation, two, **values))
        assert (change.changed, change.state) == (2, "done"), (operation, outcomes(change))
        assert all(_state(one) != was for one, was in zip(two, before, strict=True)), operation
        undo(change, who)
        assert (change.state, change.undone, change.kept) == ("undone", 2, 0), (operation, outcomes(change))
        if operation is not Operation.NOTE:
            assert [_state(one) for one in two] == before, operation


def _made(operation: Operation, cast: Cast) -> dict[str, Any]:
    if operation is Operation.FIELD:
        return {"field": factories.FACTORIES[_model("fields", "Field")]().key, "value": "ABC"}
    if operation is Operation.MACRO:
        return {"macro": str(make_macro(changes={"priority": "urgent"}).pk)}
    return {}


def _model(app: str, name: str) -> Any:
    from django.apps import apps

    return apps.get_model(app, name)


def _state(ticket: Ticket) -> tuple[Any, ...]:
    one = Ticket.objects.get(pk=ticket.pk)
    shown = Message.objects.filter(ticket=one, deleted_at=None)
    return (
        one.status.key, one.priority, one.assignee_id, one.department_id, one.category_id, one.type, tuple(one.tags),
        tuple(sorted(one.field_values.items())), one.merged_into_id, one.snoozed_at, one.deleted_at,
        tuple(one.watchers or ()), shown.count(),
    )  # fmt: skip


def test_undo_leaves_alone_what_others_changed_since(in_acme: Cast) -> None:
    one, two = tickets_in(in_acme, 2)
    change = finish(begin(in_acme.agent, Operation.PRIORITY, [one, two], priority="urgent"))
    actions.change_priority(fresh(two), Priority.LOW, by=in_acme.owner.actor)
    with pytest.raises(BulkNotFound):
        get_change(in_acme.owner.actor, change.pk)
    undo(change, in_acme.agent)
    assert outcomes(change) == {one.number: ("undone", ""), two.number: ("kept", "changed_since")}
    assert (fresh(one).priority, fresh(two).priority) == (one.priority, Priority.LOW)
    with pytest.raises(BulkOver):
        undo_bulk(change, by=in_acme.agent.actor)


def test_cancelling_stops_between_batches_and_what_was_done_can_be_undone(
    in_acme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "BATCH", 2)
    change = begin(in_acme.agent, Operation.ADD_TAGS, tickets_in(in_acme, 5), tags=["vip"])
    work_batch(change.pk)
    cancel_bulk(get_change(in_acme.agent.actor, change.pk, lock=True), by=in_acme.agent.actor)
    assert work_batch(change.pk) is Step.OVER
    change.refresh_from_db()
    assert (change.state, change.changed) == ("cancelled", 2)
    assert sorted(outcome for outcome, _code in outcomes(change).values()) == ["changed"] * 2 + ["pending"] * 3
    undo(change, in_acme.agent)
    assert (change.state, change.undone) == ("undone", 2)
    with pytest.raises(BulkOver):
        cancel_bulk(change, by=in_acme.agent.actor)


def test_one_of_a_member_runs_and_the_others_wait_for_it(in_acme: Cast) -> None:
    waiting = [begin(in_acme.agent, Operation.WATCH, [in_acme.ticket]) for _ in range(MOST_WAITING)]
    with pytest.raises(TooManyBulk):
        begin(in_acme.agent, Operation.WATCH, [in_acme.ticket])
    assert work_batch(waiting[1].pk) is Step.OVER
    assert next_of(waiting[0].pk) is None
    finish(waiting[0])
    assert next_of(waiting[0].pk) == waiting[1].pk
    assert finish(waiting[1]).unchanged == 1
    BulkChange.objects.filter(pk=waiting[2].pk).update(worked_at=waiting[2].worked_at.replace(year=2020))
    assert stuck_changes() == [waiting[2].pk]


def test_one_ticket_that_breaks_spoils_no_other(in_acme: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = tickets_in(in_acme, 2)
    change = begin(in_acme.agent, Operation.ADD_TAGS, [one, two], tags=["vip"])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tickets_ticket SET subject = subject WHERE id = %s", [one.pk])
    real = actions.change_tags

    def breaks(ticket: Ticket, tags: Sequence[str], **more: Any) -> None:
        real(ticket, tags, **more)
        if ticket.pk == one.pk:
            raise RuntimeError("boom")

    monkeypatch.setattr(actions, "change_tags", breaks)
    finish(change)
    assert outcomes(change) == {one.number: ("failed", "failed"), two.number: ("changed", "")}
    assert (fresh(one).tags, fresh(two).tags) == ([], ["vip"])


@pytest.mark.django_db(transaction=True)
def test_what_somebody_holds_is_waited_for_and_nobody_is_kept_waiting(cast: Cast, run_jobs: Callable[[], None]) -> None:
    with tenancy.organization(cast.acme.pk):
        one, two = tickets_in(cast, 2)
        change = begin(cast.agent, Operation.RESOLVE, [one, two])
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with tenancy.organization(cast.acme.pk):
            Ticket.objects.select_for_update(of=("self",)).get(pk=one.pk)
            held.set()
            release.wait(20)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    held.wait(10)
    with tenancy.organization(cast.acme.pk):
        assert work_batch(change.pk) is Step.MORE
    with tenancy.organization(cast.acme.pk):
        assert work_batch(change.pk) is Step.BUSY
        assert outcomes(change) == {one.number: ("pending", ""), two.number: ("changed", "")}
    release.set()
    other.join()
    run_jobs()
    with tenancy.organization(cast.acme.pk):
        change.refresh_from_db()
        assert (change.state, change.changed) == ("done", 2)
        assert {fresh(one).stage, fresh(two).stage} == {Stage.RESOLVED}
        # The customers are told as if each had been resolved alone.
        assert OutgoingMail.objects.filter(kind="status", ticket_id__in=[one.pk, two.pk]).count() == 2
