"""Beginning changes of many tickets and making them, for tests."""

from collections.abc import Sequence
from typing import Any

from moondesk.bulk.actions import NewBulk, start_bulk, undo_bulk
from moondesk.bulk.actions.working import Step, work_batch
from moondesk.bulk.models import BulkChange, BulkResult
from moondesk.bulk.queries import get_change
from moondesk.bulk.rules import Operation
from moondesk.tickets.list_query import ListQuery
from moondesk.tickets.models import Ticket
from tests import factories
from tests.harness.people import Cast, Person


def tickets_in(cast: Cast, count: int) -> list[Ticket]:
    return [factories.make_ticket(department=cast.flights) for _ in range(count)]


def begin(who: Person, operation: Operation, tickets: Sequence[Ticket] | ListQuery, **given: Any) -> BulkChange:
    if isinstance(tickets, ListQuery):
        return start_bulk(NewBulk(operation, given, question=tickets), by=who.actor)
    return start_bulk(NewBulk(operation, given, [one.pk for one in tickets]), by=who.actor)


def finish(change: BulkChange) -> BulkChange:
    while work_batch(change.pk) is Step.MORE:
        pass
    change.refresh_from_db()
    return change


def undo(change: BulkChange, who: Person) -> BulkChange:
    undo_bulk(get_change(who.actor, change.pk, lock=True), by=who.actor)
    return finish(change)


def outcomes(change: BulkChange) -> dict[str, tuple[str, str]]:
    return {row.number: (row.outcome, row.code) for row in BulkResult.objects.filter(change=change)}


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)
