"""What can happen to fields. Names are public and for ever."""

from dataclasses import dataclass
from typing import Any

from moondesk.events.registry import DomainEvent, event


@event
@dataclass(frozen=True, kw_only=True)
class FieldChanged(DomainEvent):
    """A field was added, changed, retired or brought back: what changed of it, as it was and as it is.

    ``before`` is empty for a new field. The subject is the field.
    """

    name = "field.changed"

    key: str
    before: dict[str, Any]
    after: dict[str, Any]


@event
@dataclass(frozen=True, kw_only=True)
class FieldsOrdered(DomainEvent):
    """The fields got another order: their keys as they stood and as they stand. The subject is the organization."""

    name = "field.ordered"

    before: list[str]
    after: list[str]
