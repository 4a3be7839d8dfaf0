"""Doing a change of many tickets, one short transaction for a few of them at a time.

A batch locks its tickets in the order of their ids and passes over those that somebody else holds, so it waits for
nobody and nobody for long; each ticket has a savepoint, so what may not be changed stays as it was and says why.
"""

import datetime
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from typing import Any

import structlog
from django.core.exceptions import EmptyResultSet
from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from moondesk.bulk.actions.starting import close
from moondesk.bulk.models import BulkChange, BulkResult
from moondesk.bulk.operations import KINDS
from moondesk.bulk.queries import active_of, asked_by
from moondesk.bulk.rules import ACTIVE, BATCH, MOST, BulkState, Operation, Outcome
from moondesk.events.undo import take_back_part
from moondesk.kit import context
from moondesk.kit.clock import now
from moondesk.kit.errors import DomainError, NotAllowed
from moondesk.organizations.actor import Actor, system_actor
from moondesk.organizations.askers import asker_of
from moondesk.tickets.lists import matching
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import refuse_merged, seen_or_deleted, visible_to

log = structlog.get_logger(__name__)

_STUCK = datetime.timedelta(minutes=2)
_SHOWN = ("status", "category", "department", "requester__company", "assignee")

_GATHER = """
INSERT INTO bulk_bulkresult (id, organization_id, change_id, ticket_id, number, outcome, code, reason)
SELECT gen_random_uuid(), %s, %s, found.id, found.number, 'pending', '', '' FROM ({found}) found
ON CONFLICT (organization_id, change_id, ticket_id) DO NOTHING"""

_OUTCOMES = """
UPDATE bulk_bulkresult AS row SET outcome = new.outcome, code = new.code, reason = new.reason
FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[]) AS new(id, outcome, code, reason)
WHERE row.id = new.id AND row.organization_id = %s"""


class Step(Enum):
    """What is to be done after a batch."""

    MORE = "more"
    BUSY = "busy"
    OVER = "over"


def work_batch(change_id: uuid.UUID, *, skip_busy: bool = False) -> Step:
    """Do the next few tickets of a change; ``skip_busy`` gives those up that somebody else holds."""
    change = BulkChange.objects.select_for_update(of=("self",)).filter(pk=change_id).first()
    if change is None or not change.is_active:
        return Step.OVER
    first = active_of(change.member_id).values_list("pk", flat=True).first()
    if first != change.pk:
        return Step.OVER  # its turn comes when that one is through
    change.worked_at = now()
    with _in_one_operation(change), translation.override(change.language):
        by = asker_of(change.asker)
        if by is None:
            return _fail(change, _("Who began this may not do it any more."))
        if change.state == BulkState.UNDOING:
            return _undo_some(change, by, skip_busy=skip_busy)
        if not change.gathered:
            return _gather(change, by)
        return _change_some(change, by, skip_busy=skip_busy)


@contextmanager
def _in_one_operation(change: BulkChange) -> Iterator[None]:
    """Let all that a change does share its id, over all its batches; what takes it back is something else."""
    if change.state == BulkState.UNDOING:
        yield
        return
    token = context.operation.set(change.pk)
    try:
        yield
    finally:
        context.operation.reset(token)


def _fail(change: BulkChange, problem: str) -> Step:
    change.problem = problem[:300]
    close(change, BulkState.FAILED, by=system_actor(change.organization_id))
    return Step.OVER


def _gather(change: BulkChange, by: Actor) -> Step:
    """Write down which tickets the question has now: what changes later neither adds nor spares any."""
    try:
        found = matching(by, asked_by(change.question or {})).order_by().values_list("id", "number")[: MOST + 1]
        sql, params = found.query.sql_with_params()
    except EmptyResultSet:
        sql, params = "", ()
    except DomainError as error:
        return _fail(change, error.message)
    if sql:
        with connection.cursor() as cursor:
            cursor.execute(_GATHER.format(found=sql), [change.organization_id, change.pk, *params])
            change.total = cursor.rowcount
    if change.total > MOST:
        return _fail(change, _("Change at most %(most)d tickets at once. Narrow the filters.") % {"most": MOST})
    change.gathered, change.state = True, BulkState.RUNNING.value
    change.save()
    return Step.MORE


def _change_some(change: BulkChange, by: Actor, *, skip_busy: bool) -> Step:
    kind = KINDS[Operation(change.operation)]
    rows = _next(change, Outcome.PENDING)
    if not rows:
        close(change, BulkState.DONE, by=by)
        return Step.OVER
    try:
        act = kind.prepare(change.given, by)
    except DomainError as error:
        return _fail(change, error.message)

    def do(row: BulkResult, ticket: Ticket) -> None:
        version = ticket.version
        if not kind.alone:
            refuse_merged(by, ticket)
        act(ticket)
        row.outcome = (Outcome.CHANGED if kind.alone or ticket.version != version else Outcome.UNCHANGED).value

    tickets = _held(visible_to(by), rows, lock=not kind.alone)
    change.state = BulkState.RUNNING.value
    return _each(change, rows, tickets, do, give_up=_give_up(visible_to(by), rows, tickets, skip_busy=skip_busy))


