"""Who can take an organization over, and when an offer ends by itself."""

import datetime
from dataclasses import replace

import pytest

from moondesk.organizations.transfer_rules import Ending, Obstacle, Side, ending_of, obstacle_of

DAY = datetime.timedelta(days=1)
GIVER = Side(is_active=True, is_owner=True)
TAKER = Side(is_active=True, is_owner=False)


@pytest.mark.parametrize(
    ("changed", "obstacle"),
    [
        ({}, None),
        ({"is_active": False}, Obstacle.GONE),
        ({"is_owner": True}, Obstacle.OWNER),
        ({"is_at_desk": False}, Obstacle.NO_DESK),
        ({"is_proven": False}, Obstacle.UNPROVEN),
        ({"lacks_factor": True}, Obstacle.NO_FACTOR),
        ({"is_active": False, "lacks_factor": True}, Obstacle.GONE),
    ],
)
def test_what_keeps_somebody_from_becoming_owner(changed: dict[str, bool], obstacle: Obstacle | None) -> None:
    assert obstacle_of(replace(TAKER, **changed)) is obstacle


@pytest.mark.parametrize(
    ("giver", "taker", "left", "closed", "ending"),
    [
        ({}, {}, DAY, False, None),
        ({}, {}, 0 * DAY, False, Ending.EXPIRED),
        ({}, {}, -DAY, False, Ending.EXPIRED),
        ({"is_active": False}, {}, DAY, False, Ending.GIVER),
        ({"is_owner": False}, {}, DAY, False, Ending.GIVER),
        ({}, {"is_active": False}, DAY, False, Ending.TAKER),
        ({}, {"is_owner": True}, DAY, False, Ending.TAKER),
        ({}, {"is_at_desk": False}, DAY, False, Ending.TAKER),
        # What they can mend in the meantime ends nothing.
        ({}, {"is_proven": False}, DAY, False, None),
        ({}, {"lacks_factor": True}, DAY, False, None),
        ({"is_active": False}, {"is_active": False}, -DAY, True, Ending.CLOSED),
    ],
)
def test_how_an_offer_ends_by_itself(
    giver: dict[str, bool], taker: dict[str, bool], left: datetime.timedelta, closed: bool, ending: Ending | None
) -> None:
    sides = replace(GIVER, **giver), replace(TAKER, **taker)
    assert ending_of(*sides, left=left, is_closed=closed) is ending
