"""Keeping the passwords of others: encrypted with a key drawn from the server's own, and checked when opened.

Each sealing has a nonce of its own, so the same row can be sealed again and again. ``subject`` binds a secret to the
row it belongs to: copied to another, it does not open.
"""

import hashlib
import hmac
import os
import uuid

from django.conf import settings

_NONCE = 16
_TAG = 32
_FORM = b"\x01"


class BrokenSeal(ValueError):
    """The secret was sealed with another key or for another row, or it was changed."""


def seal(secret: str, subject: uuid.UUID) -> bytes:
    """Return a secret encrypted for one row."""
    nonce, plain = os.urandom(_NONCE), secret.encode()
    hidden = bytes(a ^ b for a, b in zip(plain, _stream(nonce, len(plain)), strict=True))
    return _FORM + nonce + hidden + _tag(nonce + hidden, subject)


def unseal(sealed: bytes, subject: uuid.UUID) -> str:
    """Return a sealed secret. Raises ``BrokenSeal``."""
    form, nonce = sealed[:1], sealed[1 : 1 + _NONCE]
    hidden, tag = sealed[1 + _NONCE : -_TAG], sealed[-_TAG:]
    if form != _FORM or not hmac.compare_digest(tag, _tag(nonce + hidden, subject)):
        raise BrokenSeal("This secret does not open here")
    return bytes(a ^ b for a, b in zip(hidden, _stream(nonce, len(hidden)), strict=True)).decode()


def _key(purpose: bytes) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), b"moondesk kept secrets 1\0" + purpose, hashlib.sha256).digest()


def _stream(nonce: bytes, length: int) -> bytes:
    key = _key(b"hide")
    blocks = (hmac.digest(key, nonce + number.to_bytes(8), "sha256") for number in range(length // 32 + 1))
    return b"".join(blocks)[:length]


def _tag(content: bytes, subject: uuid.UUID) -> bytes:
    return hmac.digest(_key(b"check"), subject.bytes + content, "sha256")