def _undo_some(change: BulkChange, by: Actor, *, skip_busy: bool) -> Step:
    rows = _next(change, Outcome.CHANGED)
    if not rows:
        close(change, BulkState.UNDONE, by=by)
        return Step.OVER

    def do(row: BulkResult, ticket: Ticket) -> None:
        take_back_part(ticket.pk, change.pk, by=by)
        row.outcome, row.reason, row.code = Outcome.UNDONE.value, "", ""

    seen = seen_or_deleted(by)
    tickets = _held(seen, rows, lock=change.operation != Operation.MERGE)
    return _each(change, rows, tickets, do, give_up=_give_up(seen, rows, tickets, skip_busy=skip_busy))


def _next(change: BulkChange, outcome: Outcome) -> list[BulkResult]:
    return list(BulkResult.objects.filter(change=change, outcome=outcome.value).order_by("ticket_id")[:BATCH])


def _held(seen: QuerySet[Ticket], rows: Sequence[BulkResult], *, lock: bool) -> dict[uuid.UUID, Ticket]:
    """Return those of the tickets that nobody else holds, locked unless what is done to them locks them itself."""
    tickets = seen.filter(pk__in=[row.ticket_id for row in rows]).select_related(*_SHOWN).order_by("id")
    if lock:
        tickets = tickets.select_for_update(of=("self",), skip_locked=True)
    return {ticket.pk: ticket for ticket in tickets}


def _give_up(
    seen: QuerySet[Ticket], rows: Sequence[BulkResult], tickets: dict[uuid.UUID, Ticket], *, skip_busy: bool
) -> dict[uuid.UUID, tuple[str, str]]:
    """Return which tickets there is no hope for, and why: the rest of what is not here is held by somebody else."""
    missing = [row.ticket_id for row in rows if row.ticket_id not in tickets]
    busy = set(seen.filter(pk__in=missing).values_list("pk", flat=True)) if missing else set()
    gone = {pk: ("ticket_not_found", _("There is no such ticket.")) for pk in missing if pk not in busy}
    held = {pk: ("ticket_busy", _("Somebody else was changing it all the time.")) for pk in busy if skip_busy}
    return gone | held


def _each(
    change: BulkChange,
    rows: Sequence[BulkResult],
    tickets: dict[uuid.UUID, Ticket],
    do: Callable[[BulkResult, Ticket], None],
    *,
    give_up: dict[uuid.UUID, tuple[str, str]],
) -> Step:
    """Do something to each ticket, write down what became of each, and count."""
    is_undo = change.state == BulkState.UNDOING
    looked_at = [row for row in rows if row.ticket_id in tickets or row.ticket_id in give_up]
    for row in looked_at:
        if row.ticket_id in give_up:
            row.code, row.reason = give_up[row.ticket_id]
            row.outcome = (Outcome.KEPT if is_undo else Outcome.SKIPPED).value
        else:
            _try(row, tickets[row.ticket_id], do, refused=Outcome.KEPT if is_undo else Outcome.SKIPPED)
        setattr(change, row.outcome, getattr(change, row.outcome) + 1)
    if is_undo:
        change.changed -= len(looked_at)
    _write(change, looked_at)
    change.save()
    return Step.MORE if looked_at else Step.BUSY


def _write(change: BulkChange, rows: Sequence[BulkResult]) -> None:
    """Write down what became of tickets, in one plain statement: built by Django, it took a quarter of a change."""
    columns: list[list[Any]] = [[getattr(row, name) for row in rows] for name in ("pk", "outcome", "code", "reason")]
    with connection.cursor() as cursor:
        cursor.execute(_OUTCOMES, [*columns, change.organization_id])


def _try(row: BulkResult, ticket: Ticket, do: Callable[[BulkResult, Ticket], None], *, refused: Outcome) -> None:
    try:
        with transaction.atomic():
            do(row, ticket)
    except DomainError as error:
        row.outcome, row.code, row.reason = refused.value, error.code, _plain(error)[:300]
    except OperationalError:
        raise  # the batch as a whole is tried again
    except Exception:
        log.exception("one ticket of many could not be changed", change=str(row.change_id), ticket=row.number)
        row.outcome = (Outcome.KEPT if refused is Outcome.KEPT else Outcome.FAILED).value
        row.code, row.reason = "failed", _("Something went wrong. The ticket is as it was.")


def _plain(error: DomainError) -> str:
    """Return the reason in plain words: rights are told by their names to programs only."""
    if isinstance(error, NotAllowed) and "permission" in error.extra:
        return _("You may not do this to this ticket.")
    return error.message


def next_of(change_id: uuid.UUID) -> uuid.UUID | None:
    """Return the change of the same member that waited for this one, if this is over."""
    change = BulkChange.objects.filter(pk=change_id).first()
    if change is None or change.is_active:
        return None
    following: uuid.UUID | None = active_of(change.member_id).values_list("pk", flat=True).first()
    return following


def stuck_changes() -> list[uuid.UUID]:
    """Return changes that nobody has worked on for a while."""
    return list(
        BulkChange.objects.filter(state__in=ACTIVE, worked_at__lte=now() - _STUCK)
        .order_by("id")
        .values_list("pk", flat=True)
    )
