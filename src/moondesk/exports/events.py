"""What happens to exports: who took what along, and when a file was fetched."""

from dataclasses import dataclass

from moondesk.events.registry import DomainEvent, event


@event
@dataclass(frozen=True, kw_only=True)
class ExportStarted(DomainEvent):
    """Somebody asked for tickets, or the audit log (``content``), as a file."""

    name = "export.started"

    format: str
    question: dict[str, str]
    chosen: int | None = None
    """How many tickets were named, if they were."""
    content: str = "tickets"


@event
@dataclass(frozen=True, kw_only=True)
class ExportFinished(DomainEvent):
    """An export is there to be fetched, was cancelled, or failed (``state``)."""

    name = "export.finished"

    format: str
    state: str
    tickets: int | None
    entries: int | None = None
    """How many of what it has are in it."""


@event
@dataclass(frozen=True, kw_only=True)
class ExportFetched(DomainEvent):
    """Somebody fetched the file of their export of tickets; of the audit log, ``audit.exported`` says it."""

    name = "export.fetched"

    format: str
    tickets: int
