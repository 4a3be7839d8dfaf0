"""What a file is, by its content. The name only helps where contents look the same, and must not say otherwise."""

import io
import struct
import warnings
import zipfile
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image

from moondesk.files.errors import ArchiveBomb, FileTypeMismatch, ImageTooLarge
from moondesk.files.rules import DRAWN_IMAGES, ENTRY_LIMIT, PIXEL_LIMIT, extension_of, is_bomb

_HEAD = 64 * 1024
_ENTRY = b"PK\x01\x02"
"""Begins each line of a zip's list of contents."""
_WORD = "application/vnd.openxmlformats-officedocument."
_TYPES = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
    "bmp": "image/bmp", "tif": "image/tiff", "tiff": "image/tiff", "heic": "image/heic", "avif": "image/avif",
    "ico": "image/x-icon", "psd": "image/vnd.adobe.photoshop", "pdf": "application/pdf", "zip": "application/zip",
    "docx": f"{_WORD}wordprocessingml.document", "xlsx": f"{_WORD}spreadsheetml.sheet",
    "pptx": f"{_WORD}presentationml.presentation", "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet", "odp": "application/vnd.oasis.opendocument.presentation",
    "doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint",
    "msg": "application/vnd.ms-outlook", "gz": "application/gzip", "7z": "application/x-7z-compressed",
    "rar": "application/vnd.rar", "bz2": "application/x-bzip2", "xz": "application/x-xz", "tar": "application/x-tar",
    "mp3": "audio/mpeg", "wav": "audio/wav", "ogg": "audio/ogg", "flac": "audio/flac", "m4a": "audio/mp4",
    "mp4": "video/mp4", "mov": "video/quicktime", "webm": "video/webm", "mkv": "video/x-matroska",
    "avi": "video/x-msvideo",
    "exe": "application/vnd.microsoft.portable-executable", "elf": "application/x-executable",
    "jar": "application/java-archive", "apk": "application/vnd.android.package-archive",
}  # fmt: skip
_TEXTS = {
    "csv": "text/csv", "tsv": "text/tab-separated-values", "md": "text/markdown", "json": "application/json",
    "html": "text/html", "htm": "text/html", "svg": "image/svg+xml", "xml": "application/xml", "eml": "message/rfc822",
    "ics": "text/calendar", "vcf": "text/vcard", "css": "text/css", "yaml": "text/yaml", "yml": "text/yaml",
}  # fmt: skip
_FAMILIES = (
    {"jpg", "jpeg", "jfif", "jpe"}, {"tif", "tiff"}, {"exe", "dll", "scr", "sys", "com", "cpl", "msi"},
    {"doc", "xls", "ppt", "msg", "msi", "docx", "xlsx", "pptx"}, {"mp4", "mov", "m4a", "m4v", "heic", "avif"},
    {"webm", "mkv"}, {"zip", "docx", "xlsx", "pptx", "odt", "ods", "odp", "jar", "apk", "xlsm", "docm", "epub", "kmz"},
    {"gz", "tgz"}, {"html", "htm", "xhtml", "xml", "svg"}, {"ogg", "oga", "ogv", "opus"},
)  # fmt: skip
"""Extensions whose contents look alike from outside."""
_PLAIN_NAMES = {
    "txt",
    "log",
    "csv",
    "tsv",
    "md",
    "json",
    "xml",
    "yaml",
    "yml",
    "ini",
    "html",
    "htm",
    "svg",
    "eml",
    "ics",
    "vcf",
}
_MARKUP = (
    (b"<svg", "svg"), (b"<!doctype html", "html"), (b"<html", "html"), (b"<script", "html"), (b"<body", "html"),
    (b"<iframe", "html"), (b"<?xml", "xml"),
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """What a content is. ``extension`` is the usual one of the type, empty when nothing is known."""

    type: str
    extension: str
    width: int | None = None
    height: int | None = None


def kind_of(content: IO[bytes], name: str, size: int) -> Kind:
    """Return what a content is. Raises an ``InvalidFile`` for what pretends, or is made to do harm."""
    content.seek(0)
    head = content.read(_HEAD)
    named = extension_of(name)
    extension = _binary(head, named) or _text(head, named)
    if extension == "zip":
        extension = _inside_zip(content, size)
    _check_name(named, extension)
    type_ = _TYPES.get(extension) or _TEXTS.get(extension) or ("text/plain" if extension == "txt" else "")
    width, height = _pixels(content, type_) if type_ in DRAWN_IMAGES else (None, None)
    content.seek(0)
    return Kind(type_ or "application/octet-stream", extension, width, height)


def _binary(head: bytes, named: str) -> str:
    import puremagic  # reads its list of all types when it is imported, and few processes look at files

    if head.startswith(b"\x7fELF") or head[:4] in (b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa\xcf", b"\xca\xfe\xba\xbe"):
        return "elf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if _reads_as_text(head):
        return ""
    try:
        found = [one.extension.lstrip(".").lower() for one in puremagic.magic_string(head)]
    except puremagic.PureError:
        return ""
    known = [one for one in found if one in _TYPES]
    if b"%PDF-" in head[:1024] and "pdf" not in known:
        known.append("pdf")
    return named if named in known else next(iter(known), "")


def _text(head: bytes, named: str) -> str:
    """Return the extension of a text, ``txt`` for one of no special kind, or nothing for other bytes."""
    if not _reads_as_text(head):
        return ""
    start = head[:4096].replace(b"\0", b"").lower()
    markup = next((kind for mark, kind in _MARKUP if mark in start), "")
    if markup == "xml" and b"<svg" in head.lower():
        markup = "svg"
    if markup and not (named in _TEXTS and named not in ("csv", "tsv")):
        # A text that only quotes markup is still text, unless nothing but markup begins it.
        return markup if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else "txt"
    return markup if markup and named not in ("md", "eml", "json") else (named if named in _TEXTS else "txt")


def _reads_as_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if head.startswith(b"%PDF-") or b"\0" in head:
        return False
    try:
        head[: len(head) - 4].decode("utf-8") if len(head) == _HEAD else head.decode("utf-8")
    except UnicodeDecodeError:
        odd = sum(1 for byte in head if byte < 32 and byte not in b"\t\n\r\f\x1b")
        high = sum(1 for byte in head if byte >= 127)
        return odd == 0 and high < len(head) * 0.3
    return sum(1 for byte in head if byte < 32 and byte not in b"\t\n\r\f\x1b\b") <= len(head) // 200


def _inside_zip(content: IO[bytes], size: int) -> str:
    """Return which kind of zip it is, from its list of contents; nothing is unpacked. Raises ``ArchiveBomb``."""
    if _entries(content) > ENTRY_LIMIT:
        raise ArchiveBomb(_("This archive has too many files in it."))
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            listed = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error, EOFError, UnicodeDecodeError):
        return "zip"
    if is_bomb(size, sum(one.file_size for one in listed)):
        raise ArchiveBomb(_("This archive would unpack to far more than it weighs."))
    names = {one.filename for one in listed}
    folders = {name.partition("/")[0] for name in names}
    if "[Content_Types].xml" in names:
        return next((kind for folder, kind in _OFFICE if folder in folders), "zip")
    if "AndroidManifest.xml" in names:
        return "apk"
    if "META-INF/MANIFEST.MF" in names and not names & {"content.xml"}:
        return "jar"
    return next((kind for kind in ("odt", "ods", "odp") if _is_open_document(content, kind)), "zip")


_OFFICE = (("word", "docx"), ("xl", "xlsx"), ("ppt", "pptx"))


def _is_open_document(content: IO[bytes], kind: str) -> bool:
    content.seek(0)
    return _TYPES[kind].encode() in content.read(200)


def _entries(content: IO[bytes]) -> int:
    """Return how many files an archive can list at most: what it says itself need not be true, and nothing is read."""
    content.seek(0)
    found, rest = 0, b""
    while piece := content.read(_HEAD):
        found += (rest + piece).count(_ENTRY)
        rest = piece[-len(_ENTRY) + 1 :]
    return found


def _check_name(named: str, extension: str) -> None:
    """Raise ``FileTypeMismatch`` when the name promises another content than there is."""
    promises = named in _TYPES or named in _PLAIN_NAMES
    if not promises or named == extension or any({named, extension} <= family for family in _FAMILIES):
        return
    is_text = extension == "txt" or extension in _TEXTS
    if named in _PLAIN_NAMES and is_text:
        return
    if named in ("mp3", "tar") and not extension:
        return  # these may begin with anything
    raise FileTypeMismatch(
        _("The name says .%(named)s, but the content is something else.") % {"named": named},
        extra={"named": named, "found": extension or "unknown"},
    )


def _pixels(content: IO[bytes], type_: str) -> tuple[int | None, int | None]:
    """Return width and height from an image's head; nothing is decoded. Raises ``ImageTooLarge``."""
    content.seek(0)
    formats = [type_.partition("/")[2].upper()]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content.read(4 * 1024 * 1024)), formats=formats) as image:
                width, height = image.size
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except (OSError, ValueError, SyntaxError, TypeError, struct.error, EOFError, KeyError, IndexError):
        return None, None
    if width * height > PIXEL_LIMIT:
        raise _too_many_pixels()
    return width, height


def _too_many_pixels() -> ImageTooLarge:
    text = _("This image has too many pixels. Up to %(most)s million are taken.") % {"most": PIXEL_LIMIT // 1_000_000}
    return ImageTooLarge(text, extra={"limit": PIXEL_LIMIT})
