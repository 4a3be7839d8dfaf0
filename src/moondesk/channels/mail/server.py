"""The process of mail: the listener, the mailboxes that are read, and with the embedded set-up the catcher."""

import asyncio
import logging
import signal
from dataclasses import dataclass
from pathlib import Path

import structlog

LOOPBACK = "127.0.0.1"

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Doors:
    """Where to listen: for SMTP, for LMTP if at all, and the catcher's port with its folder if there is one."""

    host: str
    port: int
    lmtp_port: int | None = None
    catcher_port: int | None = None
    catcher_dir: Path | None = None


def run(doors: Doors) -> None:
    """Run until SIGTERM or SIGINT. Django must be set up. Raises ``StartupError`` on a bad database."""
    from django.db import connection

    from moondesk.kit.database import check_role
    from moondesk.kit.postgresql.base import WEB_PATIENCE, Connection

    Connection.patience = WEB_PATIENCE
    check_role()
    connection.close()
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    asyncio.run(_serve(doors))


async def _serve(doors: Doors) -> None:
    from moondesk.channels.mail import catcher, listener, lmtp
    from moondesk.channels.mailboxes.fetcher import Fetcher

    loop = asyncio.get_running_loop()
    door = listener.Listener()
    servers = [await loop.create_server(lambda: listener.session(door, loop), doors.host, doors.port)]
    inner = lmtp.LmtpListener()
    if doors.lmtp_port is not None:
        servers.append(await loop.create_server(lambda: lmtp.session(inner, loop), doors.host, doors.lmtp_port))
    if doors.catcher_port is not None and doors.catcher_dir is not None:
        caught = catcher.Catcher(doors.catcher_dir)
        servers.append(await loop.create_server(lambda: catcher.session(caught, loop), LOOPBACK, doors.catcher_port))
    mailboxes = Fetcher()
    mailboxes.start()
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    log.info("listening for mail", host=doors.host, port=doors.port, lmtp_port=doors.lmtp_port)
    await stop.wait()
    for server in servers:
        server.close()
    await loop.run_in_executor(None, mailboxes.stop)
    for one in (door, inner):
        one.threads.shutdown(wait=True)
    log.info("mail stopped")
