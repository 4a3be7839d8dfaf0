"""Rules of web forms, as pure functions: keys, the addresses of sites, and proofs of work."""

import hashlib
import re
import uuid
from urllib.parse import urlsplit

MOST_FORMS = 50
MOST_SITES = 50
NAME_LENGTH = 80
TITLE_LENGTH = 120
TEXT_LENGTH = 2000
CONFIRM_HOURS = 72
"""For how long the link in the mail of a double opt-in is good."""
PROOF_BITS = 17
"""How much a browser works for one message: some tenths of a second, on an old phone a few seconds while one writes."""

_KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?|\[[0-9a-f:.]+\]")
_ANSWER = re.compile(r"[0-9]{1,12}", re.ASCII)
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


def challenge_of(form_id: uuid.UUID, nonce: str) -> str:
    """Return what a browser works on for one opening of a form; work for another is good for nothing."""
    return hashlib.sha256(f"{form_id.hex}|{nonce}".encode()).hexdigest()[:32]


def is_proof(challenge: str, answer: str) -> bool:
    """Say whether an answer proves the work: a number whose hash with the challenge begins with enough zero bits."""
    if _ANSWER.fullmatch(answer) is None:
        return False
    digest = hashlib.sha256(f"{challenge}:{answer}".encode()).digest()
    return int.from_bytes(digest[:8]) >> (64 - PROOF_BITS) == 0
