"""Watching one mailbox: sign in, read what is new, wait until the server tells of more; after a failure, again."""

import random
import ssl
import threading
import time
from dataclasses import dataclass, field

import structlog
from django.db import DatabaseError, connection
from imapclient.exceptions import IMAPClientError
from psycopg_pool import PoolTimeout

from moondesk.channels.mailboxes import keeping, standing
from moondesk.channels.mailboxes.access import Access, access_of
from moondesk.channels.mailboxes.aftercare import try_to_finish
from moondesk.channels.mailboxes.client import Connection
from moondesk.channels.mailboxes.errors import InTrouble, NoLonger
from moondesk.channels.mailboxes.keeping import Reading
from moondesk.channels.mailboxes.round import Round
from moondesk.channels.mailboxes.rules import Trouble, wait_after
from moondesk.channels.models import Mailbox

log = structlog.get_logger(__name__)

IDLE_SECONDS = 540.0
POLL_SECONDS = 60.0
_SLICE = 3.0
_HOUR = 3600.0
_NEWS = (b"EXISTS", b"RECENT")


@dataclass
class Watch:
    """One mailbox being read, in a thread of its own."""

    reading: Reading
    stopping: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None
    _access: Access | None = None
    _tried_again: float = 0.0
    _waiting: Connection | None = None

    def start(self) -> None:
        """Begin."""
        name = f"mailbox-{self.reading.mailbox_id}"
        self.thread = threading.Thread(target=self._run, name=name, daemon=True)
        self.thread.start()

    def is_alive(self) -> bool:
        """Whether it is still read."""
        return self.thread is not None and self.thread.is_alive()

    def end(self) -> None:
        """Have it end: at once when it waits for news, else behind the mail in hand."""
        self.stopping.set()
        waiting = self._waiting
        if waiting is not None:
            _leave(waiting)

    def _rest(self, seconds: float) -> bool:
        return self.stopping.wait(seconds)

    def _run(self) -> None:
        failures = 0
        while not self.stopping.is_set():
            began = time.monotonic()
            trouble = self._once()
            if trouble is None:
                return
            if time.monotonic() - began > POLL_SECONDS:
                failures = 0
            failures += 1
            self._rest(wait_after(failures, trouble, random.random))

    def _once(self) -> Trouble | None:
        """Read until something fails; return what, or nothing when the reading is to end."""
        try:
            self._session()
        except NoLonger:
            return None
        except InTrouble as error:
            self._access = None  # its secrets may have been changed meanwhile
            return self._note(error.trouble)
        except (IMAPClientError, OSError, ssl.SSLError, EOFError, ValueError) as error:
            if self.stopping.is_set():
                return None
            log.info("a mailbox's connection ended", mailbox=str(self.reading.mailbox_id), error=type(error).__name__)
            return self._note(Trouble.SERVER)
        except (DatabaseError, PoolTimeout) as error:
            log.warning("mailboxes wait for the database", error=type(error).__name__)
            return Trouble.SERVER
        except Exception:
            log.exception("reading a mailbox failed", mailbox=str(self.reading.mailbox_id))
            return self._note(Trouble.SERVER)
        finally:
            connection.close()
        return None

    def _note(self, trouble: Trouble) -> Trouble:
        try:
            standing.note_failure(self.reading, trouble)
        except NoLonger:
            self.stopping.set()
        except (DatabaseError, PoolTimeout):
            log.warning("a mailbox's trouble could not be noted", mailbox=str(self.reading.mailbox_id))
        return trouble

    def _session(self) -> None:
        access = self._access = self._access or access_of(self.reading)
        found = access.open()
        try:
            folder = found.open_folder(access.folder)
            mailbox = keeping.begin(self.reading, folder)
            work = Round(found, self.reading, self._rest)
            while not self.stopping.is_set():
                mailbox = self._read_all(work, mailbox)
                self._waiting = found
                self._wait(found)
                self._waiting = None
        finally:
            self._waiting = None
            _leave(found)

    def _read_all(self, work: Round, mailbox: Mailbox) -> Mailbox:
        more = True
        while more and not self.stopping.is_set():
            more = work.read(mailbox)
            can_finish = try_to_finish(work.connection, self.reading, mailbox)
            mailbox = standing.note_success(self.reading, Trouble.NONE if can_finish else Trouble.TARGET)
        if time.monotonic() - self._tried_again > _HOUR or not self._tried_again:
            self._tried_again = time.monotonic()
            work.try_again(mailbox)
        return mailbox

    def _wait(self, found: Connection) -> None:
        """Wait until the server tells of something, or long enough; without IDLE, ask again after a while."""
        found.allow()
        if found.has_news():
            return
        if not found.has_capability("IDLE"):
            self._rest(POLL_SECONDS)
            found.allow()
            found.noop()
            return
        found.idle()
        until = time.monotonic() + IDLE_SECONDS
        while not self.stopping.is_set() and time.monotonic() < until:
            found.allow()
            began = time.monotonic()
            told = found.idle_check(timeout=_SLICE)
            # Nothing, and at once: the connection may be gone, which the end of the waiting tells.
            if any(len(one) > 1 and one[1] in _NEWS for one in told) or (
                not told and time.monotonic() - began < _SLICE / 2
            ):
                break
        found.allow()
        found.idle_done()


def _leave(found: Connection) -> None:
    """End the connection without waiting for a server that may not answer."""
    try:
        found.shutdown()
    except (OSError, IMAPClientError, ValueError):
        return
