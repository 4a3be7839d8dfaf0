"""From any colour to a hue whose derived colours can be read; and links of help pages. Pure."""

import math
import re
from urllib.parse import urlsplit

_HEX = re.compile(r"#?([0-9a-fA-F]{6})")
_GREY = 0.02
"""Below this chroma a colour has no hue that anybody would name."""
MOST_LINKS = 6


def hue_of(text: str) -> int | None:
    """Return the hue in OKLCH, 0 to 359, of ``#rrggbb``; None for what is no colour, or a grey.

    Only the hue is kept: how light and how colourful it is drawn, each theme decides, so that text on it and links in
    it hold 4.5:1 whatever somebody picked.
    """
    found = _HEX.fullmatch(text.strip())
    if found is None:
        return None
    red, green, blue = (_linear(int(found[1][at : at + 2], 16) / 255) for at in (0, 2, 4))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    if math.hypot(a, b) < _GREY:
        return None
    return round(math.degrees(math.atan2(b, a))) % 360


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def is_web_address(text: str) -> bool:
    """Say whether a link may stand on a page that customers trust: http or https, with a host and no user."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    clean = text.isprintable() and not any(char.isspace() or char in '\\"<>' for char in text)
    return clean and parts.scheme in ("http", "https") and bool(host) and "@" not in parts.netloc
