"""What events there are and what is to be done about them."""

import dataclasses
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from moondesk.events.models import Event

type Reaction = Callable[[Event], None]
type Rule = Callable[[Event], bool]
type Holds = Callable[[Sequence[Event]], Iterable[str]]


@dataclass(frozen=True, kw_only=True)
class DomainEvent:
    """Base of all events: ids and primitives only. ``name`` is public and for ever."""

    name: ClassVar[str]

    subject_id: uuid.UUID

    def data(self) -> dict[str, Any]:
        """Return the event's own fields as they are stored."""
        return {
            field.name: _plain(getattr(self, field.name))
            for field in dataclasses.fields(self)
            if field.name != "subject_id"
        }


def _plain(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


type Inverse = Callable[[Event, Any], None]
"""Takes an event back in the name of an actor, or raises a ``Conflict`` that says why it cannot."""

inverses: dict[str, Inverse] = {}
passing: set[str] = set()
"""The events that can only be taken back soon after: the history does not offer it."""
event_types: dict[str, type[DomainEvent]] = {}
at_once: dict[str, list[Reaction]] = {}
after_commit: dict[str, dict[str, Reaction]] = {}
rules: dict[str, Rule] = {}
"""Which events a reaction after the commit is about, by its key: said by what an event holds, before it costs a job."""
holds: dict[str, Holds] = {}
"""Of whom else than the subjects of events a reaction changes something, by its key."""


def event[E: DomainEvent](cls: type[E]) -> type[E]:
    """Register an event class under its public name."""
    if event_types.setdefault(cls.name, cls) is not cls:
        raise ValueError(f"Two events are named {cls.name}")
    return cls


def reacts(
    events: Iterable[type[DomainEvent]],
    *,
    in_transaction: bool = False,
    when: Rule | None = None,
    of: Holds | None = None,
) -> Callable[[Reaction], Reaction]:
    """Register a reaction: in the transaction of the event, or as a job after its commit.

    A reaction after the commit may run more than once and must do its work once (by the event's id). It changes nothing
    but the database (docs/decisions/lasting.md), and runs for those events only of which ``when`` says so. What it
    changes of others than their subjects, for each event once more, ``of`` names beforehand for all events of a job:
    people whose mails are counted. Jobs that change something of the same one take turns, and never wait in a circle.
    """

    def register(reaction: Reaction) -> Reaction:
        key = f"{reaction.__module__}.{reaction.__qualname__}"
        if when is not None:
            rules[key] = when
        if of is not None:
            holds[key] = of
        for cls in events:
            if in_transaction:
                at_once.setdefault(cls.name, []).append(reaction)
            else:
                after_commit.setdefault(cls.name, {})[key] = reaction
        return reaction

    return register


def organizations_of(events: Sequence[Event]) -> list[str]:
    """Return what ``of`` names where a reaction changes something of many members: all of their organization."""
    return [str(event.organization_id) for event in events]


def undoes(*events: type[DomainEvent], soon: bool = False) -> Callable[[Inverse], Inverse]:
    """Register how events are taken back, or only ``soon`` after. What is not registered stays done."""

    def register(inverse: Inverse) -> Inverse:
        for cls in events:
            if inverses.setdefault(cls.name, inverse) is not inverse:
                raise ValueError(f"There are two ways to undo {cls.name}")
            if soon:
                passing.add(cls.name)
        return inverse

    return register


def wanted_by(event: Event) -> list[str]:
    """Return the keys of the reactions that an event asks for after its commit."""
    return [key for key in after_commit.get(event.name, ()) if key not in rules or rules[key](event)]


def find_reaction(event_name: str, key: str) -> Reaction | None:
    """Return the reaction registered under ``key``, or None when a newer version no longer has it."""
    return after_commit.get(event_name, {}).get(key)
