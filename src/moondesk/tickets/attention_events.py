"""What can happen to those of the organization who follow a ticket."""

import uuid
from dataclasses import dataclass

from moondesk.events.registry import DomainEvent, event


@dataclass(frozen=True, kw_only=True)
class WatcherEvent(DomainEvent):
    """Base: who watches a ticket changed by the member ``member``, called ``label`` at the time."""

    name = "ticket.watcher_event"

    member: uuid.UUID
    label: str


@event
@dataclass(frozen=True, kw_only=True)
class WatcherAdded(WatcherEvent):
    """A member watches the ticket from now on."""

    name = "ticket.watcher_added"


@event
@dataclass(frozen=True, kw_only=True)
class WatcherRemoved(WatcherEvent):
    """A member watches the ticket no more."""

    name = "ticket.watcher_removed"


ATTENTION_EVENTS: tuple[type[DomainEvent], ...] = (WatcherAdded, WatcherRemoved)
