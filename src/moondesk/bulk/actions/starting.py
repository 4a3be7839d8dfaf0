"""Asking for a change of many tickets, cancelling it, and asking for it to be taken back."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from moondesk.bulk.errors import BulkOver, InvalidBulk, TooManyBulk
from moondesk.bulk.events import BulkFinished, BulkStarted, BulkUndoBegun
from moondesk.bulk.models import BulkChange, BulkResult, new_result
from moondesk.bulk.operations import KINDS
from moondesk.bulk.queries import active_of, count_matching, question_of
from moondesk.bulk.rules import MOST, MOST_CHOSEN, MOST_WAITING, UNDO_FOR, UNDOABLE, BulkState, Operation, Outcome
from moondesk.events.actions import emit
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.kit.ids import new_id
from moondesk.organizations.actor import Actor, ActorKind
from moondesk.tickets.list_query import ListQuery
from moondesk.tickets.queries import find_number, visible_to


@dataclass(frozen=True)
class NewBulk:
    """What is to be done to which tickets: those chosen, by id or number, or all that a question has."""

    operation: Operation
    given: Mapping[str, Any] = field(default_factory=dict)
    tickets: Sequence[uuid.UUID | str] = ()
    question: ListQuery | None = None


def start_bulk(new: NewBulk, *, by: Actor) -> BulkChange:
    """Write down a change of many tickets, which a worker then makes. Raises when it cannot make sense for any.

    That is ``InvalidBulk`` or what the operation's action raises for its values, ``NotAllowed`` without the
    permission, and ``TooManyBulk`` while others of the member are under way.
    """
    kind = KINDS[new.operation]
    by.require(kind.permission)
    if by.member_id is None or not by.is_staff:
        raise NotAllowed(_("Only members change many tickets at once."))
    if active_of(by.member_id).count() >= MOST_WAITING:
        raise TooManyBulk(_("Other changes of yours are still under way. Wait for them, or cancel one."))
    change = BulkChange(
        member_id=by.member_id,
        token_id=by.id if by.kind is ActorKind.TOKEN else None,
        door=by.door.value,
        language=translation.get_language() or "en",
        operation=new.operation.value,
        given=kind.read(new.given, by),
        question=question_of(new.question) if new.question is not None else None,
        gathered=new.question is None,
    )
    rows = [] if new.question is not None else _chosen(change, new.tickets, by)
    change.total = _count(new.question, by) if new.question is not None else len(rows)
    change.skipped = sum(1 for row in rows if row.outcome == Outcome.SKIPPED)
    change.save()
    BulkResult.objects.bulk_create(rows, batch_size=1000)
    emit(BulkStarted(subject_id=change.pk, operation=change.operation, tickets=change.total), by=by)
    return change


def _count(question: ListQuery, by: Actor) -> int:
    total = count_matching(by, question)
    if not total:
        raise _refuse(_("No ticket fits these filters."))
    if total > MOST:
        raise _refuse(_("Change at most %(most)d tickets at once. Narrow the filters.") % {"most": MOST})
    return total


def _refuse(text: str) -> InvalidBulk:
    return InvalidBulk(text, fields={"tickets": text})


def _chosen(change: BulkChange, tickets: Sequence[uuid.UUID | str], by: Actor) -> list[BulkResult]:
    """Return a row for each chosen ticket; what the actor does not see is skipped from the beginning."""
    wanted = list(dict.fromkeys(one if isinstance(one, uuid.UUID) else find_number(one) for one in tickets))
    if not wanted:
        raise _refuse(_("Choose at least one ticket."))
    if len(wanted) > MOST_CHOSEN:
        raise _refuse(_("Choose at most %(most)d tickets one by one.") % {"most": MOST_CHOSEN})
    ids = [one for one in wanted if isinstance(one, uuid.UUID)]
    numbers = [one for one in wanted if isinstance(one, str)]
    seen = visible_to(by)
    found = dict(seen.filter(pk__in=ids).order_by().values_list("pk", "number")) if ids else {}
    if numbers:
        found |= dict(seen.filter(number__in=numbers).order_by().values_list("pk", "number"))
    known = {*found, *found.values()}
    missing = [one for one in wanted if one not in known]
    return [new_result(change, pk, number) for pk, number in found.items()] + [_unseen(change, one) for one in missing]


def _unseen(change: BulkChange, wanted: uuid.UUID | str) -> BulkResult:
    is_id = isinstance(wanted, uuid.UUID)
    row = new_result(change, wanted if is_id else new_id(), "" if is_id else str(wanted)[:12])  # type: ignore[arg-type]
    row.outcome, row.code = Outcome.SKIPPED.value, "ticket_not_found"
    row.reason = _("There is no such ticket.")
    return row


def cancel_bulk(change: BulkChange, *, by: Actor) -> None:
    """Stop a change, which came locked, after what is being done right now; what was done stays and can be undone."""
    if change.state not in (BulkState.WAITING, BulkState.RUNNING):
        raise BulkOver(_("This is over already."))
    close(change, BulkState.CANCELLED, by=by)


def close(change: BulkChange, state: BulkState, *, by: Actor) -> None:
    """Write down that there is nothing more to do."""
    change.state, change.finished_at = state.value, now()
    change.save()
    emit(
        BulkFinished(
            subject_id=change.pk,
            operation=change.operation,
            state=change.state,
            changed=change.changed,
            unchanged=change.unchanged,
            skipped=change.skipped,
            failed=change.failed,
            undone=change.undone,
        ),
        by=by,
    )


def undo_bulk(change: BulkChange, *, by: Actor) -> None:
    """Have a worker take back what a change, which came locked, did to each ticket, where nobody changed it since.

    It is done in the actor's name, with their rights: the token that began it may be revoked by now.
    """
    if change.state not in UNDOABLE or change.finished_at is None:
        raise BulkOver(_("This cannot be undone while it is under way, nor twice."))
    if not change.changed:
        raise BulkOver(_("There is nothing here to undo."))
    if now() - change.finished_at > UNDO_FOR:
        raise BulkOver(_("It is too late to undo this. You can take single changes back in the history."))
    change.state, change.finished_at = BulkState.UNDOING.value, None
    change.undo_member, change.undo_door = by.member_id, by.door.value
    change.undo_token = by.id if by.kind is ActorKind.TOKEN else None
    change.save()
    emit(BulkUndoBegun(subject_id=change.pk, operation=change.operation, tickets=change.changed), by=by)
