"""What proves that an address or a Message-ID is ours: keyed hashes with the organization's own key."""

import base64
import hashlib
import hmac
import re
import uuid
from dataclasses import dataclass

from django.conf import settings

VERSION = "r1"
MARK_VERSION = "m1"
RETURN_VERSION = "b1"
_BYTES = 16
_RETURN_BYTES = 10
_LOCAL_LENGTH = 64
_TOKEN = re.compile(r"r1[a-z2-7]{26}")
_RETURN = re.compile(r"b1([a-z2-7]{26})([a-z2-7]{16})")
_SIGNED_ADDRESS = re.compile(r"(?i)(?:\+|%2b)(?:r1[a-z2-7]{26}|b1[a-z2-7]{42})(?=@|%40)")
_SECRET_LINK = re.compile(r"(?i)((/|%2f)(?:help\2(?:t|leave|confirm|mute|surveys)|invitations)\2)[\w.~:=-]+")
_MARKED = r"(?:leave|confirm|mute|surveys)\2[0-9a-f]{32}(?:-[a-z_]{1,20})?(?::|%3a)"
_WHOLE_SECRET = re.compile(
    rf"(?i)(?:((/|%2f)(?:help\2(?:t\2|{_MARKED})|invitations\2))[\w-]{{43}}"
    r"|(?:\+|%2b)(?:r1[a-z2-7]{26}|b1[a-z2-7]{42})(?=@|%40))"
)
_OF_SECRET = re.compile(r"[\w-]")
_MAY_HAVE_ONE = re.compile(r"(?i)help|invitations|(?:\+|%2b)[rb]1")
_WRAPPED_AT = re.compile(r"[ \t]*\r?\n[> \t]*")
_MARK = re.compile(r"<m1\.([0-9a-f]{32})\.([a-z2-7]{26})@[^<>@\s]{1,253}>")


def _sign(key: bytes, purpose: str, subject: uuid.UUID) -> str:
    mac = hmac.new(bytes(key), purpose.encode() + b"\0" + subject.bytes, hashlib.sha256).digest()[:_BYTES]
    return base64.b32encode(mac).decode().rstrip("=").lower()


def reply_token(key: bytes, participant_id: uuid.UUID) -> str:
    """Return the 128 bits that stand in a participant's reply address; small letters, as some servers fold case."""
    return VERSION + _sign(key, "moondesk reply address 1", participant_id)


def is_token_of(key: bytes, token: str, participant_id: uuid.UUID) -> bool:
    """Say, in constant time, whether a token is this participant's."""
    return hmac.compare_digest(token.encode(), reply_token(key, participant_id).encode())


def reply_address(address: str, token: str) -> str:
    """Return the participant's own reply address, or the plain one when its local part leaves no room for a token."""
    local, _at, domain = address.rpartition("@")
    signed = f"{local}+{token}"
    return f"{signed}@{domain}" if token and len(signed) <= _LOCAL_LENGTH else address


def split_reply_address(address: str) -> tuple[str, str] | None:
    """Return the plain address and the token of what looks like a reply address of ours, or None."""
    local, _at, domain = address.lower().rpartition("@")
    base, plus, token = local.rpartition("+")
    return (f"{base}@{domain}", token) if plus and base and _TOKEN.fullmatch(token) else None


def shown_address(address: str) -> str:
    """Return an address of ours without the secret in it, by which anybody could write as a customer."""
    found = split_reply_address(address) or split_return_address(address)
    return found[0] if found else address


def without_secrets(text: str) -> str:
    """Return text or HTML without what lets anybody be a customer: reply addresses and links of ours that it quotes."""
    return _SECRET_LINK.sub(r"\1...", _SIGNED_ADDRESS.sub("", _without_wrapped(text)))


