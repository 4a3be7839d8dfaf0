"""Rules of web forms, as pure functions: keys and the addresses of sites."""

import re
from urllib.parse import urlsplit

MOST_FORMS = 50
MOST_SITES = 50
NAME_LENGTH = 80
TITLE_LENGTH = 120
TEXT_LENGTH = 2000
CONFIRM_HOURS = 72
"""For how long the link in the mail of a double opt-in is good."""

_KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?|\[[0-9a-f:.]+\]")
_PLAIN_PORTS = {"http": 80, "https": 443}


def is_key(text: str) -> bool:
    """Say whether a text may name a form in its address."""
    return _KEY.fullmatch(text) is not None


def origin_of(text: str) -> str | None:
    """Return the origin that somebody means, as browsers write it, or None for what is none.

    ``example.com`` is ``https://example.com``; a path, a user or a query makes it no origin.
    """
    given = text.strip()
    try:
        parts = urlsplit(given if "://" in given else f"https://{given}")
        host, port = (parts.hostname or "").encode("idna").decode("ascii").lower(), parts.port
    except (ValueError, UnicodeError):
        return None
    host = f"[{host}]" if ":" in host else host
    is_bare = parts.path in ("", "/") and not parts.query and not parts.fragment and "@" not in parts.netloc
    if parts.scheme not in _PLAIN_PORTS or not is_bare or not _HOST.fullmatch(host):
        return None
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != _PLAIN_PORTS[parts.scheme] else "")
