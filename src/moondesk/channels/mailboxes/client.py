"""The IMAP connection: through the guard on the way out, encrypted, and in bounds of time and size.

The library reads whatever a server sends, for as long as it sends. Whoever may add a mailbox could have this process
read from a server of theirs, so every command has a budget of bytes and of seconds.
"""

import contextlib
import imaplib  # noqa: TID251 - its connections are made by the guard
import logging
import socket  # noqa: TID251 - the type only
import ssl
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import CapabilityError, IMAPClientError, LoginError
from imapclient.imapclient import SocketTimeout

from moondesk.channels.mailboxes.errors import InTrouble
from moondesk.channels.mailboxes.overdue import Overdue
from moondesk.channels.mailboxes.rules import Security, Trouble
from moondesk.kit import egress

CONNECT_SECONDS = 15.0
_READ_SECONDS = 30.0
_COMMAND_SECONDS = 120.0
_ANSWER_SIZE = 16 * 1024 * 1024
_PIECE = 64 * 1024
_FOR_EVER = float("inf")
_SLOWEST = 16 * 1024  # bytes a second below which a mail is not waited for

logging.getLogger("imapclient").setLevel(logging.WARNING)
logging.getLogger("imapclient.imaplib").setLevel(logging.WARNING)  # it would write the password


class _Bounded(imaplib.IMAP4):
    """The library's connection, over a socket of ours, which counts what it reads."""

    def __init__(self, where: "Where", context: ssl.SSLContext, seconds: float, whole: float) -> None:
        self._where = where
        self._context = context
        self._seconds = seconds
        self._end = time.monotonic() + whole
        self._overdue: Overdue | None = None
        self.allow()
        try:
            with self._in_time():
                super().__init__(where.host, where.port, timeout=seconds)
        except BaseException:
            self._look_no_more()
            raise

    def allow(self, size: int = _ANSWER_SIZE, seconds: float = _COMMAND_SECONDS) -> None:
        """Begin a new budget."""
        self._left = size
        self._until = min(self._end, time.monotonic() + seconds)

    @contextlib.contextmanager
    def _in_time(self) -> Iterator[None]:
        """Have the connection cut when its budget of time is over before this is done."""
        before = self._overdue.until if self._overdue else _FOR_EVER
        self._set_clock(self._until)
        try:
            yield
        finally:
            self._set_clock(before)

    def _set_clock(self, until: float) -> None:
        if self._overdue is not None:
            self._overdue.until = until

    def _look_no_more(self) -> None:
        overdue, self._overdue = self._overdue, None
        if overdue is not None:
            overdue.close()

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = egress.connect(self._where.host, self._where.port, seconds=self._seconds)
        plain.settimeout(self._seconds)
        self._overdue = Overdue(plain)
        self._set_clock(self._until)
        if self._where.security != Security.TLS:
            return plain
        try:
            return self._context.wrap_socket(plain, server_hostname=self._where.host)
        except BaseException:
            plain.close()
            raise

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0 or time.monotonic() > self._until:
            raise self.abort("The server sends more or slower than it may")

    def read(self, size: int) -> bytes:
        self._spend(size)
        pieces = []
        while size > 0:
            with self._in_time():
                piece = super().read(min(size, _PIECE))
            self._spend(0)
            if not piece:
                raise self.abort("The connection ended")
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def readline(self) -> bytes:
        with self._in_time():
            line = super().readline()
        self._spend(len(line))
        return line

    def starttls(self, ssl_context: ssl.SSLContext | None = None) -> Any:
        with self._in_time():
            return super().starttls(ssl_context)

    def shutdown(self) -> None:
        self._look_no_more()
        super().shutdown()


@dataclass(frozen=True)
class Where:
    """Which server, and how to get there."""

    host: str
    port: int
    security: Security


@dataclass(frozen=True)
class Folder:
    """How a folder was found when it was opened."""

    uidvalidity: int
    uidnext: int


class Connection(IMAPClient):
    """One connection to one server."""

    def __init__(self, where: Where, *, seconds: float = CONNECT_SECONDS, whole: float = _FOR_EVER) -> None:
        self._where = where
        self._seconds = seconds
        self._whole = whole
        context = ssl.create_default_context()
        is_tls = where.security == Security.TLS
        timeout = SocketTimeout(seconds, min(seconds, _READ_SECONDS))
        super().__init__(where.host, where.port, ssl=is_tls, ssl_context=context, timeout=timeout)
        self._imap.debug = 0
        self.normalise_times = False
        if not is_tls:
            self.starttls(context)

    def _create_IMAP4(self) -> _Bounded:  # noqa: N802 - the library's name
        return _Bounded(self._where, self.ssl_context, self._seconds, self._whole)

    def allow(self, size: int = _ANSWER_SIZE) -> None:
        """Begin a new budget for an answer of about this size."""
        self._imap.allow(size + _ANSWER_SIZE, _COMMAND_SECONDS + size / _SLOWEST)

    def open_folder(self, name: str) -> Folder:
        """Open a folder. Raises ``InTrouble`` if there is none."""
        self.allow()
        try:
            found = self.select_folder(name)
        except imaplib.IMAP4.abort:
            raise
        except IMAPClientError:
            raise InTrouble(Trouble.FOLDER) from None
        validity, following = found.get(b"UIDVALIDITY"), found.get(b"UIDNEXT")
        if not isinstance(validity, int):
            raise InTrouble(Trouble.SERVER)
        return Folder(validity, following if isinstance(following, int) else self._following())

    def _following(self) -> int:
        return max(self.numbers(1, None), default=0) + 1

    def numbers(self, first: int, last: int | None) -> list[int]:
        """Return the numbers of mails from ``first`` on, in order. ``*`` always gives the last one, even below."""
        self.allow()
        self._imap.untagged_responses.pop("EXISTS", None)
        found = self.search(["UID", f"{first}:{last or '*'}"])
        return sorted({int(uid) for uid in found if uid >= first and (last is None or uid <= last)})

    def has_news(self) -> bool:
        """Say whether the server told of more mail since numbers were asked for: it tells once, not again in IDLE."""
        return "EXISTS" in self._imap.untagged_responses

    def ask(self, uids: Sequence[int], what: Sequence[str], size: int = 0) -> dict[int, dict[bytes, Any]]:
        """Return what the server says of some mails."""
        self.allow(size)
        found: dict[int, dict[bytes, Any]] = self.fetch(list(uids), list(what))
        return found


def connect(where: Where, *, seconds: float = CONNECT_SECONDS, whole: float = _FOR_EVER) -> Connection:
    """Return an encrypted connection that lasts ``whole`` seconds.

    Raises ``InTrouble``: the same, whatever kept it from being made.
    """
    try:
        return Connection(where, seconds=seconds, whole=whole)
    except (egress.Unreachable, OSError, IMAPClientError, ValueError, UnicodeError):
        raise InTrouble(Trouble.UNREACHABLE) from None


def sign_in(connection: Connection, username: str, password: str = "", *, token: str = "") -> None:
    """Sign in with a password or an access token. Raises ``InTrouble``."""
    connection.allow()
    try:
        if token:
            connection.oauth2_login(username, token)
        elif connection.has_capability("AUTH=PLAIN"):
            connection.plain_login(username, password)
        else:
            connection.login(_quoted(username), password)
    except imaplib.IMAP4.abort:
        raise InTrouble(Trouble.SERVER) from None
    except (LoginError, CapabilityError, IMAPClientError, UnicodeError):
        raise InTrouble(Trouble.SIGN_IN) from None
    connection._cached_capabilities = None  # a server may tell more to whom it knows


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
