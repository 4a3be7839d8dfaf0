"""Rules of a conversation, as pure functions."""

import unicodedata
from enum import StrEnum

BODY_LENGTH = 100_000
MOST_DRAFTS = 300
"""How many drafts a member keeps; of more, the oldest go."""
MOST_MENTIONED = 100
"""How many members a message may name, by themselves and through departments."""
MOST_EDITS = 100
"""How often a message can be edited: all that it said before is kept, and compared when somebody looks."""
MOST_VERSIONS = 1000
"""After how many versions a message that is deleted stays so: it can always be deleted, not for ever be restored."""
DRAFT_DAYS = 90
"""After how many days a draft that nobody touched is removed."""
DEEPEST = 20
"""How deep answers stand below each other; what answers one at this depth stands there, too."""


class MessageKind(StrEnum):
    """Who a message is for. A note never reaches a customer by any door."""

    REPLY = "reply"
    NOTE = "note"


class AuthorKind(StrEnum):
    """Who wrote a message (C12)."""

    CUSTOMER = "customer"
    AGENT = "agent"
    SYSTEM = "system"
    BOT = "bot"


class MessageChange(StrEnum):
    """What can be done to a message that was written (C7)."""

    EDITED = "edited"
    DELETED = "deleted"
    RESTORED = "restored"


class FirstMessage(StrEnum):
    """With what a ticket begins that somebody opens for a customer."""

    CUSTOMER = "customer"
    NOTE = "note"
    REPLY = "reply"


class CallDirection(StrEnum):
    """Who rang whom."""

    IN = "in"
    OUT = "out"


class Vote(StrEnum):
    """What somebody thinks of a message (C6)."""

    UP = "up"
    DOWN = "down"


def depth_below(depth: int) -> int:
    """Return how deep an answer to a message of that depth stands: below it, as far as there is room (C2)."""
    return min(depth + 1, DEEPEST)


def clean_text(text: str) -> str:
    """Return text that the database can hold: one kind of line end, no NUL, no control character, no surrogate."""
    normal = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs") else "�" for char in normal)


def body_problem(body: str, *, may_be_empty: bool = False) -> str | None:
    """Return the code of what is wrong with a message's text, or None: ``empty`` or ``too_long``."""
    if not body.strip() and not may_be_empty:
        return "empty"
    return "too_long" if len(body) > BODY_LENGTH else None


class SplitFlaw(StrEnum):
    """What is wrong with the messages that are to go into a new ticket."""

    NONE = "none"
    UNKNOWN = "unknown"
    ALL = "all"
    HELD = "held"


def split_flaw(asked: int, found: int, every: int, *, held: bool) -> SplitFlaw | None:
    """Return what is wrong with splitting off ``found`` of ``every`` message where ``asked`` were asked for."""
    if asked == 0:
        return SplitFlaw.NONE
    if found < asked:
        return SplitFlaw.UNKNOWN
    if found == every:
        return SplitFlaw.ALL
    return SplitFlaw.HELD if held else None
