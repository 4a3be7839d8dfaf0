"""What happens to changes of many tickets. What they do to each ticket is told by the ticket's own events."""

from dataclasses import dataclass

from moondesk.events.registry import DomainEvent, event


@event
@dataclass(frozen=True, kw_only=True)
class BulkStarted(DomainEvent):
    """Somebody began to change many tickets at once."""

    name = "bulk.started"

    operation: str
    tickets: int


@event
@dataclass(frozen=True, kw_only=True)
class BulkFinished(DomainEvent):
    """A change of many tickets is through, was cancelled, or was taken back (``state``)."""

    name = "bulk.finished"

    operation: str
    state: str
    changed: int
    unchanged: int
    skipped: int
    failed: int
    undone: int


@event
@dataclass(frozen=True, kw_only=True)
class BulkUndoBegun(DomainEvent):
    """Somebody began to take a change of many tickets back."""

    name = "bulk.undo_begun"

    operation: str
    tickets: int
