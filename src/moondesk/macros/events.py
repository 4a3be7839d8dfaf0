"""What can happen to macros; what they do to a ticket is told by the ticket's own events."""

from dataclasses import dataclass
from typing import Any

from moondesk.events.registry import DomainEvent, event


@dataclass(frozen=True, kw_only=True)
class MacroEvent(DomainEvent):
    """Base: something happened to the macro ``subject_id``."""

    name = "macro.base"

    label: str
    scope: str


@event
@dataclass(frozen=True, kw_only=True)
class MacroCreated(MacroEvent):
    """A macro was written."""

    name = "macro.created"


@event
@dataclass(frozen=True, kw_only=True)
class MacroChanged(MacroEvent):
    """A macro was changed in the named fields."""

    name = "macro.changed"

    fields: tuple[str, ...]


@event
@dataclass(frozen=True, kw_only=True)
class MacroRemoved(MacroEvent):
    """A macro was removed; what it did stays."""

    name = "macro.removed"


@event
@dataclass(frozen=True, kw_only=True)
class MacroApplied(DomainEvent):
    """A macro was applied to the ticket ``subject_id``."""

    name = "ticket.macro_applied"

    macro: str
    label: str


@event
@dataclass(frozen=True, kw_only=True)
class MacroTakenBack(DomainEvent):
    """A macro was undone on the ticket ``subject_id``, with all that it did there."""

    name = "ticket.macro_taken_back"

    macro: str
    label: str


@event
@dataclass(frozen=True, kw_only=True)
class TemplateChanged(DomainEvent):
    """The template for new tickets ``subject_id`` was written, changed, retired or brought back.

    ``before`` and ``after`` have what changed; a new one has nothing before.
    """

    name = "template.changed"

    label: str
    before: dict[str, Any]
    after: dict[str, Any]


@event
@dataclass(frozen=True, kw_only=True)
class TemplatesOrdered(DomainEvent):
    """The templates of an organization, ``subject_id``, were put into another order."""

    name = "template.ordered"

    before: list[str]
    after: list[str]
