"""What can happen between tickets: merges, links, splits, incidents of a problem. Names are public and for ever."""

import uuid
from dataclasses import dataclass

from moondesk.events.registry import DomainEvent, event


@dataclass(frozen=True, kw_only=True)
class JoinedEvent(DomainEvent):
    """Base: something between the ticket and another, ``ticket``, which not everybody who reads this may see."""

    name = "ticket.joined"

    ticket: uuid.UUID


@event
@dataclass(frozen=True, kw_only=True)
class TicketMerged(JoinedEvent):
    """The ticket was merged into another and goes on there; nothing of it was moved."""

    name = "ticket.merged"


@event
@dataclass(frozen=True, kw_only=True)
class MergeTaken(JoinedEvent):
    """Another ticket was merged into this one."""

    name = "ticket.merge_taken"


@event
@dataclass(frozen=True, kw_only=True)
class TicketUnmerged(JoinedEvent):
    """The ticket is no longer merged into another and goes on by itself."""

    name = "ticket.unmerged"


@event
@dataclass(frozen=True, kw_only=True)
class MergeEnded(JoinedEvent):
    """Another ticket is no longer merged into this one."""

    name = "ticket.merge_ended"


@event
@dataclass(frozen=True, kw_only=True)
class TicketLinked(JoinedEvent):
    """The ticket was linked to another; ``relation`` says what it is to it."""

    name = "ticket.linked"

    relation: str


@event
@dataclass(frozen=True, kw_only=True)
class TicketUnlinked(JoinedEvent):
    """A link of the ticket to another was removed."""

    name = "ticket.unlinked"

    relation: str


@event
@dataclass(frozen=True, kw_only=True)
class TicketSplit(JoinedEvent):
    """Messages of the ticket were copied or ``moved`` into a new one. ``first`` says on which of the two it is told."""

    name = "ticket.split"

    messages: tuple[uuid.UUID, ...]
    moved: bool
    first: bool


@event
@dataclass(frozen=True, kw_only=True)
class SplitTakenBack(JoinedEvent):
    """A split was undone: the messages are where they were, and the new ticket is gone."""

    name = "ticket.split_taken_back"


@event
@dataclass(frozen=True, kw_only=True)
class TicketCloned(JoinedEvent):
    """The ticket was cloned: the new one begins with ``message``. ``first`` says on which of the two it is told."""

    name = "ticket.cloned"

    message: uuid.UUID
    first: bool


@event
@dataclass(frozen=True, kw_only=True)
class CloneTakenBack(JoinedEvent):
    """A clone was undone: the new ticket is gone."""

    name = "ticket.clone_taken_back"


@event
@dataclass(frozen=True, kw_only=True)
class IncidentsToAnswer(DomainEvent):
    """A member wants all ``incidents`` of a problem answered with one text, and resolved; a job does it."""

    name = "ticket.incidents_to_answer"

    body: str
    resolve: bool
    member: uuid.UUID
    incidents: tuple[uuid.UUID, ...]


@event
@dataclass(frozen=True, kw_only=True)
class IncidentsAnswered(DomainEvent):
    """The incidents of a problem were answered with one text: ``answered`` of them; ``failed`` has numbers and why."""

    name = "ticket.incidents_answered"

    answered: int
    failed: tuple[str, ...] = ()


JOINED_EVENTS: tuple[type[DomainEvent], ...] = (
    TicketMerged,
    MergeTaken,
    TicketUnmerged,
    MergeEnded,
    TicketLinked,
    TicketUnlinked,
    TicketSplit,
    SplitTakenBack,
    TicketCloned,
    CloneTakenBack,
    IncidentsToAnswer,
    IncidentsAnswered,
)
"""What happens between tickets."""
