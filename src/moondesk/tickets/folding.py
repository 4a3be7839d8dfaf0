"""Text as search compares it, kept or asked: without case, accents, marks and punctuation."""

import re
import unicodedata
from collections import defaultdict
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
    one_by_one, unknown = _one_by_one()
    if not unknown.search(text):
        return text.translate(one_by_one), range(len(text))
    chars: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        folded = fold_char(char)
        chars.append(folded)
        places.extend([at] * len(folded))
    return "".join(chars), places


_SOURCES = ((0x01, 0x180), (0x2010, 0x2028), (0x20AC, 0x20AD))
"""Western letters and the signs between them: what nearly all texts are made of."""


@lru_cache(maxsize=1)
def _forms() -> dict[str, str]:
    """Return the characters that fold to each letter or digit, and to what parts words, of those that we know."""
    forms: dict[str, str] = defaultdict(str)
    for char in (chr(code) for start, end in _SOURCES for code in range(start, end)):
        if len(fold_char(char)) == 1:
            forms[fold_char(char)] += char
    return forms


@lru_cache(maxsize=1)
def _one_by_one() -> tuple[dict[int, str], re.Pattern[str]]:
    """Return what folds to one character each, and what finds all else."""
    known = {ord(char): one for one, chars in _forms().items() for char in chars}
    return known, re.compile(f"[^{re.escape(''.join(map(chr, known)))}]")


@lru_cache(maxsize=2000)
def may_begin(beginnings: frozenset[str]) -> str:
    """Return a regular expression, as PostgreSQL reads them, for texts that may have words which begin so once folded.

    It finds all that do. It also finds texts with any sign that it does not know: whoever folds these sees.
    """
    forms = _forms()
    letters = "".join(those for one, those in forms.items() if one != " ")
    signs = "".join(char for char in forms[" "] if ord(char) > 0x7F)
    unknown = f"[^\x01-\x7f{''.join(char for char in letters if ord(char) > 0x7F)}{signs}]"
    plain = [one for one in sorted(beginnings) if all(char in forms for char in one)]
    words = "|".join("".join(f"[{forms[char]}]" for char in one) for one in plain)
    return f"(^|[^{letters}])({words})|{unknown}" if words else unknown
