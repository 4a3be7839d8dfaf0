"""What the log of a ticket says in numbers (T22): read in one statement, when somebody asks."""

import datetime
from dataclasses import dataclass
from typing import Any

from moondesk.conversations.rules import AuthorKind, MessageKind
from moondesk.kit import prepared
from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import DONE_STAGES, Stage
from moondesk.tickets.workflow import WaitsFor
from moondesk.timekeeping.rules import Moved, Side, reopenings, side_of, time_by_side

_READ = """
SELECT 'now', NULL::timestamptz, '', '', coalesce(s.waits_for, ''), 0, s.id FROM tickets_status s WHERE s.id = %s
UNION ALL
SELECT CASE WHEN e.reverts IS NULL THEN 'moved' ELSE 'reverted' END, e.created_at,
  (e.data ->> 'old_stage') || ' ' || coalesce(a.waits_for, ''), e.data ->> 'new_stage',
  coalesce(b.waits_for, ''), 0, e.id
FROM events_event e
LEFT JOIN tickets_status a ON a.organization_id = e.organization_id AND a.key = e.data ->> 'old'
LEFT JOIN tickets_status b ON b.organization_id = e.organization_id AND b.key = e.data ->> 'new'
WHERE e.organization_id = %s AND e.subject_id = %s AND e.name = 'ticket.status_changed'
UNION ALL
SELECT 'written', NULL, m.kind, m.author_kind, '', count(*), NULL
FROM conversations_message m
WHERE m.organization_id = %s AND m.ticket_id = %s AND m.held_until IS NULL GROUP BY m.kind, m.author_kind
ORDER BY 7"""


@dataclass(frozen=True)
class Metrics:
    """One ticket in numbers. ``notes`` is None for those who may not know of notes."""

    age: datetime.timedelta
    first_response: datetime.timedelta | None
    waiting_on_us: datetime.timedelta
    waiting_on_customer: datetime.timedelta
    waiting_on_others: datetime.timedelta
    from_customer: int
    replies: int
    notes: int | None
    reopenings: int


def metrics_of(actor: Actor, ticket: Ticket) -> Metrics:
    """Return a ticket in numbers. The ticket must have come through ``tickets.queries``."""
    own = ticket.organization_id
    rows = prepared.rows(_READ, [ticket.status_id, own, ticket.pk, own, ticket.pk])
    moves = [_moved(row) for row in rows if row[0] in ("moved", "reverted")]
    waits_for = next((row[4] for row in rows if row[0] == "now"), "")
    until, last = now(), side_of(Stage(ticket.stage), WaitsFor(waits_for))
    spent = time_by_side(ticket.created_at, moves, last, until)
    first = ticket.first_response_at
    written = {(row[2], row[3]): row[5] for row in rows if row[0] == "written"}
    customer = written.get((MessageKind.REPLY, AuthorKind.CUSTOMER), 0)
    return Metrics(
        age=(ticket.done_at if ticket.stage in DONE_STAGES and ticket.done_at else until) - ticket.created_at,
        first_response=first - ticket.created_at if first else None,
        waiting_on_us=spent[Side.US],
        waiting_on_customer=spent[Side.CUSTOMER],
        waiting_on_others=spent[Side.OTHERS],
        from_customer=customer,
        replies=sum(count for (kind, _who), count in written.items() if kind == MessageKind.REPLY) - customer,
        notes=sum(count for (kind, _who), count in written.items() if kind == MessageKind.NOTE)
        if actor.may(Permission.NOTE_VIEW)
        else None,
        reopenings=reopenings(moves),
    )


def _moved(row: tuple[Any, ...]) -> Moved:
    kind, at, old, new_stage, new_waits_for, _count, _id = row
    old_stage, _space, old_waits_for = old.partition(" ")
    return Moved(
        at, Stage(old_stage), WaitsFor(old_waits_for), Stage(new_stage), WaitsFor(new_waits_for), kind == "reverted"
    )


def seconds_of(length: datetime.timedelta | None) -> int | None:
    """Return a length as programs count it."""
    return None if length is None else int(length.total_seconds())
