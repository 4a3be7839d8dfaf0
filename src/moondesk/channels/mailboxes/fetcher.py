"""All mailboxes that this process reads. Several processes share them: a lock in the database says who reads which."""

import contextlib
import hashlib
import threading
import uuid

import psycopg
import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from psycopg_pool import PoolTimeout

from moondesk.channels.mailboxes.keeping import Reading
from moondesk.channels.mailboxes.watch import Watch
from moondesk.kit.database import crossing, dsn

log = structlog.get_logger(__name__)

LOOK_SECONDS = 2.0
_LAST_BREATH = 8.0


def lock_key(mailbox_id: uuid.UUID) -> int:
    """Return the number by which processes know that a mailbox is being read."""
    return int.from_bytes(hashlib.sha256(b"moondesk mailbox" + mailbox_id.bytes).digest()[:8], signed=True)


class Fetcher:
    """Starts a watch for each mailbox whose lock it gets, and ends those that somebody changed, paused or removed.

    The locks live on one connection. When that is lost, others may take the mailboxes: all watches end and begin anew.
    Should two read one mailbox for a moment, the row of the mailbox and the number of each mail keep it from doubling.
    """

    def __init__(self, most: int | None = None, look_every: float = LOOK_SECONDS) -> None:
        self.most = settings.MAILBOX_LIMIT if most is None else most
        self.look_every = look_every
        self.watches: dict[uuid.UUID, Watch] = {}
        self._ending: list[Watch] = []
        self._locks: psycopg.Connection | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mailboxes", daemon=True)

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """End all watches. What is under way is either kept or still there."""
        self._stopping.set()
        self._thread.join(_LAST_BREATH)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.look()
            except (DatabaseError, PoolTimeout, psycopg.Error) as error:
                log.warning("mailboxes cannot be looked up", error=type(error).__name__)
                self._end_all()
            except Exception:
                log.exception("looking after mailboxes failed")
            self._stopping.wait(self.look_every)
        self._end_all()
        for watch in self._ending:
            if watch.thread is not None:
                watch.thread.join(_LAST_BREATH / 2)

    def look(self) -> None:
        """Compare what is watched with what there is to read."""
        try:
            rows = crossing("mailboxes_to_read")
        finally:
            connection.close()
        wanted = {row[1]: Reading(row[0], row[1], row[2]) for row in rows}
        locks = self._lock_connection()
        for mailbox_id, watch in list(self.watches.items()):
            if wanted.get(mailbox_id) != watch.reading or not watch.is_alive():
                watch.end()
                self._ending.append(self.watches.pop(mailbox_id))
        self._release_ended(locks)
        ending = {watch.reading.mailbox_id for watch in self._ending}
        for mailbox_id, reading in wanted.items():
            if len(self.watches) >= self.most:
                break
            if mailbox_id not in self.watches and mailbox_id not in ending and _lock(locks, mailbox_id):
                self.watches[mailbox_id] = Watch(reading)
                self.watches[mailbox_id].start()

    def _release_ended(self, locks: psycopg.Connection) -> None:
        for watch in [watch for watch in self._ending if not watch.is_alive()]:
            self._ending.remove(watch)
            locks.execute("SELECT pg_advisory_unlock(%s)", [lock_key(watch.reading.mailbox_id)])

    def _lock_connection(self) -> psycopg.Connection:
        if self._locks is not None:
            self._locks.execute("SELECT 1")
            return self._locks
        self._locks = psycopg.connect(dsn(), autocommit=True)
        return self._locks

    def _end_all(self) -> None:
        for watch in self.watches.values():
            watch.end()
        self._ending += self.watches.values()
        self.watches = {}
        if self._locks is not None:
            _let_go(self._locks)
            self._locks = None


def _let_go(locks: psycopg.Connection) -> None:
    # Asked for, not left to the server: it notices a closed connection when it comes to it, and others wait meanwhile.
    with contextlib.suppress(psycopg.Error):
        locks.execute("SELECT pg_advisory_unlock_all()")
    locks.close()


def _lock(locks: psycopg.Connection, mailbox_id: uuid.UUID) -> bool:
    row = locks.execute("SELECT pg_try_advisory_lock(%s)", [lock_key(mailbox_id)]).fetchone()
    return bool(row and row[0])
