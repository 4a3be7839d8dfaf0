"""What can be told about an organization without looking anything up."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parseaddr

MOST_INVITED = 50
"""How many people one paste invites."""


@dataclass(frozen=True)
class Pasted:
    """One person as somebody pasted them: as it was written, and what was read out of it."""

    text: str
    name: str
    email: str


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