def _without_wrapped(text: str) -> str:
    """Return a text without the secrets that go on in the next line, as mail programs break what they quote."""
    breaks = list(_WRAPPED_AT.finditer(text)) if _MAY_HAVE_ONE.search(text) else []
    if not breaks:
        return text
    ends = [0, *(one.end() for one in breaks)]
    places = [
        at
        for start, end in zip(ends, [*(one.start() for one in breaks), len(text)], strict=True)
        for at in range(start, end)
    ]
    kept, done = [], 0
    for found in _WHOLE_SECRET.finditer("".join(text[at] for at in places)):
        first, last = places[found.start()], places[found.end() - 1] + 1
        is_whole = found[1] is None or not _OF_SECRET.match(text, last)
        if is_whole and last - first > found.end() - found.start():
            kept += [text[done:first], f"{found[1]}..." if found[1] else ""]
            done = last
    return "".join([*kept, text[done:]])


def return_address(key: bytes, address: str, mail_id: uuid.UUID) -> str:
    """Return where a mail of ours comes back to when it cannot be delivered: signed, and of this mail alone (VERP).

    The plain address when its local part leaves no room.
    """
    local, _at, domain = address.rpartition("@")
    signed = f"{local}+{RETURN_VERSION}{_letters(mail_id.bytes)}{_return_signature(key, mail_id)}"
    return f"{signed}@{domain}" if len(signed) <= _LOCAL_LENGTH else address


def split_return_address(address: str) -> tuple[str, uuid.UUID, str] | None:
    """Return the plain address, the mail and the signature of what looks like a return path of ours, or None."""
    local, _at, domain = address.lower().rpartition("@")
    base, plus, token = local.rpartition("+")
    found = _RETURN.fullmatch(token)
    if not plus or not base or not found:
        return None
    mail_id = uuid.UUID(bytes=base64.b32decode(found[1].upper() + "======"))
    return f"{base}@{domain}", mail_id, found[2]


def is_return_of(key: bytes, mail_id: uuid.UUID, signature: str) -> bool:
    """Say, in constant time, whether a return path is this mail's."""
    return hmac.compare_digest(signature.encode(), _return_signature(key, mail_id).encode())


def _return_signature(key: bytes, mail_id: uuid.UUID) -> str:
    mac = hmac.digest(bytes(key), b"moondesk return path 1\0" + mail_id.bytes, "sha256")
    return _letters(mac[:_RETURN_BYTES])


def _letters(content: bytes) -> str:
    return base64.b32encode(content).decode().rstrip("=").lower()


@dataclass(frozen=True)
class Mark:
    """What a Message-ID of our form says; nothing is proven before ``is_valid``."""

    mail_id: uuid.UUID
    signature: str

    def is_valid(self, key: bytes) -> bool:
        """Say, in constant time, whether the organization with this key made the mark."""
        right = _sign(key, "moondesk message id 1", self.mail_id)
        return hmac.compare_digest(self.signature.encode(), right.encode())


def message_id(key: bytes, mail_id: uuid.UUID, domain: str) -> str:
    """Return the Message-ID of a mail of ours."""
    return f"<{MARK_VERSION}.{mail_id.hex}.{_sign(key, 'moondesk message id 1', mail_id)}@{domain}>"


def read_mark(header_id: str) -> Mark | None:
    """Return what a Message-ID says if it has exactly our form."""
    found = _MARK.fullmatch(header_id.strip())
    return Mark(uuid.UUID(hex=found[1]), found[2]) if found else None


def _stream(subject: uuid.UUID, length: int) -> bytes:
    key = hashlib.sha256(b"moondesk sealed secrets 1\0" + settings.SECRET_KEY.encode()).digest()
    blocks = (
        hmac.new(key, subject.bytes + number.to_bytes(4), hashlib.sha256).digest() for number in range(length // 32 + 1)
    )
    return b"".join(blocks)[:length]


def seal(secret: str, subject: uuid.UUID) -> bytes:
    """Encrypt a secret for one row, whose id is never used for another: a one-time pad drawn from the server's key."""
    plain = secret.encode()
    return bytes(a ^ b for a, b in zip(plain, _stream(subject, len(plain)), strict=True))


def unseal(sealed: bytes, subject: uuid.UUID) -> str:
    """Return a sealed secret."""
    return bytes(a ^ b for a, b in zip(sealed, _stream(subject, len(sealed)), strict=True)).decode()
