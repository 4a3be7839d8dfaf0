"""Rules of files, as pure functions: states, names, what may be sent."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

NAME_LENGTH = 150
PIXEL_LIMIT = 40_000_000
"""How many pixels an image may have: what decoding one costs in memory is four bytes for each."""
MOST_FILES = 20
"""How many files one message may carry."""
DEFAULT_LIMIT = 25 * 1024 * 1024
DRAFT_HOURS = 24
TEXT_BYTES = 2 * 1024 * 1024
"""How much coloured text is kept of a file, and shown."""
UNPACKED_LIMIT = 1024**3
UNPACKED_RATIO = 100
ENTRY_LIMIT = 20_000

NEARLY_FULL = 0.9
"""From which part of the quota on somebody is told."""

BLOCKED = (
    "apk", "app", "bat", "cmd", "com", "cpl", "dll", "elf", "exe", "gadget", "hta", "htaccess", "iso", "jar", "js",
    "jse", "lnk", "msi", "msp", "phar", "php", "pht", "phtml", "pif", "ps1", "reg", "scr", "sh", "sys", "vb", "vbe",
    "vbs", "wsf",
)  # fmt: skip
"""Extensions that no organization takes unless it says otherwise: what runs when it is opened."""


class State(StrEnum):
    """How far a file was checked. Only ``clean`` and ``unscanned`` (there is no scanner) are given out."""

    SCANNING = "scanning"
    CLEAN = "clean"
    INFECTED = "infected"
    UNSCANNED = "unscanned"


GIVEN_OUT = frozenset({State.CLEAN, State.UNSCANNED})


class Preview(StrEnum):
    """Whether there is something to show besides the name."""

    NONE = "none"
    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"


class Drawing(StrEnum):
    """How a preview is made."""

    IMAGE = "image"
    PDF = "pdf"
    TEXT = "text"


class Owner(StrEnum):
    """Whose an upload is until it is sent: a member's, a contact's, or one opening of the public form."""

    MEMBER = "member"
    CONTACT = "contact"
    FORM = "form"
    SYSTEM = "system"


class Purpose(StrEnum):
    """What a file was uploaded for; it cannot be used for anything else."""

    MESSAGE = "message"


DRAWN_IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/tiff"})
TEXTS = frozenset(
    {"application/json", "application/xml", "image/svg+xml", "message/rfc822", "application/x-sh", "text/html"}
)
ACTIVE = frozenset({"text/html", "image/svg+xml", "application/xml", "text/xml", "application/xhtml+xml"})
"""Types that a browser would run or read as markup: never named when they are given out."""


def drawing_of(type_: str) -> Drawing | None:
    """Return how a file of a type is previewed, if it is."""
    if type_ in DRAWN_IMAGES:
        return Drawing.IMAGE
    if type_ == "application/pdf":
        return Drawing.PDF
    return Drawing.TEXT if type_.startswith("text/") or type_ in TEXTS else None


def served_type(type_: str) -> str:
    """Return the type under which a file is given out; what could be active is only bytes."""
    if type_ in ACTIVE:
        return "application/octet-stream"
    return "text/plain; charset=utf-8" if type_.startswith("text/") else type_


_RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10))}


def clean_name(name: str) -> str:
    """Return a file's name as it is kept and shown: one visible line without a path, at most ``NAME_LENGTH`` long.

    Cleaned before anything is decided by it: a hidden character must not get a name past a check.
    """
    normal = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    last = normal.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(
        " " if unicodedata.category(char) in ("Zl", "Zp", "Zs") else char
        for char in last
        if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    tidy = " ".join(visible.split()).strip(". ") or "file"
    stem, dot, extension = tidy.rpartition(".")
    if not dot:
        stem, extension = tidy, ""
    if stem.lower() in _RESERVED:
        stem = f"_{stem}"
    end = f".{extension}"[:20] if dot else ""
    return f"{stem[: NAME_LENGTH - len(end)].rstrip()}{end}"


def extension_of(name: str) -> str:
    """Return a name's extension in small letters, without the dot; empty if there is none."""
    _stem, dot, extension = name.rpartition(".")
    return extension.lower() if dot else ""


@dataclass(frozen=True)
class Limits:
    """What an organization takes. ``allowed`` empty allows all that is not ``blocked``; ``quota`` 0 is without end."""

    most: int = DEFAULT_LIMIT
    quota: int = 0
    allowed: tuple[str, ...] = ()
    blocked: tuple[str, ...] = BLOCKED
    from_forms: bool = True

    def takes(self, *extensions: str) -> bool:
        """Say whether files with all of these extensions, of the name and of the content, are taken."""
        named = [one for one in extensions if one]
        if any(one in self.blocked for one in named):
            return False
        return not self.allowed or (bool(named) and all(one in self.allowed for one in named))


class Room(StrEnum):
    """How much room an organization has left."""

    ENOUGH = "enough"
    LITTLE = "little"
    NONE = "none"


def room_left(used: int, quota: int) -> Room:
    """Say how much room is left; without a quota there is always enough."""
    if not quota or used < quota * NEARLY_FULL:
        return Room.ENOUGH
    return Room.LITTLE if used < quota else Room.NONE


def is_bomb(packed: int, unpacked: int) -> bool:
    """Say whether an archive of ``packed`` bytes that says it holds ``unpacked`` is made to fill somebody's disk."""
    return unpacked > UNPACKED_LIMIT and unpacked > packed * UNPACKED_RATIO


def size_words(size: int) -> str:
    """Return a size as people read it; ``web`` says it in the reader's language."""
    value = float(size)
    for unit in ("B", "kB", "MB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "B" or value >= 10 else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} GB"
