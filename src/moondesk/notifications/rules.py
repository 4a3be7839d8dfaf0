"""What there is to be told, as pure functions."""

from enum import StrEnum


class Kind(StrEnum):
    """Why a ticket concerns a member."""

    ASSIGNED = "assigned"
    MENTION = "mention"
    REPLY = "reply"
    WATCHED = "watched"
    REMINDER = "reminder"
    WOKEN = "woken"


MUTABLE = frozenset((Kind.REPLY, Kind.WATCHED))
"""What a muted ticket says no more: what goes on in it. What is said to oneself, or asked for, stays."""

LOUD = frozenset((Kind.ASSIGNED, Kind.MENTION, Kind.REPLY, Kind.REMINDER, Kind.WOKEN))
"""What is also said at once on an open page. What one only watches waits in the list."""

UNREAD_SHOWN = 99
"""More unread than that are not counted."""
