"""Outlook's own format (TNEF, ``winmail.dat``): its files, and the body of the mail. Pure; runs in the parser's child.

Read is what is asked for and nothing else, once from front to end (MS-OXTNEF). What does not fit is ``BrokenTnef``.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from moondesk.channels.mail.charsets import decode
from moondesk.channels.mail.rtf import decompress, read_rtf

_SIGNATURE = 0x223E9F78
_PROPERTY_LIMIT = 2000
_FILE_LIMIT = 100
_NESTING_LIMIT = 3
_BODY, _TITLE, _DATA, _BEGINS, _PROPERTIES, _OF_FILE, _CODEPAGE = (
    0x800C, 0x8010, 0x800F, 0x9002, 0x9003, 0x9005, 0x9007,
)  # fmt: skip
_SIZES = {0x02: 2, 0x0B: 2, 0x03: 4, 0x04: 4, 0x0A: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x14: 8, 0x40: 8, 0x48: 16}
_STRING, _WIDE, _OBJECT, _BINARY = 0x1E, 0x1F, 0x0D, 0x0102
_TEXT, _HTML, _RTF, _PAGE = 0x1000, 0x1013, 0x1009, 0x3FDE
_CONTENT, _SHORT_NAME, _LONG_NAME, _MIME, _CID = 0x3701, 0x3704, 0x3707, 0x370E, 0x3712
_MESSAGE = bytes.fromhex("0703020000000000c000000000000046")
_KIND = re.compile(r"[a-z0-9][\w.+-]{0,60}/[a-z0-9][\w.+-]{0,60}")
_CODEPAGES = {65001: "utf-8", 20127: "ascii", 20866: "koi8-r", 50220: "iso-2022-jp", 51932: "euc-jp"}


class BrokenTnef(ValueError):
    """The bytes are not what they say they are."""


@dataclass
class TnefFile:
    """One file in a TNEF."""

    name: str = ""
    kind: str = "application/octet-stream"
    content: bytes = b""
    cid: str = ""


@dataclass
class Tnef:
    """What is in a TNEF: the body of the mail as text or HTML, and files."""

    text: str = ""
    html: str = ""
    files: list[TnefFile] = field(default_factory=list)


@dataclass(frozen=True)
class _Property:
    id: int
    type: int
    value: bytes

    def text(self, codepage: str) -> str:
        if self.type == _WIDE:
            return self.value.decode("utf-16-le", "replace").rstrip("\0")
        return decode(self.value.rstrip(b"\0"), codepage)[0]


def read_tnef(content: bytes, depth: int = 0) -> Tnef:
    """Return what is in a TNEF. Raises ``BrokenTnef``."""
    try:
        return _Reader(depth).read(memoryview(content))
    except (struct.error, ValueError, LookupError, OverflowError) as error:
        raise BrokenTnef(str(error)) from None


class _Reader:
    """Reads one TNEF; ``depth`` is how many mails it lies in."""

    def __init__(self, depth: int) -> None:
        self.found, self.depth, self.codepage = Tnef(), depth, "cp1252"

    def read(self, content: memoryview) -> Tnef:
        for level, name, value in _attributes(content):
            if name == _CODEPAGE:
                self.codepage = _codepage(int.from_bytes(value[:4], "little"))
            elif level == 1 and name == _BODY:
                self.found.text = self.found.text or decode(bytes(value).rstrip(b"\0"), self.codepage)[0]
            elif level == 1 and name == _PROPERTIES:
                self._read_body(list(_properties(value)))
            elif level == 2:
                self._read_file(name, value)
        self.found.files = [one for one in self.found.files if one.content]
        return self.found

    def _read_body(self, properties: list[_Property]) -> None:
        said = {one.id: one for one in properties}
        page = _codepage(int.from_bytes(said[_PAGE].value, "little")) if _PAGE in said else self.codepage
        if _TEXT in said:
            self.found.text = said[_TEXT].text(page) or self.found.text
        if _HTML in said:
            self.found.html = said[_HTML].text(page)
        if _RTF in said and not self.found.html:
            text, self.found.html = read_rtf(decompress(said[_RTF].value))
            self.found.text = self.found.text or text

    def _read_file(self, name: int, value: memoryview) -> None:
        files = self.found.files
        if name == _BEGINS:
            if len(files) >= _FILE_LIMIT:
                raise BrokenTnef("too many files")
            files.append(TnefFile())
        if not files:
            raise BrokenTnef("a file that did not begin")
        if name == _TITLE:
            files[-1].name = files[-1].name or decode(bytes(value).rstrip(b"\0"), self.codepage)[0]
        elif name == _DATA:
            files[-1].content = bytes(value)
        elif name == _OF_FILE:
            for one in _properties(value):
                self._describe(files[-1], one)

    def _describe(self, file: TnefFile, one: _Property) -> None:
        if one.id == _LONG_NAME or (one.id == _SHORT_NAME and not file.name):
            file.name = one.text(self.codepage) or file.name
        elif one.id == _MIME:
            kind = one.text(self.codepage).lower()
            file.kind = kind if _KIND.fullmatch(kind) else file.kind
        elif one.id == _CID:
            file.cid = one.text(self.codepage)
        elif one.id == _CONTENT:
            is_mail = one.value.startswith(_MESSAGE) and one.type == _OBJECT
            file.content = self._of_mail(one.value[16:]) if is_mail else one.value

    def _of_mail(self, content: bytes) -> bytes:
        """Return the text of a mail within the mail; its files go beside it."""
        if self.depth >= _NESTING_LIMIT:
            return content
        inner = read_tnef(content, self.depth + 1)
        own = self.found.files[-1]
        own.name, own.kind = f"{own.name or 'mail'}.{'html' if inner.html else 'txt'}", "text/plain"
        self.found.files[-1:] = [*inner.files[: _FILE_LIMIT - len(self.found.files)], own]
        return (inner.html or inner.text).encode()


def _codepage(number: int) -> str:
    if 28591 <= number <= 28605:
        return f"iso-8859-{number - 28590}"
    return _CODEPAGES.get(number, f"cp{number}")


def _attributes(content: memoryview) -> Iterator[tuple[int, int, memoryview]]:
    """Give level, name and value of each attribute."""
    if len(content) < 6 or struct.unpack_from("<I", content)[0] != _SIGNATURE:
        raise BrokenTnef("no TNEF")
    at = 6
    while at + 11 <= len(content):
        level, name, _type, size = struct.unpack_from("<BHHI", content, at)
        value = content[at + 9 : at + 9 + size]
        if level not in (1, 2) or len(value) < size:
            raise BrokenTnef("an attribute without end")
        yield level, name, value
        at += 11 + size


def _properties(content: memoryview) -> Iterator[_Property]:
    """Give the properties in an attribute; of those with several values the first."""
    count, at = struct.unpack_from("<I", content)[0], 4
    for _each in range(min(count, _PROPERTY_LIMIT)):
        type_, id_ = struct.unpack_from("<HH", content, at)
        at = _after_name(content, at + 4) if id_ >= 0x8000 else at + 4
        is_long = type_ & 0xFFF in (_STRING, _WIDE, _OBJECT, _BINARY) or type_ == _BINARY
        values = 1
        if is_long or type_ & 0x1000:
            values, at = struct.unpack_from("<I", content, at)[0], at + 4
        kind, first = type_ & 0xFFF, b""
        if not is_long:
            size = _SIZES[kind]
            first = bytes(content[at : at + size])
            at += -(-size * values // 4) * 4
        else:
            for number in range(values):
                size = struct.unpack_from("<I", content, at)[0]
                if size > len(content) - at - 4:
                    raise BrokenTnef("a value without end")
                first = first if number else bytes(content[at + 4 : at + 4 + size])
                at += 4 + -(-size // 4) * 4
        yield _Property(id_, kind, first)


def _after_name(content: memoryview, at: int) -> int:
    """Return where the value of a property begins that has a name."""
    kind, size = struct.unpack_from("<II", content, at + 16)
    return at + 24 if kind == 0 else at + 24 + -(-size // 4) * 4
