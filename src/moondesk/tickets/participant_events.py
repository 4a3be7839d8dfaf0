"""What can happen to those who get the replies of a ticket."""

import uuid
from dataclasses import dataclass

from moondesk.events.registry import DomainEvent, event


@dataclass(frozen=True, kw_only=True)
class ParticipantEvent(DomainEvent):
    """Base: who gets the replies of a ticket changed by the contact ``contact``, called ``label`` at the time.

    ``once``: they get single replies, not every one.
    """

    name = "ticket.participant_event"

    contact: uuid.UUID
    label: str
    once: bool = False


@event
@dataclass(frozen=True, kw_only=True)
class ParticipantAdded(ParticipantEvent):
    """A contact is kept in copy from now on, or gets one reply, and may read the public part of the ticket.

    ``known``: they took part before, and got single replies.
    """

    name = "ticket.participant_added"

    known: bool = False


@event
@dataclass(frozen=True, kw_only=True)
class ParticipantRemoved(ParticipantEvent):
    """A contact is not kept in copy any more, and their links to the ticket are gone."""

    name = "ticket.participant_removed"
