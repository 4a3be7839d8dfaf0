"""Text as search compares it, kept or asked: without case, accents, marks and punctuation."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_ALSO = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "\u0131": "i"}


_PLAIN = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}


@lru_cache(maxsize=20_000)
def fold_char(char: str) -> str:
    """Return one character as search compares it: letters and digits, a space for what parts words, or nothing."""
    found = []
    for part in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold()):
        category = unicodedata.category(part)
        if category[0] in "LN" or category == "Mc":
            found.append(_ALSO.get(part, part))
        elif category != "Mn":
            found.append(" ")
    return "".join(found)


def fold(text: str) -> str:
    """Return the words of a text, parted by single spaces. Folding twice changes nothing."""
    return " ".join("".join(map(fold_char, text)).split())


def fold_with_places(text: str) -> tuple[str, Sequence[int]]:
    """Return the text folded, and for each of its characters the place in the text that it comes from."""
    if text.isascii():
        return text.translate(_PLAIN), range(len(text))
    chars: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        folded = fold_char(char)
        chars.append(folded)
        places.extend([at] * len(folded))
    return "".join(chars), places
