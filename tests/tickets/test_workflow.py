"""An organization's own workflow: what can be changed, what stays whole, who may go where."""

from typing import Any

import pytest

from moondesk.events.errors import ChangedSince
from moondesk.events.models import Event
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.permissions import Role
from moondesk.tickets import actions
from moondesk.tickets.actions import WorkflowEdit
from moondesk.tickets.actions.retiring import move_batch, moves_to_go_on
from moondesk.tickets.errors import (
    InvalidWorkflow,
    NoteRequired,
    NothingToUndo,
    StageFixed,
    StatusInUse,
    StatusNotFound,
    TransitionNotAllowed,
    WorkflowChangedMeanwhile,
)
from moondesk.tickets.models import Status, StatusMove, Ticket, Transition
from moondesk.tickets.rules import Stage
from moondesk.tickets.statuses import read_workflow
from moondesk.tickets.workflow import WaitsFor, mark_of
from tests import factories
from tests.harness.events import told
from tests.harness.people import Cast


def limit(cast: Cast, old: str, new: str, *roles: str) -> None:
    actions.change_workflow(WorkflowEdit(moves={(old, new): frozenset(roles)}), by=cast.owner.actor)


def status(key: str) -> Status:
    found: Status = Status.objects.get(key=key)
    return found


def test_every_move_is_open_until_somebody_limits_it(in_acme: Cast) -> None:
    workflow = read_workflow()
    keys = [step.key for step in workflow.live]
    assert all(workflow.refusal(old, new, {"support_agent"}) is None for old in keys for new in keys)
    assert Transition.objects.count() == 0


def test_a_move_that_is_closed_is_refused_with_those_that_are_open(in_acme: Cast) -> None:
    limit(in_acme, "open", "closed")
    with pytest.raises(TransitionNotAllowed) as refused:
        actions.change_status(in_acme.ticket, status("closed"), by=in_acme.agent.actor)
    assert refused.value.status == 409
    assert refused.value.extra == {
        "from": "open",
        "to": "closed",
        "reason": "nobody",
        "allowed": ["in_progress", "pending", "on_hold", "resolved"],
    }
    assert "Open" in refused.value.message
    in_acme.ticket.refresh_from_db()
    assert in_acme.ticket.stage == Stage.OPEN


def test_a_move_for_one_role_is_made_by_that_role_only(in_acme: Cast) -> None:
    limit(in_acme, "open", "resolved", Role.OWNER)
    with pytest.raises(TransitionNotAllowed) as refused:
        actions.resolve_ticket(in_acme.ticket, by=in_acme.agent.actor)
    assert refused.value.extra["reason"] == "role"
    actions.resolve_ticket(in_acme.ticket, by=in_acme.owner.actor)
    assert in_acme.ticket.stage == Stage.RESOLVED


def test_what_moondesk_does_by_itself_asks_nobody(in_acme: Cast) -> None:
    limit(in_acme, "open", "in_progress")
    actions.assign_ticket(in_acme.ticket, in_acme.agent.member, by=in_acme.agent.actor)
    assert in_acme.ticket.stage == Stage.IN_PROGRESS
    limit(in_acme, "in_progress", "open")
    actions.move_to_stage(in_acme.ticket, Stage.OPEN, by=factories.moondesk())
    assert in_acme.ticket.stage == Stage.OPEN


def test_a_status_that_needs_a_note_asks_for_it(in_acme: Cast) -> None:
    from moondesk.conversations.actions import move_ticket

    actions.change_workflow(WorkflowEdit({"on_hold": {"needs_note": True}}), by=in_acme.owner.actor)
    with pytest.raises(NoteRequired) as refused:
        move_ticket(in_acme.ticket, status("on_hold"), "  ", by=in_acme.agent.actor)
    assert set(refused.value.fields) == {"note"}
    move_ticket(in_acme.ticket, status("on_hold"), "The hotel answers on Monday.", by=in_acme.agent.actor)
    assert in_acme.ticket.status.key == "on_hold"
    assert told(in_acme.ticket)[-2:] == ["ticket.status_changed", "message.note_added"]


