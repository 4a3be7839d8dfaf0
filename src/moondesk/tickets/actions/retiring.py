"""Retiring a status: its tickets are moved to another in batches, quietly, and it can come back."""

import uuid
from dataclasses import replace

from django.utils.translation import gettext as _

from moondesk.events.doer import Cause
from moondesk.kit.clock import now
from moondesk.kit.ids import new_id
from moondesk.organizations.actor import Actor, system_actor
from moondesk.tickets.actions.changes import set_status
from moondesk.tickets.actions.editing import begin_edit, put_workflow
from moondesk.tickets.errors import InvalidWorkflow, StatusInUse, StatusNotFound
from moondesk.tickets.models import Status, StatusMove, Ticket
from moondesk.tickets.statuses import latest_moves
from moondesk.tickets.workflow import Workflow

BATCH = 200


def retire_status(key: str, *, to: str, by: Actor, seen: str = "") -> StatusMove:
    """Let no ticket take a status any more, and have those that have it moved ``to`` another, by a job.

    The status stays in history and reports. Raises ``StatusInUse`` for a default, and while tickets are moving there.
    """
    old = begin_edit(by, seen)
    step, target = old.step(key), old.step(to)
    if step is None or step.is_retired:
        raise StatusNotFound(_("There is no such status."))
    if step.is_default:
        raise StatusInUse(_("Tickets take this status by themselves. Make another one the default of its stage first."))
    if target is None or target.is_retired or to == key:
        text = _("Say which status its tickets get.")
        raise InvalidWorkflow(text, fields={"to": text})
    leaving, going = Status.objects.get(key=key), Status.objects.get(key=to)
    if StatusMove.objects.filter(finished_at=None, new=leaving).exists():
        raise StatusInUse(_("Tickets are just moving to this status. Wait until all are there."))
    move = StatusMove(id=new_id(), old=leaving, new=going, total=Ticket.objects.filter(status=leaving).count())
    steps = tuple(replace(one, is_retired=True) if one.key == key else one for one in old.steps)
    told = put_workflow(old, Workflow(steps, old.limits), by=by, move=move.pk)
    move.event_id = told.pk if told else new_id()
    move.save()
    return move


def restore_status(key: str, *, by: Actor, seen: str = "") -> None:
    """Let tickets take a retired status again. Those that moved away stay where they are; a move that runs stops."""
    old = begin_edit(by, seen)
    step = old.step(key)
    if step is None or not step.is_retired:
        raise StatusNotFound(_("There is no such status."))
    steps = tuple(replace(one, is_retired=False) if one.key == key else one for one in old.steps)
    put_workflow(old, Workflow(steps, old.limits), by=by)
    StatusMove.objects.filter(old__key=key, finished_at=None).update(finished_at=now())


def move_batch(move_id: uuid.UUID) -> bool:
    """Move some tickets off a retired status, quietly; returns whether there may be more. May run again."""
    move = StatusMove.objects.select_for_update(of=("self",)).select_related("old", "new").filter(pk=move_id).first()
    if move is None or move.old.retired_at is None:
        return False
    target = _last_target(move)
    tickets = Ticket.objects.filter(status=move.old).select_related("status").select_for_update(of=("self",))
    batch = list(tickets.order_by("-id")[:BATCH])
    by = system_actor(move.organization_id, cause=Cause(move.event_id, 0))
    for ticket in batch:
        set_status(ticket, target, by=by, quiet=True)
    move.moved += len(batch)
    move.total = max(move.total, move.moved)
    if len(batch) < BATCH:
        move.finished_at = move.finished_at or now()
    move.save(update_fields=["moved", "total", "finished_at"])
    return len(batch) == BATCH


def _last_target(move: StatusMove) -> Status:
    """Return where tickets go: where the move says, or where that status' own tickets went when it was retired too."""
    moves, target = latest_moves(), move.new
    for _step in range(len(moves) + 1):
        if target.retired_at is None or target.pk not in moves:
            break
        target = moves[target.pk].new
    if target.retired_at is not None:
        target = Status.objects.get(stage=move.old.stage, is_default=True)
    return Status.objects.get(pk=target.pk)


def moves_to_go_on() -> list[uuid.UUID]:
    """Return the moves that are not finished, and those after which somebody still put a ticket into the old status."""
    return [
        move.pk
        for move in latest_moves().values()
        if move.finished_at is None or Ticket.objects.filter(status_id=move.old_id).exists()
    ]
