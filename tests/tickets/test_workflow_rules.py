"""Properties of workflows, whatever people make of them: stages mean the same, every ticket has a live status."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from moondesk.kit.errors import DomainError
from moondesk.tickets import actions
from moondesk.tickets.actions.retiring import move_batch
from moondesk.tickets.counts import view_counts
from moondesk.tickets.errors import TransitionNotAllowed
from moondesk.tickets.models import Status, StatusMove, Ticket
from moondesk.tickets.rules import ACTIVE_STAGES, Stage
from moondesk.tickets.statuses import WORKING_ROLES, read_workflow
from moondesk.tickets.workflow import (
    Step,
    WaitsFor,
    Workflow,
    differences,
    document_of,
    flaws,
    mark_of,
    undone,
    workflow_of,
)
from tests import factories
from tests.harness.people import Cast

LANGUAGES = ("en", "es")


@st.composite
def workflows(draw: st.DrawFn) -> Workflow:
    """Return any whole workflow: some statuses a stage, one of them the default, some moves limited."""
    steps = []
    for stage in Stage:
        number = draw(st.integers(1, 3))
        default = draw(st.integers(0, number - 1))
        steps += [
            Step(
                key=f"{stage}_{place}",
                stage=stage,
                labels={"en": f"{stage} {place}"},
                colour=draw(st.sampled_from(["", "teal", "pink"])),
                waits_for=WaitsFor.CUSTOMER if stage is Stage.WAITING else WaitsFor.NOBODY,
                is_default=place == default,
                needs_note=draw(st.booleans()),
                is_retired=place != default and draw(st.booleans()),
            )
            for place in range(number)
        ]
    keys = [step.key for step in steps]
    pairs = draw(st.lists(st.tuples(st.sampled_from(keys), st.sampled_from(keys)), max_size=12))
    roles = st.frozensets(st.sampled_from(WORKING_ROLES), max_size=3)
    return Workflow(tuple(steps), {pair: draw(roles) for pair in pairs if pair[0] != pair[1]})


@given(workflows(), st.frozensets(st.sampled_from(WORKING_ROLES), max_size=2))
def test_what_is_offered_is_what_is_not_refused(workflow: Workflow, roles: frozenset[str]) -> None:
    assert flaws(workflow, LANGUAGES, WORKING_ROLES) == []
    for old in workflow.steps:
        offered = {step.key for step in workflow.next_from(old.key, roles)}
        for new in workflow.steps:
            is_open = workflow.refusal(old.key, new.key, roles) is None
            assert (new.key in offered) == (is_open and new.key != old.key)
            assert not (new.is_retired and is_open)
    for stage in Stage:
        assert workflow.default_of(stage).stage is stage
        assert not workflow.default_of(stage).is_retired


@given(workflows())
def test_a_workflow_survives_being_written_down(workflow: Workflow) -> None:
    again = workflow_of(document_of(workflow))
    assert mark_of(again) == mark_of(workflow)


@given(workflows(), workflows())
def test_what_differs_can_be_taken_back(one: Workflow, other: Workflow) -> None:
    stages = {step.key: step for step in one.steps}
    changed = Workflow(
        tuple(step for step in other.steps if step.key in stages)
        + tuple(step for step in one.steps if other.step(step.key) is None),
        {pair: roles for pair, roles in other.limits.items() if set(pair) <= stages.keys()},
    ).in_order()
    before, after = differences(one, changed)
    back = undone(changed, before, after)
    assert back is not None
    first, last = document_of(one), document_of(back)
    for fields in (*first["statuses"].values(), *last["statuses"].values()):
        fields.pop("position")
    assert last == first


class Life(RuleBasedStateMachine):
    """People change the workflow and move tickets at random; run inside of acme (``cast`` is set by the test)."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.stages = dict(Status.objects.values_list("key", "stage"))

    def keys(self) -> list[str]:
        return list(Status.objects.values_list("key", flat=True))

    @rule(stage=st.sampled_from(Stage), number=st.integers(0, 10_000))
    def add(self, stage: Stage, number: int) -> None:
        waits = WaitsFor.CUSTOMER if stage is Stage.WAITING else WaitsFor.NOBODY
        try:
            made = actions.add_status(stage, {"en": f"Status {number}"}, waits_for=waits, by=self.cast.owner.actor)
        except DomainError:
            return
        self.stages[made.key] = made.stage

    @rule(data=st.data(), roles=st.none() | st.frozensets(st.sampled_from(WORKING_ROLES), max_size=2))
    def limit(self, data: st.DataObject, roles: frozenset[str] | None) -> None:
        pair = (data.draw(st.sampled_from(self.keys())), data.draw(st.sampled_from(self.keys())))
        if pair[0] != pair[1]:
            actions.change_workflow(actions.WorkflowEdit(moves={pair: roles}), by=self.cast.owner.actor)

    @rule(data=st.data())
    def make_default(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(self.keys()))
        try:
            actions.change_workflow(actions.WorkflowEdit({key: {"is_default": True}}), by=self.cast.owner.actor)
        except DomainError:
            assert Status.objects.get(key=key).retired_at is not None

    @rule(data=st.data(), to=st.data())
    def retire(self, data: st.DataObject, to: st.DataObject) -> None:
        try:
            actions.retire_status(
                data.draw(st.sampled_from(self.keys())),
                to=to.draw(st.sampled_from(self.keys())),
                by=self.cast.owner.actor,
            )
        except DomainError:
            return

    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        try:
            actions.restore_status(data.draw(st.sampled_from(self.keys())), by=self.cast.owner.actor)
        except DomainError:
            return

    @rule()
    def undo(self) -> None:
        try:
            actions.undo_workflow(by=self.cast.owner.actor)
        except DomainError:
            return

    @rule(data=st.data())
    def move(self, data: st.DataObject) -> None:
        ticket, wanted = Ticket.objects.get(pk=self.cast.ticket.pk), data.draw(st.sampled_from(self.keys()))
        workflow, old = read_workflow(), ticket.status.key
        refused = workflow.refusal(old, wanted, {"support_agent"}) is not None and wanted != old
        try:
            actions.change_status(ticket, Status.objects.get(key=wanted), by=self.cast.agent.actor, explained=True)
        except TransitionNotAllowed:
            assert refused
        else:
            assert not refused

    @precondition(lambda self: StatusMove.objects.filter(finished_at=None).exists())
    @rule()
    def work(self) -> None:
        for move in StatusMove.objects.filter(finished_at=None):
            move_batch(move.pk)

    @invariant()
    def stages_never_change(self) -> None:
        assert dict(Status.objects.values_list("key", "stage")) == self.stages

    @invariant()
    def the_workflow_is_whole(self) -> None:
        assert flaws(read_workflow(), LANGUAGES, WORKING_ROLES) == []

    @invariant()
    def every_ticket_is_where_its_status_is(self) -> None:
        moving = set(StatusMove.objects.filter(finished_at=None).values_list("old_id", flat=True))
        for ticket in Ticket.objects.select_related("status"):
            assert ticket.stage == ticket.status.stage
            assert ticket.status.retired_at is None or ticket.status_id in moving

    @invariant()
    def counts_are_exact(self) -> None:
        active = [stage.value for stage in ACTIVE_STAGES]
        assert view_counts(self.cast.owner.actor).open == Ticket.objects.filter(stage__in=active).count()


@pytest.mark.django_db
def test_whatever_people_do_tickets_keep_a_live_status(in_acme: Cast) -> None:
    from django.db import transaction

    class InAcme(Life):
        cast = in_acme

        def __init__(self) -> None:
            self.point = transaction.savepoint_create()
            super().__init__()

        def teardown(self) -> None:
            transaction.savepoint_rollback(self.point)

    factories.make_ticket()
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        InAcme,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