def test_a_new_status_can_be_named_coloured_and_gone_to(in_acme: Cast) -> None:
    added = actions.add_status(
        Stage.WAITING,
        {"en": "Waiting for the airline", "es": "Esperando a la aerolínea"},
        customer_labels={"en": "With the airline"},
        colour="teal",
        waits_for=WaitsFor.SOMEONE_ELSE,
        by=in_acme.owner.actor,
    )
    assert added.key == "waiting_for_the_airline"
    assert [one.key for one in Status.objects.all()].index(added.key) == 4
    assert (added.shown_colour, added.customer_label("es"), added.label("es")) == (
        "teal",
        "With the airline",
        "Esperando a la aerolínea",
    )
    actions.change_status(in_acme.ticket, added, by=in_acme.agent.actor)
    assert in_acme.ticket.stage == Stage.WAITING


def test_order_and_default_change_and_one_default_stays(in_acme: Cast) -> None:
    edit = WorkflowEdit(
        {"on_hold": {"is_default": True}},
        order=["open", "in_progress", "on_hold", "pending", "resolved", "closed"],
    )
    actions.change_workflow(edit, by=in_acme.owner.actor)
    assert [one.key for one in Status.objects.filter(stage=Stage.WAITING)] == ["on_hold", "pending"]
    assert [one.key for one in Status.objects.filter(stage=Stage.WAITING, is_default=True)] == ["on_hold"]


def test_a_change_is_told_with_what_was_before_and_can_be_taken_back(in_acme: Cast) -> None:
    by = in_acme.owner.actor
    actions.change_workflow(WorkflowEdit({"pending": {"labels": {"en": "Held up", "es": "Parado"}}}), by=by)
    last = Event.objects.filter(name="workflow.changed").latest("id")
    assert last.actor_label == "Olivia Owner"
    assert last.data["before"]["statuses"] == {"pending": {"labels": {"en": "Pending", "es": "Pendiente"}}}
    assert last.data["after"]["statuses"] == {"pending": {"labels": {"en": "Held up", "es": "Parado"}}}
    actions.undo_workflow(by=by)
    assert status("pending").label("en") == "Pending"
    actions.undo_workflow(by=by)
    assert status("pending").label("en") == "Held up"


def test_undoing_a_new_status_retires_it_and_moves_come_back_too(in_acme: Cast) -> None:
    by = in_acme.owner.actor
    actions.add_status(Stage.OPEN, {"en": "New"}, by=by)
    actions.undo_workflow(by=by)
    assert status("new").retired_at is not None
    limit(in_acme, "open", "closed", Role.OWNER)
    actions.undo_workflow(by=by)
    assert Transition.objects.count() == 0


def test_why_a_status_with_tickets_is_not_taken_away_by_undo(in_acme: Cast) -> None:
    by = in_acme.owner.actor
    added = actions.add_status(Stage.OPEN, {"en": "New"}, by=by)
    actions.change_status(in_acme.ticket, added, by=by)
    with pytest.raises(StatusInUse, match="1 ticket has the status New"):
        actions.undo_workflow(by=by)
    assert status("new").retired_at is None


def test_undo_says_that_a_later_change_is_in_its_way(in_acme: Cast) -> None:
    by = in_acme.owner.actor
    actions.change_workflow(WorkflowEdit({"pending": {"labels": {"en": "Held up"}}}), by=by)
    Status.objects.filter(key="pending").update(labels={"en": "Meanwhile"})
    with pytest.raises(ChangedSince):
        actions.undo_workflow(by=by)


