"""Writing the log."""

from django.db import connection, models, transaction

from moondesk.events.doer import Doer
from moondesk.events.models import Event
from moondesk.events.registry import DomainEvent, at_once
from moondesk.events.rules import is_audited
from moondesk.events.wakeup import wake_dispatcher
from moondesk.kit import context, rows

MAX_DEPTH = 5
"""How long a chain of events causing each other may get before it is stopped."""


class ChainTooLong(RuntimeError):
    """Events caused each other too many times in a row."""


def emit(event: DomainEvent, *, by: Doer) -> Event:
    """Write that something happened, in the transaction in which it did.

    Reactions in the transaction run here; all others run from the dispatcher after the commit, at least once.
    """
    row = draft(event, by=by)
    publish(row)
    return row


def draft(event: DomainEvent, *, by: Doer) -> Event:
    """Return the row that says that something happened, for ``publish`` to write beside what it tells of."""
    depth = by.cause.depth + 1 if by.cause else 0
    if depth > MAX_DEPTH:
        raise ChainTooLong(f"{event.name} would be number {depth} in a chain of events")
    asked = context.origin.get() if is_audited(event.name) else None
    origin = asked() if asked else None
    return Event(
        name=event.name,
        subject_id=event.subject_id,
        actor_kind=by.kind,
        actor_id=by.id,
        actor_label=by.label,
        door=by.door,
        data=event.data(),
        caused_by=by.cause.event_id if by.cause else None,
        depth=depth,
        operation=context.operation.get(),
        reverts=context.reverting.get(),
        address=(origin.address or None) if origin else None,
        client=origin.client if origin else "",
    )


def publish(*changes: models.Model | rows.Changed) -> None:
    """Write new rows, what changed of others and the events that tell of them in one round trip.

    Then do what ``emit`` does for each event.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("publish() needs the transaction of the change it tells of")
    rows.write(*changes)
    for row in changes:
        if isinstance(row, Event):
            for reaction in at_once.get(row.name, ()):
                reaction(row)
    transaction.on_commit(wake_dispatcher)
