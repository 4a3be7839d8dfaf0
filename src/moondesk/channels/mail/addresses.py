"""Who a mail is from, read strictly: one address or none. Pure; runs in the parser's child process.

RFC 5322 allows much that only attackers write. Whatever could be read in two ways is nobody's address.
"""

import re
import unicodedata
from dataclasses import dataclass

_LIMIT = 2000
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


class BadSender(ValueError):
    """The From header does not name exactly one sender; ``args[0]`` is the reason's code."""


@dataclass(frozen=True)
class Sender:
    """The one sender: an address in its normal form, and a name still encoded as the mail has it."""

    email: str
    name: str


def normal_address(text: str) -> str | None:
    """Return an address in the form in which it is compared, its domain in ASCII; None if it is not strictly one."""
    local, at, domain = text.strip().rpartition("@")
    if not at or len(local) > 64 or "=?" in text or not _LOCAL.fullmatch(local):
        return None
    try:
        ascii_domain = unicodedata.normalize("NFC", domain).encode("idna").decode().lower()
    except UnicodeError:
        return None
    if len(ascii_domain) > 253 or not _DOMAIN.fullmatch(ascii_domain):
        return None
    return f"{local}@{ascii_domain}".lower()


@dataclass
class _Pieces:
    outside: str = ""
    quoted: str = ""
    comment: str = ""
    angles: tuple[str, ...] = ()


def _take_quoted(text: str, at: int) -> tuple[str, int]:
    found = []
    while at < len(text) and text[at] != '"':
        if text[at] == "\\":
            at += 1
        found.append(text[at : at + 1])
        at += 1
    if at >= len(text):
        raise BadSender("sender_invalid")
    return "".join(found), at + 1


def _take_until(text: str, at: int, end: str) -> tuple[str, int]:
    stop = text.find(end, at)
    if stop < 0:
        raise BadSender("sender_invalid")
    return text[at:stop], stop + 1


def _pieces(text: str) -> _Pieces:
    found, at = _Pieces(), 0
    while at < len(text):
        char, at = text[at], at + 1
        if char == '"':
            part, at = _take_quoted(text, at)
            found.quoted += part
        elif char == "(":
            part, at = _take_until(text, at, ")")
            if "(" in part:
                raise BadSender("sender_invalid")
            found.comment += part
        elif char == "<":
            part, at = _take_until(text, at, ">")
            found.angles += (part,)
        elif char in ",;:" or (found.angles and not char.isspace()):
            raise BadSender("sender_ambiguous")
        else:
            found.outside += char
    return found


def read_sender(values: list[str]) -> Sender:
    """Return the sender of the From headers, unfolded but not decoded. Raises ``BadSender``."""
    if not values:
        raise BadSender("no_sender")
    if len(values) > 1:
        raise BadSender("sender_ambiguous")
    if len(values[0]) > _LIMIT:
        raise BadSender("sender_invalid")
    text = " ".join(values[0].split())
    found = _pieces(text)
    outside = found.outside.strip()
    if len(found.angles) > 1:
        raise BadSender("sender_ambiguous")
    if found.angles:
        return _with_name(found, outside)
    if not outside and not found.quoted:
        raise BadSender("no_sender")
    if "@" not in outside:
        raise BadSender("no_sender" if "@" not in found.quoted else "sender_invalid")
    address = None if found.quoted else normal_address(outside)
    if address is None:
        raise BadSender("sender_invalid")
    return Sender(address, found.comment.strip())


def _with_name(found: _Pieces, outside: str) -> Sender:
    if not found.angles[0].strip():
        raise BadSender("no_sender")
    address = normal_address(found.angles[0])
    if address is None:
        raise BadSender("sender_invalid")
    if "@" in outside and normal_address(outside) != address:
        raise BadSender("sender_ambiguous")
    return Sender(address, "" if "@" in outside else " ".join(f"{outside} {found.quoted}".split()))


def shown_name(decoded: str) -> str:
    """Return a display name fit to be shown: one line, no look of an address, nothing that turns the text around."""
    visible = "".join(" " if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") else char for char in decoded)
    words = " ".join(visible.split())[:120]
    return "" if "@" in words or "\uff20" in words else words
