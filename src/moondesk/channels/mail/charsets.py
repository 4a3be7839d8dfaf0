"""Bytes to text when the label may be wrong. Pure; runs in the parser's child process."""

import codecs
import re
from email.header import decode_header

_REFUSED = {"utf-7", "utf7", "unicode-1-1-utf-7", "raw-unicode-escape", "unicode-escape", "idna", "punycode"}
_ENCODED_WORD = re.compile(r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?=")
_ALIASES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "iso-8859-8-i": "iso-8859-8",
}
_HEADER_LIMIT = 6000
_WORD_LIMIT = 60


def _codec(label: str | None) -> str | None:
    """Return the codec of a label if it makes text of bytes and is safe to use."""
    name = (label or "").strip().strip("\"'").lower()
    if not name or len(name) > 60 or name in _REFUSED:
        return None
    try:
        found = codecs.lookup(_ALIASES.get(name, name))
    except (LookupError, ValueError, UnicodeError):
        return None
    return found.name if found._is_text_encoding and found.name not in _REFUSED else None


def decode(content: bytes, label: str | None = None) -> tuple[str, bool]:
    """Return the text, and whether its charset was guessed."""
    name = _codec(label)
    is_western = name in (None, "ascii", "iso8859-1", "cp1252")
    if name and not is_western and name != "utf-8":
        try:
            return content.decode(name), False
        except (UnicodeError, ValueError):
            pass
    if (japanese := _by_escapes(content)) is not None:
        return japanese, True
    try:
        return content.decode("utf-8"), name is None and not content.isascii()
    except UnicodeDecodeError:
        pass
    if name in ("iso8859-1", "cp1252"):
        return _western(content), False
    return _western(content), True


def _western(content: bytes) -> str:
    """Return text labelled latin-1, read as browsers read it: the figures 0x80 to 0x9f are windows-1252."""
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _by_escapes(content: bytes) -> str | None:
    """Return Japanese text that says by its escapes what it is, whatever its label says: no other text has them."""
    if b"\x1b$" not in content:
        return None
    try:
        return content.decode("iso2022_jp_2")
    except UnicodeDecodeError:
        return None


def _unescaped(value: str) -> str:
    """Return a header with its raw 8-bit bytes read as text."""
    return decode(value.encode("utf-8", "surrogateescape"))[0]


def decode_words(value: str) -> str:
    """Return a header's value with its encoded words read (RFC 2047), never longer than what is of use."""
    text = _unescaped(value[:_HEADER_LIMIT])
    ends = [found.end() for found in _ENCODED_WORD.finditer(text)]
    if not ends:
        return text
    if len(ends) > _WORD_LIMIT:
        text = text[: ends[_WORD_LIMIT - 1]]
    try:
        pieces = decode_header(text)
    except (ValueError, LookupError, UnicodeError):
        return text
    read = []
    joined: list[tuple[bytes, str | None]] = []
    for content, label in pieces:
        data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape")
        if joined and joined[-1][1] == label and label is not None:
            joined[-1] = (joined[-1][0] + data, label)
        else:
            joined.append((data, label))
    for data, label in joined:
        read.append(_raw_unicode(data) if label is None else decode(data, label)[0])
    return "".join(read)


def _raw_unicode(data: bytes) -> str:
    """Return the part of a header outside of encoded words, which the library hands over in its own escapes."""
    try:
        return data.decode("ascii")
    except UnicodeDecodeError:
        return decode(data)[0]
