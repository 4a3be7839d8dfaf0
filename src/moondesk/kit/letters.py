"""Letters of many languages in those that every keyboard and address has."""

import unicodedata

_SPELLED = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
        "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ħ": "h", "Ħ": "H",
        "ı": "i", "ŋ": "ng", "Ŋ": "NG",  # noqa: RUF001
    }
)  # fmt: skip
"""Letters that Unicode does not take apart; frontend/ts/slug.ts has the same."""


def plain_letters(text: str) -> str:
    """Return the text in ASCII: ``Spaß in Łódź`` → ``Spass in Lodz``. What has no such letters is left out."""
    return unicodedata.normalize("NFKD", text.translate(_SPELLED)).encode("ascii", "ignore").decode()
