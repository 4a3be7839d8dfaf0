"""What happens to exports: who took what along, and when a file was fetched."""

from dataclasses import dataclass

from moondesk.events.registry import DomainEvent, event


@event
@dataclass(frozen=True, kw_only=True)
class ExportStarted(DomainEvent):
    """Somebody asked for tickets as a file."""

    name = "export.started"

    format: str
    question: dict[str, str]
    chosen: int | None = None
    """How many tickets were named, if they were."""


@event
@dataclass(frozen=True, kw_only=True)
class ExportFinished(DomainEvent):
    """An export is there to be fetched, was cancelled, or failed (``state``)."""

    name = "export.finished"

    format: str
    state: str
    tickets: int


@event
@dataclass(frozen=True, kw_only=True)
class ExportFetched(DomainEvent):
    """Somebody fetched the file of their export."""

    name = "export.fetched"

    format: str
    tickets: int
