"""What S/MIME and OpenPGP wrap around a mail: what is signed is read, what is encrypted is known. Pure; in the child.

Nothing is decrypted and no signature is checked: keys are nothing that a desk should have.
"""

import re

_SIGNED, _DATA = bytes.fromhex("2a864886f70d010702"), bytes.fromhex("2a864886f70d010701")
_SEQUENCE, _OID, _OCTETS, _OCTET_PIECES, _INNER = 0x30, 0x06, 0x04, 0x24, 0xA0
_DEPTH, _PIECES = 12, 20_000
_ARMOUR = re.compile(r"(?ms)^-----BEGIN PGP MESSAGE-----[ \t]*$.*?(?:^-----END PGP MESSAGE-----[ \t]*$|\Z)")
_CLEAR = re.compile(
    r"(?ms)^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\n(?:[A-Za-z-]+:[^\n]*\n)*\n(.*?)\n?"
    r"^-----BEGIN PGP SIGNATURE-----[ \t]*$.*?(?:^-----END PGP SIGNATURE-----[ \t]*$|\Z)"
)


class NotSigned(ValueError):
    """There is no mail inside that can be read: it is encrypted, or broken."""


def signed_mail(content: bytes) -> bytes:
    """Return the mail inside of an S/MIME wrapper that only signs it (CMS SignedData). Raises ``NotSigned``."""
    try:
        walk = _Walk(content)
        tag, at, _end = walk.head(0)
        walk.expect(tag, _SEQUENCE)
        kind, at = walk.value(at, _OID)
        if kind != _SIGNED:
            raise NotSigned
        for wanted in (_INNER, _SEQUENCE):
            tag, at, _end = walk.head(at)
            walk.expect(tag, wanted)
        at = walk.after(walk.after(at))  # the version, and the digests used
        tag, at, _end = walk.head(at)
        walk.expect(tag, _SEQUENCE)
        kind, at = walk.value(at, _OID)
        tag, inner, _end = walk.head(at)
        if kind != _DATA or tag != _INNER:
            raise NotSigned
        return walk.octets(inner)
    except IndexError:
        raise NotSigned from None


class _Walk:
    """Steps over ASN.1 in BER, whose lengths may be left open and whose strings may come in pieces."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.steps = 0

    def expect(self, tag: int, wanted: int) -> None:
        if tag != wanted:
            raise NotSigned

    def head(self, at: int) -> tuple[int, int, int]:
        """Return the tag at a place, where its value begins and where it ends; -1 for one with an open end."""
        self.steps += 1
        if self.steps > _PIECES:
            raise NotSigned
        tag, length, begin = self.content[at], self.content[at + 1], at + 2
        if length == 0x80:
            return tag, begin, -1
        if length > 0x80:
            count = length & 0x7F
            if count > 4:
                raise NotSigned
            length, begin = int.from_bytes(self.content[begin : begin + count], "big"), begin + count
        if begin + length > len(self.content):
            raise NotSigned
        return tag, begin, begin + length

    def value(self, at: int, wanted: int) -> tuple[bytes, int]:
        tag, begin, end = self.head(at)
        self.expect(tag, wanted)
        return self.content[begin:end], end

    def after(self, at: int, depth: int = 0) -> int:
        """Return where what stands at a place is over."""
        _tag, at, end = self.head(at)
        if end >= 0:
            return end
        if depth > _DEPTH:
            raise NotSigned
        while self.content[at : at + 2] != b"\0\0":
            at = self.after(at, depth + 1)
        return at + 2

    def octets(self, at: int) -> bytes:
        """Return a string of bytes, its pieces joined."""
        tag, at, end = self.head(at)
        if tag == _OCTETS:
            return self.content[at:end]
        self.expect(tag, _OCTET_PIECES)
        found = []
        while at != end and self.content[at : at + 2] != b"\0\0":
            piece, at = self.value(at, _OCTETS)
            found.append(piece)
        return b"".join(found)


def open_clear_signed(text: str) -> str:
    """Return text without what OpenPGP puts around it to sign it."""
    return _CLEAR.sub(lambda found: re.sub(r"(?m)^- ", "", found[1]), text)


def split_armour(text: str) -> tuple[str, str]:
    """Return a text without what is encrypted in it, and that."""
    found = _ARMOUR.findall(text)
    return (_ARMOUR.sub("", text), "\n".join(found)) if found else (text, "")