def test_nothing_to_undo_at_first(in_acme: Cast) -> None:
    with pytest.raises(NothingToUndo):
        actions.undo_workflow(by=in_acme.owner.actor)


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"labels": {}}, "pending.labels"),
        ({"labels": {"en": "x" * 41}}, "pending.labels.en"),
        ({"labels": {"en": "a\x00b"}}, "pending.labels.en"),
        ({"labels": {"en": "on HOLD"}}, "pending.labels.en"),
        ({"labels": {"en": "Pending", "xx": "?"}}, "pending.labels.xx"),
        ({"colour": "#ff0000"}, "pending.colour"),
        ({"waits_for": WaitsFor.NOBODY}, "pending.waits_for"),
        ({"is_default": False}, "waiting.is_default"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(in_acme: Cast, fields: dict[str, Any], where: str) -> None:
    with pytest.raises(InvalidWorkflow) as refused:
        actions.change_workflow(WorkflowEdit({"pending": fields}), by=in_acme.owner.actor)
    assert where in refused.value.fields
    assert not Event.objects.filter(name="workflow.changed").exists()


def test_a_status_keeps_its_stage(in_acme: Cast) -> None:
    with pytest.raises(StageFixed):
        actions.change_workflow(WorkflowEdit({"pending": {"stage": Stage.CLOSED}}), by=in_acme.owner.actor)


def test_unknown_statuses_moves_and_roles_are_refused(in_acme: Cast) -> None:
    by = in_acme.owner.actor
    with pytest.raises(StatusNotFound):
        actions.change_workflow(WorkflowEdit({"nonsense": {"colour": "red"}}), by=by)
    for moves in ({("open", "nonsense"): frozenset[str]()}, {("open", "closed"): frozenset({Role.VIEWER.value})}):
        with pytest.raises(InvalidWorkflow):
            actions.change_workflow(WorkflowEdit(moves=moves), by=by)


def test_only_who_may_changes_it_and_only_what_they_saw(in_acme: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.change_workflow(WorkflowEdit({"open": {"colour": "red"}}), by=in_acme.agent.actor)
    seen = mark_of(read_workflow())
    actions.change_workflow(WorkflowEdit({"open": {"colour": "red"}}), by=in_acme.owner.actor, seen=seen)
    with pytest.raises(WorkflowChangedMeanwhile):
        actions.change_workflow(WorkflowEdit({"open": {"colour": "pink"}}), by=in_acme.owner.actor, seen=seen)


def hold(cast: Cast) -> None:
    actions.change_status(cast.ticket, status("on_hold"), by=cast.agent.actor)


def test_retiring_a_status_moves_its_tickets_quietly(in_acme: Cast) -> None:
    hold(in_acme)
    move = actions.retire_status("on_hold", to="resolved", by=in_acme.owner.actor)
    assert (move.total, move.moved, move.finished_at) == (1, 0, None)
    assert move_batch(move.pk) is False
    move.refresh_from_db()
    assert (move.total, move.moved, move.finished_at is not None) == (1, 1, True)
    ticket = Ticket.objects.get(pk=in_acme.ticket.pk)
    assert (ticket.status.key, ticket.stage, ticket.resolved_at is not None) == ("resolved", "resolved", True)
    last = Event.objects.filter(subject_id=ticket.pk).latest("id")
    assert (last.data["quiet"], last.actor_kind, last.caused_by) == (True, "system", move.event_id)


def test_nobody_goes_to_a_retired_status_and_stragglers_follow(in_acme: Cast) -> None:
    move = actions.retire_status("on_hold", to="pending", by=in_acme.owner.actor)
    move_batch(move.pk)
    with pytest.raises(TransitionNotAllowed) as refused:
        hold(in_acme)
    assert refused.value.extra["reason"] == "retired"
    assert moves_to_go_on() == []
    # Somebody whose transaction began before the status was retired still put a ticket there.
    Ticket.objects.filter(pk=in_acme.ticket.pk).update(status=status("on_hold"), stage=Stage.WAITING)
    assert moves_to_go_on() == [move.pk]
    move_batch(move.pk)
    assert Ticket.objects.get(pk=in_acme.ticket.pk).status.key == "pending"


def test_tickets_of_a_chain_of_retired_statuses_end_in_a_live_one(in_acme: Cast) -> None:
    by = in_acme.owner.actor
    for name in ("First", "Second"):
        actions.add_status(Stage.WAITING, {"en": name}, waits_for=WaitsFor.CUSTOMER, by=by)
    actions.change_status(in_acme.ticket, status("first"), by=in_acme.agent.actor)
    first = actions.retire_status("first", to="second", by=by)
    with pytest.raises(StatusInUse):
        actions.retire_status("second", to="pending", by=by)
    StatusMove.objects.filter(pk=first.pk).update(finished_at=first.started_at)
    actions.retire_status("second", to="pending", by=by)
    move_batch(first.pk)
    assert Ticket.objects.get(pk=in_acme.ticket.pk).status.key == "pending"


def test_a_default_cannot_be_retired_nor_moved_to_itself(in_acme: Cast) -> None:
    by = in_acme.owner.actor
    with pytest.raises(StatusInUse):
        actions.retire_status("pending", to="on_hold", by=by)
    for target in ("on_hold", "nonsense"):
        with pytest.raises(InvalidWorkflow):
            actions.retire_status("on_hold", to=target, by=by)


def test_a_retired_status_comes_back_and_the_move_stops(in_acme: Cast) -> None:
    hold(in_acme)
    move = actions.retire_status("on_hold", to="pending", by=in_acme.owner.actor)
    actions.restore_status("on_hold", by=in_acme.owner.actor)
    assert move_batch(move.pk) is False
    assert Ticket.objects.get(pk=in_acme.ticket.pk).status.key == "on_hold"
