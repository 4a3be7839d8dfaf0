"""How one text became another, word by word."""

import difflib
import re
from dataclasses import dataclass

_MOST_WORDS = 1500
_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """A stretch of a text: ``same``, ``gone`` or ``new``."""

    text: str
    kind: str


def compared(before: str, after: str) -> list[Piece]:
    """Return how a text became another, word by word; of very long ones both, as they are."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > 2 * _MOST_WORDS:
        return [Piece(before, "gone"), Piece(after, "new")]
    found, gone, came = list[Piece](), "", ""
    # Without looking away from words that come again and again, the same word a thousand times takes half a minute.
    for what, i, j, k, n in difflib.SequenceMatcher(None, old, new, autojunk=True).get_opcodes():
        same = "".join(old[i:j])
        if what == "equal" and not (same == " " and (gone or came)):
            found += [*_changed(gone, came), Piece(same, "same")]
            gone = came = ""
        else:
            gone, came = gone + same, came + "".join(new[k:n])
    return [*found, *_changed(gone, came)]


def _changed(gone: str, came: str) -> list[Piece]:
    """Return what went and what came as pieces; a blank between two changes went and came with them."""
    return [one for one in (Piece(gone, "gone"), Piece(came, "new")) if one.text]
