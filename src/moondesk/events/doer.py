"""What the log needs to know of whoever did something."""

import uuid
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Cause:
    """The event that made something happen, and how deep the chain is already."""

    event_id: uuid.UUID
    depth: int


class Doer(Protocol):
    """Whoever does something: ``organizations.actor.Actor`` is the one there is."""

    @property
    def kind(self) -> str:
        """Say what kind of actor this is."""
        ...

    @property
    def id(self) -> uuid.UUID | None:
        """Say which one."""
        ...

    @property
    def label(self) -> str:
        """Give the name under which the log remembers the actor."""
        ...

    @property
    def door(self) -> str:
        """Say through which door the change came in."""
        ...

    @property
    def cause(self) -> Cause | None:
        """Say what made the actor act, if an event did."""
        ...
