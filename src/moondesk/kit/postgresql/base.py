"""The backend that the settings name: Django's own, bounded in how long anything waits for a database that is away.

A server that was stopped or frozen still acknowledges what it is sent, so that neither TCP nor a timeout of the
server's own would ever end the wait.
"""

import datetime
import select
from collections import deque
from typing import Any, ClassVar

import psycopg
from django.db.backends.postgresql import base
from psycopg import adapt, adapters, generators
from psycopg.abc import RV, PQGen
from psycopg.pq import ExecStatus, Format, TransactionStatus
from psycopg_pool import ConnectionPool, PoolTimeout

WEB_PATIENCE = 12.0
"""Seconds that a statement of a request may take: longer than the longest wait for a lock (``api.idempotency``)."""
_PATIENCE = 45.0  # of jobs: longer than the server's own statement_timeout, whose answer says more
_GLANCE = 1.0
_FOR_A_CONNECTION = 5.0
PLANS_KEPT = 300
"""How many plans a connection keeps at most, once it keeps those of all statements."""
_RECONNECT_SECONDS = 2.0  # then the next request tries at once, instead of after the pool's ever longer pauses


_read_moment: Any = adapters.get_loader(base.TIMESTAMPTZ_OID, Format.TEXT)


class _UtcMoments(adapt.Loader):
    """Reads moments as psycopg does, whose sessions are in UTC as Django's are: a page reads a hundred of them.

    Django's own loader calls Python for each, to put its zone in the place of the session's, which is the same.
    """

    timezone = datetime.UTC

    def __new__(cls, oid: int, context: Any = None) -> Any:
        """Return psycopg's."""
        return _read_moment(oid, context)


class Connection(psycopg.Connection[Any]):
    """A connection that is given up when the server says nothing for too long."""

    patience: ClassVar[float] = _PATIENCE
    """Seconds; the web makes it shorter for its process."""
    is_away: ClassVar[bool] = False
    """Whether the database was away when last asked: then everybody asks briefly, until it answers."""
    opening: bytes = b""
    """SQL that is sent with the BEGIN of the next transaction, so that it costs no message of its own."""
    _glancing = False

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Wait for an answer. Raises ``psycopg.OperationalError``, and closes, when it does not come."""
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, _GLANCE if self._glancing else self.patience)
        except psycopg.errors._WaitTimeout:
            Connection.is_away = True
            self.close()
            raise

    def _start_query(self) -> PQGen[None]:
        if not self.opening or self._autocommit or self.pgconn.transaction_status != TransactionStatus.IDLE:
            yield from super()._start_query()
            return
        self.pgconn.send_query(b"BEGIN; " + self.opening)
        for result in (yield from generators.execute(self.pgconn)):
            if result.status not in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
                raise psycopg.errors.error_from_result(result, encoding=self.pgconn._encoding)

    def _set_autocommit(self, value: bool) -> None:
        # Between transactions nothing has to be sent or waited for: Django sets this three times in each request.
        if self.pgconn.transaction_status == TransactionStatus.IDLE:
            self._autocommit = bool(value)
        else:
            super()._set_autocommit(value)

    def check(self) -> None:
        """Raise unless the connection may be handed out; asks the server only when there is reason to doubt.

        A server that went away leaves the end of the stream to read, and one that is there leaves nothing.
        """
        look = select.poll()
        look.register(self.fileno(), select.POLLIN)
        ended = bool(look.poll(0))
        if not Connection.is_away and not ended:
            return
        self._glancing = True
        try:
            ConnectionPool.check_connection(self)
        except psycopg.OperationalError:
            if ended and isinstance(self._pool, ConnectionPool):
                # The others will have ended with it: the pool would find that out one by one, with ever longer pauses.
                self._pool.check()
            raise
        finally:
            self._glancing = False


class _LastFirst(deque[Any]):
    """The connections that are free, the one given back last in front.

    The pool itself goes round: then each of many keeps plans, catalogues and memory of its own for what few could do.
    """

    def append(self, connection: Any) -> None:
        """Put a connection where the next is taken from."""
        self.appendleft(connection)


class _Pool(ConnectionPool[Any]):
    """A pool that closes the connection used least lately when it has too many."""

    def _shrink_pool(self) -> None:
        with self._lock:
            if self._nconns > self._min_size and self._nconns_min > 0:
                self._pool.rotate(1)  # it drops the first, which here is the one that was used last
        super()._shrink_pool()


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with connections of the class above in its pool."""

    keeps_plans = False
    """Whether PostgreSQL keeps the plans of all statements (``kit.prepared.keeping_plans``)."""

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default") -> None:
        super().__init__(settings_dict, alias)
        pool = self.settings_dict["OPTIONS"].get("pool")
        if pool:
            pool |= {
                "connection_class": Connection,
                "check": Connection.check,
                "reconnect_timeout": _RECONNECT_SECONDS,
            }

    @property
    def pool(self) -> Any:
        """The pool of this process, if there is one."""
        pool: Any = self._connection_pools.get(self.alias)  # type: ignore[attr-defined]
        if type(pool) is _Pool and self.settings_dict["OPTIONS"].get("pool"):
            return pool
        pool = super().pool
        if pool is not None and type(pool._pool) is deque:
            with pool._lock:
                pool._pool = _LastFirst(pool._pool)
                pool.__class__ = _Pool  # Django makes the pool, of the library's own class
        return pool

    def get_connection_params(self) -> Any:
        """Return what connections are made with."""
        params = super().get_connection_params()
        if self.timezone == datetime.UTC:
            params["context"].register_loader("timestamptz", _UtcMoments)
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Take a connection from the pool: patiently, or briefly while the database is known to be away."""
        pool = self.pool
        if pool is None:
            return super().get_new_connection(conn_params)
        pool.timeout = _GLANCE if Connection.is_away else _FOR_A_CONNECTION
        try:
            connection = super().get_new_connection(conn_params)
        except PoolTimeout:
            Connection.is_away = True
            raise
        Connection.is_away = False
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        """Return a cursor: one that sends values beside the statement while plans are kept."""
        if not self.keeps_plans or name:
            return super().create_cursor(name)
        bare: Any = self.connection
        if bare.prepared_max != PLANS_KEPT:
            bare.prepared_max = PLANS_KEPT
        cursor: Any = base.ServerBindingCursor
        return cursor(bare)
