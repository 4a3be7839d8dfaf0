"""Handing an organization on: who can become its owner, and when an offer ends by itself. Pure."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

OFFER_LASTS = datetime.timedelta(days=7)
LEAVES = ""
"""In place of the role that who hands on keeps: none, they leave."""


class Ending(StrEnum):
    """How an offer ended."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    GIVER = "giver"
    """Who offered it is no owner any more."""
    TAKER = "taker"
    """Whom it was offered to cannot become owner any more, or became one otherwise."""
    CLOSED = "closed"
    """The organization was closed, or is being deleted."""
    ROLE = "role"
    """The role that who offered it would keep was deleted."""


class OwnerChange(StrEnum):
    """What became of who owns the organization otherwise than by an offer."""

    MADE = "made"
    INVITED = "invited"
    UNMADE = "unmade"


class Obstacle(StrEnum):
    """Why somebody cannot become the owner."""

    ITSELF = "itself"
    GONE = "gone"
    OWNER = "owner"
    NO_DESK = "no_desk"
    UNPROVEN = "unproven"
    NO_FACTOR = "no_factor"


@dataclass(frozen=True)
class Side:
    """How one of the two stands: who hands on, or who takes over."""

    is_active: bool
    is_owner: bool
    is_at_desk: bool = True
    is_proven: bool = True
    """Whether they confirmed the address that they sign in with."""
    lacks_factor: bool = False
    """Whether the organization would ask them for a second factor that they have not."""


def obstacle_of(taker: Side) -> Obstacle | None:
    """Return why somebody cannot become the owner now, if there is a reason."""
    for stands, obstacle in (
        (not taker.is_active, Obstacle.GONE),
        (taker.is_owner, Obstacle.OWNER),
        (not taker.is_at_desk, Obstacle.NO_DESK),
        (not taker.is_proven, Obstacle.UNPROVEN),
        (taker.lacks_factor, Obstacle.NO_FACTOR),
    ):
        if stands:
            return obstacle
    return None


MENDABLE = frozenset({Obstacle.UNPROVEN, Obstacle.NO_FACTOR})
"""What who takes over can mend while the offer stands."""


def ending_of(giver: Side, taker: Side, *, left: datetime.timedelta, is_closed: bool) -> Ending | None:
    """Return how an offer that nobody answered ends by itself; None while it stands."""
    if is_closed:
        return Ending.CLOSED
    if not (giver.is_active and giver.is_owner):
        return Ending.GIVER
    obstacle = obstacle_of(taker)
    if obstacle is not None and obstacle not in MENDABLE:
        return Ending.TAKER
    return Ending.EXPIRED if left <= datetime.timedelta() else None
