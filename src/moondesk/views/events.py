"""What can happen to saved views."""

from dataclasses import dataclass
from typing import Any

from moondesk.events.registry import DomainEvent, event


@event
@dataclass(frozen=True, kw_only=True)
class ViewChanged(DomainEvent):
    """The saved view ``subject_id`` was made, changed, deleted or brought back.

    ``before`` and ``after`` have what changed; a new one has nothing before.
    """

    name = "view.changed"

    label: str
    scope: str
    before: dict[str, Any]
    after: dict[str, Any]


@event
@dataclass(frozen=True, kw_only=True)
class ViewsOrdered(DomainEvent):
    """Shared views were put into another order for all who chose none; ``subject_id`` is the organization."""

    name = "views.ordered"

    before: tuple[str, ...]
    after: tuple[str, ...]
