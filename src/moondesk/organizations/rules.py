"""What can be told about an organization without looking anything up."""

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from email.utils import parseaddr

MOST_INVITED = 50
"""How many people one paste invites."""

DELETION_GRACE = datetime.timedelta(days=30)
"""How long an organization that is being deleted can be taken back."""
DELETION_PAUSE = datetime.timedelta(days=7)
"""How long at least it can be taken back once the operator opened it again: meanwhile its owners could not."""
DELETION_WARNINGS = (7, 1)
"""So many days before the end its owners are told once more."""


def warning_due(left: datetime.timedelta, told: Collection[int]) -> int | None:
    """Return of how many days the owners are to be told now, if they were not; of one day rather than of seven."""
    due = [days for days in DELETION_WARNINGS if left <= datetime.timedelta(days=days)]
    return min(due) if due and min(due) not in told and left > datetime.timedelta() else None


@dataclass(frozen=True)
class Pasted:
    """One person as somebody pasted them: as it was written, and what was read out of it."""

    text: str
    name: str
    email: str


@dataclass(frozen=True)
class EndWarning:
    """That a token ends in at most so many days, and whether that is news to whoever made it."""

    days: int
    is_news: bool


def warning_of_end(left: datetime.timedelta, life: datetime.timedelta) -> EndWarning:
    """Say which warning is due when ``left`` is left of a token's ``life``, if it is within a week of its end.

    Of one that was made to last for some days only nobody is warned right away.
    """
    days = 1 if left <= datetime.timedelta(days=1) else 7
    return EndWarning(days, life > datetime.timedelta(days=days + 1))


def read_pasted(text: str) -> list[Pasted]:
    """Return the people of a pasted list: one a line, or apart by commas or semicolons, as ``Name <address>`` or bare.

    What is no address comes back with its text as the address, for its reason to be told.
    """
    return [_person(piece) for piece in _pieces(text)]


def _pieces(text: str) -> Iterator[str]:
    """Cut at line ends, commas and semicolons, but not within quotation marks or angle brackets."""
    piece, quoted, bracketed = "", False, False
    for char in text:
        if char in "\r\n" or (char in ",;" and not quoted and not bracketed):
            yield from [piece.strip()] if piece.strip() else []
            piece, quoted, bracketed = "", False, False
            continue
        if char == '"':
            quoted = not quoted
        if char in "<>":
            bracketed = char == "<"
        piece += char
    yield from [piece.strip()] if piece.strip() else []


def _person(piece: str) -> Pasted:
    if "<" not in piece:
        return Pasted(piece, "", piece)
    name, email = parseaddr(piece)
    return Pasted(piece, " ".join(name.split()), email or piece)
