"""Reading an organization's workflow: its statuses as a value with rules, and how many tickets each has."""

import uuid
from collections.abc import Callable, Collection, Mapping

from django.db.models import Count, Q, QuerySet

from moondesk.kit.compiled import compiled
from moondesk.organizations.actor import Actor, ActorKind
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import MEMBER_ROLES, ROLE_PERMISSIONS, Permission, standing_of
from moondesk.tickets.models import Status, StatusMove, Ticket, Transition
from moondesk.tickets.rules import Stage
from moondesk.tickets.workflow import Refusal, Step, WaitsFor, Workflow, refusal_of

WORKING_ROLES = tuple(role.value for role in MEMBER_ROLES if Permission.TICKET_UPDATE in ROLE_PERMISSIONS[role])
"""The roles that may change tickets, to which a move can be limited."""


def step_of(status: Status) -> Step:
    """Return a status as a value."""
    return Step(
        key=status.key,
        stage=Stage(status.stage),
        labels=status.labels,
        customer_labels=status.customer_labels,
        colour=status.colour,
        waits_for=WaitsFor(status.waits_for),
        is_default=status.is_default,
        needs_note=status.needs_note,
        wip_limit=status.wip_limit,
        is_retired=status.retired_at is not None,
    )


def read_workflow() -> Workflow:
    """Return the whole workflow of the organization in context, in two statements."""
    statuses = list(Status.objects.all())
    keys = {status.pk: status.key for status in statuses}
    limits = {(keys[one.old_id], keys[one.new_id]): frozenset(one.roles) for one in Transition.objects.all()}
    return Workflow(tuple(step_of(status) for status in statuses), limits)


def status_for(ticket: Ticket, key: str) -> Status | None:
    """Return a status to which a ticket may move, also a retired one; the ticket's own is read with it."""
    return _apart(ticket, _by_key_or_id(key, ticket.status_id), lambda one: one.key == key)


@compiled
def _by_key_or_id(key: str, status: uuid.UUID) -> QuerySet[Status]:
    return Status.objects.filter(Q(key=key) | Q(pk=status))


def default_for(ticket: Ticket, stage: Stage) -> Status:
    """Return the status that a ticket takes when it enters a stage by itself; its own is read with it."""
    found = _apart(
        ticket, _default_or_id(stage.value, ticket.status_id), lambda one: one.is_default and one.stage == stage
    )
    if found is None:
        raise Status.DoesNotExist(f"No status is the default of the stage {stage}")
    return found


@compiled
def _default_or_id(stage: str, status: uuid.UUID) -> QuerySet[Status]:
    return Status.objects.filter(Q(stage=stage, is_default=True) | Q(pk=status))


def _apart(ticket: Ticket, found: Collection[Status], is_wanted: Callable[[Status], bool]) -> Status | None:
    """Return the one that is wanted, and keep the ticket's own with the ticket."""
    for one in found:
        if one.pk == ticket.status_id:
            ticket.status = one
    return next(filter(is_wanted, found), None)


def status_of(ticket: Ticket) -> Status:
    """Return the status of a ticket, which is read once."""
    if not Ticket.status.is_cached(ticket):
        ticket.status = _status_by_id(ticket.status_id)[0]
    status: Status = ticket.status
    return status


@compiled
def _status_by_id(status: uuid.UUID) -> QuerySet[Status]:
    return Status.objects.filter(pk=status)


def roles_of(actor: Actor) -> frozenset[str]:
    """Return the roles of the member behind an actor; a customer has none that a workflow knows."""
    if actor.member_id is None:
        return frozenset()
    found = Member.objects.filter(pk=actor.member_id).only("roles", "role_rules").first()
    return frozenset(standing_of(found)) if found else frozenset()


def refusal_for(actor: Actor, old: uuid.UUID, new: Status) -> Refusal | None:
    """Say why the actor may not move a ticket from a status to another. Moondesk itself and rules may move any."""
    if new.retired_at is not None:
        return Refusal.RETIRED
    if actor.kind in (ActorKind.SYSTEM, ActorKind.RULE):
        return None
    limit = next(iter(_limits(old, new.pk)), None)
    return None if limit is None else refusal_of(limit.roles, roles_of(actor))


@compiled
def _limits(old: uuid.UUID, new: uuid.UUID) -> QuerySet[Transition]:
    return Transition.objects.filter(old=old, new=new)


def tickets_by_status() -> Mapping[uuid.UUID, int]:
    """Return how many tickets each status has, deleted ones too: they come back with it when they are restored."""
    counted = Ticket.objects.order_by().values_list("status_id").annotate(tickets=Count("pk"))
    return dict(counted)


def latest_moves() -> dict[uuid.UUID, StatusMove]:
    """Return for each retired status the last move of its tickets."""
    moves = StatusMove.objects.filter(old__retired_at__isnull=False).select_related("old", "new")
    return {move.old_id: move for move in moves.order_by("started_at")}
