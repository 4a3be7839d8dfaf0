"""What can happen to the tags and forms that tickets are described with. Names are public and for ever."""

import uuid
from dataclasses import dataclass
from typing import Any

from moondesk.events.registry import DomainEvent, event


@event
@dataclass(frozen=True, kw_only=True)
class TagChanged(DomainEvent):
    """A tag got another name or colour, or was ``merged`` into another; ``move`` carries it to the tickets."""

    name = "tag.changed"

    old: str
    new: str
    colour: str
    merged: bool = False
    move: uuid.UUID | None = None


@event
@dataclass(frozen=True, kw_only=True)
class FormChanged(DomainEvent):
    """The form of a category and type (empty: any) changed; None where there was or is none. About the organization."""

    name = "ticket_form.changed"

    category: str
    type: str
    before: list[Any] | None
    after: list[Any] | None
