"""The SMTP door in: says yes only after the mail is safe in the database."""

import asyncio
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import DatabaseError, connection
from psycopg_pool import PoolTimeout

from moondesk.channels.mail.admission import Full, counted_as, put_off
from moondesk.channels.mail.store import Inbox, Origin, find_inbox, keep
from moondesk.channels.rules import RECIPIENT_LIMIT
from moondesk.kit.metrics import MAILS_PUT_OFF
from moondesk.kit.prepared import keeping_plans

log = structlog.get_logger(__name__)

IDLE_SECONDS = 60
CONNECTION_LIMIT = 40
_LINE_LIMIT = 1024 * 1024
_MAIL_LIMIT = 100
_AWAY = "451 4.3.0 The desk cannot keep mail at the moment, try again later"


class Listener:
    """The answers to RCPT and DATA. Database work runs in a few threads, so one slow mail stops nobody."""

    def __init__(self) -> None:
        self.threads = ThreadPoolExecutor(4, thread_name_prefix="mail")

    async def _ask[T](self, function: Callable[..., T], *arguments: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.threads, _with_connection, function, arguments)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take known addresses only."""
        if len(envelope.rcpt_tos) >= RECIPIENT_LIMIT:
            return "452 4.5.3 Too many recipients"
        try:
            inbox = await self._ask(find_inbox, address)
        except (DatabaseError, PoolTimeout) as error:
            log.warning("mail put off", error=type(error).__name__)
            return _AWAY
        if inbox is None:
            return "550 5.1.1 There is no such address here"
        inboxes: list[Inbox] = envelope.__dict__.setdefault("moondesk_inboxes", [])
        inboxes.append(inbox)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the mail, then say so."""
        content = envelope.original_content or b""
        inboxes: list[Inbox] = envelope.__dict__.get("moondesk_inboxes", [])
        sender = envelope.mail_from or ""
        return await self._keep(content, sender, inboxes, session)

    async def _keep(self, content: bytes, sender: str, inboxes: list[Inbox], session: Session) -> str:
        try:
            made = await self._ask(_keep_unless_full, content, sender, inboxes, _origin(session))
            if isinstance(made, Full):
                return _later(made, inboxes)
        except (DatabaseError, PoolTimeout) as error:
            log.warning("mail put off", error=type(error).__name__, size=len(content))
            return _AWAY
        except Exception:
            log.exception("mail could not be kept", size=len(content))
            return _AWAY
        log.info("mail received", size=len(content), mails=[str(pk) for pk in made])
        return "250 2.0.0 Kept"

    async def handle_exception(self, error: Exception) -> str:
        """Answer an error of ours without telling what it was."""
        log.error("SMTP session failed", error=type(error).__name__)
        return "451 4.3.0 Try again later"


def _keep_unless_full(content: bytes, sender: str, inboxes: list[Inbox], origin: Origin) -> list[uuid.UUID] | Full:
    """Keep a mail, or say what is full; together, as a thread and a connection cost more than the counting."""
    return put_off(content, sender, inboxes, peer=origin.peer) or keep(content, sender, inboxes, origin=origin)


def _later(full: Full, inboxes: list[Inbox]) -> str:
    MAILS_PUT_OFF.labels(full.value).inc()
    log.warning("mail put off", limit=full.value, organizations=[str(inbox.organization_id) for inbox in inboxes])
    return "451 4.7.1 That is too much mail in an hour, try again later"


def _origin(session: Session) -> Origin:
    address = session.peer[0] if session.peer else None
    greeting = "".join(char for char in session.host_name or "" if char.isprintable())
    return Origin(address, greeting)


def _with_connection[T](function: Callable[..., T], arguments: tuple[Any, ...]) -> T:
    try:
        with keeping_plans():
            return function(*arguments)
    finally:
        connection.close()


class Bounded(SMTP):
    """One connection; more of them at once than the limits, in all or from one address, are asked to come back."""

    line_length_limit = _LINE_LIMIT
    _open = 0
    _open_from: Counter[str] = Counter()
    _counted = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, unless there are too many."""
        Bounded._open += 1
        peer = transport.get_extra_info("peername")
        self._counted = counted_as(str(peer[0])) if peer else ""
        Bounded._open_from[self._counted] += 1
        most = settings.MAIL_CONNECTION_LIMIT if self._counted else 0
        is_over = bool(most) and Bounded._open_from[self._counted] > most
        if (is_over or Bounded._open > CONNECTION_LIMIT) and isinstance(transport, asyncio.WriteTransport):
            MAILS_PUT_OFF.labels("connections").inc()
            transport.write(b"421 4.3.2 Too many connections, try again later\r\n")
            transport.close()
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """End."""
        Bounded._open -= 1
        Bounded._open_from[self._counted] -= 1
        if Bounded._open_from[self._counted] <= 0:
            del Bounded._open_from[self._counted]
        super().connection_lost(error)


def session(listener: Listener, loop: asyncio.AbstractEventLoop) -> SMTP:
    """Return the protocol of one connection."""
    return Bounded(listener, loop=loop, **options())


def options() -> dict[str, Any]:
    """Return the bounds of a connection."""
    return {
        "data_size_limit": settings.MAIL_SIZE_LIMIT,
        "enable_SMTPUTF8": True,
        "hostname": "moondesk",
        "ident": "Moondesk",
        "timeout": IDLE_SECONDS,
        "command_call_limit": {"RCPT": 4 * RECIPIENT_LIMIT, "MAIL": _MAIL_LIMIT, "DATA": _MAIL_LIMIT, "*": 50},
    }
