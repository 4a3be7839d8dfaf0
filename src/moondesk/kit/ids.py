"""Identifiers: UUIDv7 keys, secrets, and the human-readable ticket number alphabet."""

import hashlib
import secrets
import uuid

import uuid_utils.compat

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32 alphabet: no I, L, O, U, so nothing looks like something else."""

_LOOK_ALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})


def new_id() -> uuid.UUID:
    """Return a UUIDv7 (RFC 9562): ordered by time, so indexes stay local."""
    return uuid_utils.compat.uuid7()


def new_secret(bytes_: int = 32) -> str:
    """Return a URL-safe secret of ``bytes_`` random bytes."""
    return secrets.token_urlsafe(bytes_)


def digest(secret: str) -> bytes:
    """Return the SHA-256 of a high-entropy secret, the only form in which it is stored."""
    return hashlib.sha256(secret.encode(errors="surrogatepass")).digest()


def random_code(length: int) -> str:
    """Return ``length`` random Crockford base32 characters."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(length))


def normal_code(text: str) -> str:
    """Return ``text`` as a person may have typed it in the form in which codes are stored."""
    return text.strip().upper().translate(_LOOK_ALIKES)
