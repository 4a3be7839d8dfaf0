"""What a mailbox may be, in which portions it is read, and how long to wait after a failure."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum

BATCH = 50
GROUP_SIZE = 2 * 1024 * 1024
GROUP_MOST = 20
SEARCH_WIDTH = 5000
TRIES = 3
BACKLOG = 100
_HOST = re.compile(r"(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_.:-]*[A-Za-z0-9_.:])?")
_FIRST_WAIT, _LONGEST_WAIT, _SIGN_IN_WAIT = 5.0, 900.0, 120.0


class Security(StrEnum):
    """How the connection is encrypted; there is no way without."""

    TLS = "tls"
    STARTTLS = "starttls"


class SignIn(StrEnum):
    """How Moondesk proves that it may read."""

    PASSWORD = "password"  # noqa: S105 - a kind of proof
    GOOGLE = "google"
    MICROSOFT = "microsoft"
    OAUTH = "oauth"


class After(StrEnum):
    """What is done with a mail at its source once it is kept here."""

    KEEP = "keep"
    SEEN = "seen"
    MOVE = "move"
    DELETE = "delete"


class Past(StrEnum):
    """What becomes of mail that was there before the mailbox was connected."""

    LEAVE = "leave"
    TAKE = "take"


class Trouble(StrEnum):
    """Why a mailbox cannot be read."""

    NONE = ""
    UNREACHABLE = "unreachable"
    SIGN_IN = "sign_in"
    TOKEN = "token"  # noqa: S105 - the name of a trouble
    FOLDER = "folder"
    TARGET = "target"
    SERVER = "server"


class Note(StrEnum):
    """What became of a mail of a mailbox."""

    KEPT = "kept"
    KNOWN = "known"
    TOO_LARGE = "too_large"
    FAILED = "failed"


TOKEN_URLS = {
    SignIn.GOOGLE: "https://oauth2.googleapis.com/token",
    SignIn.MICROSOFT: "https://login.microsoftonline.com/common/oauth2/v2.0/token",
}
AUTHORIZE_URLS = {
    SignIn.GOOGLE: "https://accounts.google.com/o/oauth2/v2/auth",
    SignIn.MICROSOFT: "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
}
SCOPES = {
    SignIn.GOOGLE: "https://mail.google.com/",
    SignIn.MICROSOFT: "https://outlook.office.com/IMAP.AccessAsUser.All offline_access",
}
PORTS = {Security.TLS: 993, Security.STARTTLS: 143}


def is_clean(text: str) -> bool:
    """Say whether a text has nothing in it that could end a line or be read as a command."""
    return all(unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in text)


def is_host(text: str) -> bool:
    """Say whether a text could be a server's name or number."""
    return bool(_HOST.fullmatch(text))


def groups(sizes: Iterable[tuple[int, int]], *, single: bool = False) -> Iterator[list[int]]:
    """Portion (number, size) pairs so that what is fetched at once stays small."""
    group: list[int] = []
    weight = 0
    for number, size in sizes:
        if group and (single or len(group) >= GROUP_MOST or weight + size > GROUP_SIZE):
            yield group
            group, weight = [], 0
        group.append(number)
        weight += size
    if group:
        yield group


def wait_after(failures: int, trouble: Trouble, chance: Callable[[], float]) -> float:
    """Return the seconds to wait after so many failures in a row; ``chance`` gives numbers from 0 to 1.

    A wrong password is tried seldom, or the server would lock the account.
    """
    first = _SIGN_IN_WAIT if trouble in (Trouble.SIGN_IN, Trouble.TOKEN) else _FIRST_WAIT
    longest = min(_LONGEST_WAIT, first * 2.0 ** min(max(0, failures - 1), 10))
    return longest * (0.5 + chance() / 2)
