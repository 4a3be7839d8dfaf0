"""Numbers of tickets in texts become links, for those who may see the ticket and for nobody else."""

import re
from collections.abc import Iterable, Mapping

from markupsafe import Markup, escape

from moondesk.kit.ids import CROCKFORD
from moondesk.tickets.rules import NUMBER_LENGTH

MOST = 50
"""How many different numbers of a page are looked up."""
_TAG = re.compile(r"(<[^>]*>)")
_QUIET = ("a", "code", "pre")
"""Inside of these a number stays text."""


def _pattern(prefix: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(prefix)}-([{CROCKFORD}]{{{NUMBER_LENGTH}}})\b", re.IGNORECASE)


def codes_in(texts: Iterable[str], prefix: str) -> tuple[str, ...]:
    """Return the numbers, without prefix, that texts name."""
    pattern = _pattern(prefix)
    found: dict[str, None] = {}
    for text in texts:
        if "-" in text:
            found |= dict.fromkeys(code.upper() for code in pattern.findall(text))
    return tuple(found)[:MOST]


def with_links(html: str, prefix: str, addresses: Mapping[str, str]) -> Markup:
    """Return safe HTML in which the numbers that have an address are links."""
    if not addresses:
        return Markup(html)  # noqa: S704 - sanitised when it was written
    pattern, quiet, parts = _pattern(prefix), 0, []
    for part in _TAG.split(html):
        if part.startswith("<"):
            name = part.strip("</> ").partition(" ")[0].lower()
            if name in _QUIET:
                quiet = max(0, quiet + (-1 if part.startswith("</") else 1))
            parts.append(part)
        else:
            parts.append(part if quiet else pattern.sub(lambda match: _link(match, addresses), part))
    return Markup("".join(parts))  # noqa: S704 - sanitised when it was written; the links are escaped


def _link(match: re.Match[str], addresses: Mapping[str, str]) -> str:
    address = addresses.get(match.group(1).upper())
    if address is None:
        return match.group(0)
    return f'<a class="link num" href="{escape(address)}">{match.group(0)}</a>'
