"""What is looked at in the bytes of a mail before any parser sees them. Pure, and linear in the size of the mail."""

import re
from dataclasses import dataclass

from moondesk.channels.rules import (
    DEPTH_LIMIT,
    HEADER_BLOCK_LIMIT,
    HEADER_COUNT_LIMIT,
    PARAMETER_LIMIT,
    PART_LIMIT,
    Reason,
)

_BLANK = re.compile(rb"\r?\n\r?\n|\A\r?\n")
_FIELD = re.compile(rb"(?m)^[^\s:][^:\r\n]*:")
_TYPE = re.compile(rb"(?im)^content-type[ \t]*:((?:[^\r\n]|\r?\n[ \t])*)")
_BOUNDARY = re.compile(rb'(?i)boundary[ \t]*=[ \t]*(?:"([^"\r\n]{1,250})"|([^\s;"]{1,250}))')
_MARKER = re.compile(rb"(?m)^--([^\r\n]{1,260})")
_PART_HEADER_LIMIT = 64 * 1024
_TRACE = (
    b"received", b"return-path", b"delivered-to", b"x-original-to", b"envelope-to", b"x-envelope-to",
    b"authentication-results", b"arc-", b"dkim-signature", b"received-spf", b"x-received", b"x-spam", b"x-google-",
)  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """A mail that may be parsed: its bytes up to the last part allowed, and whether parts were left out."""

    content: bytes
    is_cut: bool = False


class Refused(ValueError):
    """The mail must not be parsed; ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def header_end(raw: bytes, start: int = 0, limit: int = HEADER_BLOCK_LIMIT) -> int:
    """Return where the header block that begins at ``start`` ends; -1 when it does not within the limit."""
    block = raw[start : start + limit + 4]
    found = _BLANK.search(block)
    if found:
        return start + found.end()
    return len(raw) if start + len(block) >= len(raw) and len(block) <= limit else -1


def check(raw: bytes) -> Checked:
    """Return what may be parsed. Raises ``Refused`` for headers, nesting or parts beyond the limits."""
    end = header_end(raw)
    if end < 0:
        raise Refused(Reason.HEADER_LIMIT)
    head = raw[:end]
    if sum(1 for _ in _FIELD.finditer(head)) > HEADER_COUNT_LIMIT:
        raise Refused(Reason.HEADER_LIMIT)
    return _Scanner(raw).scan(head, end)


class _Scanner:
    """Follows the boundaries of multiparts as a parser would, without keeping anything but a stack of them."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.stack: list[bytes] = []
        self.nested = 0
        self.parts = 0

    def scan(self, head: bytes, end: int) -> Checked:
        self._enter(head, end)
        for found in _MARKER.finditer(self.raw, end):
            level = self._level(found[1].rstrip())
            if level < 0:
                continue
            closes = self._closes(found[1].rstrip(), level)
            del self.stack[level + (0 if closes else 1) :]
            if closes:
                continue
            self.parts += 1
            if self.parts > PART_LIMIT:
                return Checked(self.raw[: found.start()], is_cut=True)
            start = self.raw.find(b"\n", found.end()) + 1
            stop = header_end(self.raw, start, _PART_HEADER_LIMIT) if start else len(self.raw)
            if stop < 0:
                raise Refused(Reason.HEADER_LIMIT)
            self.nested = 0
            self._enter(self.raw[start:stop], stop)
        return Checked(self.raw)

    def _level(self, marker: bytes) -> int:
        for level in range(len(self.stack) - 1, -1, -1):
            if marker in (self.stack[level], self.stack[level] + b"--"):
                return level
        return -1

    def _closes(self, marker: bytes, level: int) -> bool:
        return marker != self.stack[level]

    def _enter(self, head: bytes, end: int) -> None:
        """Note what a header block opens: a multipart, or a mail within the mail, whose own headers come next."""
        while True:
            found = _TYPE.search(head)
            kind = found[1].strip().lower() if found else b""
            if found and found[1].count(b";") > PARAMETER_LIMIT:
                raise Refused(Reason.HEADER_LIMIT)
            boundary = _BOUNDARY.search(found[1]) if found and kind.startswith(b"multipart/") else None
            if boundary:
                self.stack.append((boundary[1] or boundary[2]).rstrip())
            if kind.startswith(b"message/"):
                self.nested += 1
            if len(self.stack) + self.nested > DEPTH_LIMIT:
                raise Refused(Reason.TOO_DEEP)
            if not kind.startswith(b"message/") or end >= len(self.raw):
                return
            stop = header_end(self.raw, end, _PART_HEADER_LIMIT)
            if stop < 0:
                return
            head, end = self.raw[end:stop], stop


def same_content_key(raw: bytes) -> bytes:
    """Return the bytes by which a mail is known again when delivered twice: all but what servers add on the way."""
    end = header_end(raw)
    if end < 0:
        return raw
    kept, keep = [], True
    for line in raw[:end].splitlines(keepends=True):
        if line[:1] not in (b" ", b"\t"):
            keep = not line.lower().startswith(_TRACE)
        if keep:
            kept.append(line)
    return b"".join(kept) + raw[end:]
