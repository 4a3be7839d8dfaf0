"""The text or the HTML in the compressed RTF of Outlook's own format. Pure; runs in the parser's child process."""

import re
from dataclasses import dataclass, field

from moondesk.channels.mail.charsets import decode

RTF_LIMIT = 1024 * 1024
_KNOWN = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor "
    rb"MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)
_ASIDE = set(
    b"fonttbl colortbl stylesheet info pict object header footer footnote listtable themedata xmlnstbl".split()
)
_SIGNS = {
    b"par": "\n", b"line": "\n", b"row": "\n", b"sect": "\n", b"tab": "\t", b"cell": "\t", b"bullet": "\u2022",
    b"endash": "\u2013", b"emdash": "\u2014", b"lquote": "\u2018", b"rquote": "\u2019", b"ldblquote": "\u201c",
    b"rdblquote": "\u201d",
}  # fmt: skip
_ESCAPED = {b"~": "\xa0", b"_": "-", b"-": "", b"\n": "\n", b"\r": "\n"}
_COMPRESSED, _PLAIN = b"LZFu", b"MELA"


def decompress(content: bytes) -> bytes:
    """Return RTF as it was before Outlook compressed it (MS-OXRTFCP), at most ``RTF_LIMIT`` bytes of it."""
    kind, packed = content[8:12], content[16:]
    if kind == _PLAIN:
        return packed[:RTF_LIMIT]
    if kind != _COMPRESSED:
        raise ValueError("not compressed RTF")
    out, window, at = bytearray(_KNOWN), len(_KNOWN), 0
    while at < len(packed) and len(out) < RTF_LIMIT + window:
        control, at = packed[at], at + 1
        for bit in range(8):
            if at >= len(packed):
                break
            if not control >> bit & 1:
                out.append(packed[at])
                at += 1
                continue
            pair, at = int.from_bytes(packed[at : at + 2], "big"), at + 2
            # A place in a ring of 4096 bytes; the one where the next byte would go ends it.
            back = (len(out) - (pair >> 4)) % 4096
            if not back:
                return bytes(out[window:])
            for _each in range((pair & 15) + 2):
                out.append(out[-back] if back <= len(out) else 0x20)
    return bytes(out[window:])


@dataclass
class _Group:
    """What holds until the brace that closes it."""

    aside: bool = False
    is_markup: bool = False
    skips: int = 1


@dataclass
class _Reader:
    """Follows RTF word by word. With HTML inside, what stands for it in RTF is passed over."""

    found: list[str] = field(default_factory=list)
    groups: list[_Group] = field(default_factory=lambda: [_Group()])
    codepage: str = "cp1252"
    is_html: bool = False
    hidden: bool = False
    starred: bool = False
    skip: int = 0
    pending: bytearray = field(default_factory=bytearray)

    def write(self, text: str) -> None:
        self.flush()
        group = self.groups[-1]
        if not group.aside and (group.is_markup or not self.hidden):
            self.found.append(text)

    def flush(self) -> None:
        if self.pending:
            content, self.pending = bytes(self.pending), bytearray()
            self.write(decode(content, self.codepage)[0])

    def brace(self, which: bytes) -> None:
        self.flush()
        last = self.groups[-1]
        if which == b"{":
            self.groups.append(_Group(last.aside, last.is_markup, last.skips))
        elif len(self.groups) > 1:
            self.groups.pop()
        self.starred = False

    def word(self, name: bytes, number: int | None) -> None:
        group, starred = self.groups[-1], self.starred
        self.starred = False
        if name == b"u" and number is not None:
            self.flush()
            self.write(chr(number % 65536) if not 0xD800 <= number % 65536 < 0xE000 else "\ufffd")
            self.skip = group.skips
            return
        self.flush()
        if name in _SIGNS:
            self.write(_SIGNS[name])
        elif name == b"uc":
            group.skips = min(max(number or 0, 0), 8)
        elif name == b"ansicpg":
            self.codepage = f"cp{number}" if number not in (65001, None) else "utf-8"
        elif name == b"fromhtml":
            self.is_html = True
        elif name == b"htmlrtf":
            self.hidden = number != 0
        elif name == b"htmltag":
            group.aside, group.is_markup = not self.is_html, True
        elif starred or name in _ASIDE:
            group.aside = True

    def text(self, content: bytes) -> None:
        passed = min(self.skip, len(content))
        self.skip -= passed
        self.pending += content[passed:]


def read_rtf(content: bytes) -> tuple[str, str]:
    """Return the text in RTF, or the HTML that it was made from: one of both is empty."""
    reader = _Reader()
    for token in _TOKEN.finditer(content[:RTF_LIMIT]):
        name, number, byte, escaped, brace, text = token.groups()
        if name:
            reader.word(name.lower(), int(number) if number else None)
        elif byte:
            reader.text(bytes.fromhex(byte.decode()))
        elif escaped == b"*":
            reader.starred = True
        elif escaped:
            reader.write(_ESCAPED.get(escaped, escaped.decode("latin-1")))
        elif brace:
            reader.brace(brace)
        elif text:
            reader.text(text)
    reader.flush()
    said = "".join(reader.found).replace("\0", "")
    return ("", said) if reader.is_html else (said, "")
