"""What happens while an organization is handed on. The subject of each is the offer."""

import uuid
from dataclasses import dataclass

from moondesk.events.registry import DomainEvent, event


@event
@dataclass(frozen=True, kw_only=True)
class OwnershipOffered(DomainEvent):
    """An owner offered a member to become owner in their place, and says which role they keep (none: they leave)."""

    name = "organization.transfer_offered"

    before: dict[str, str]
    after: dict[str, str]
    keeps: str
    expires_at: str


@event
@dataclass(frozen=True, kw_only=True)
class OwnershipOfferEnded(DomainEvent):
    """The offer was declined or withdrawn, or ended by itself: nobody became owner."""

    name = "organization.transfer_ended"

    giver: uuid.UUID
    taker: uuid.UUID
    ending: str


@event
@dataclass(frozen=True, kw_only=True)
class OwnershipTransferred(DomainEvent):
    """The member accepted: they are owner now, and who offered it is not any more."""

    name = "organization.transferred"

    before: dict[str, str]
    after: dict[str, str]
    keeps: str


@event
@dataclass(frozen=True, kw_only=True)
class OwnersChanged(DomainEvent):
    """Somebody was made owner, invited to be one, or is none any more, otherwise than by an offer.

    The subject is the member, or the invitation; ``label`` is their name or address.
    """

    name = "organization.owners_changed"

    label: str
    change: str
