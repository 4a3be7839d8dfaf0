"""The process of mail: the listener, the mailboxes that are read, and with the embedded set-up the catcher."""

import asyncio
import logging
import signal
from pathlib import Path

import structlog

LOOPBACK = "127.0.0.1"

log = structlog.get_logger(__name__)


def run(host: str, port: int, catcher_port: int | None = None, catcher_dir: Path | None = None) -> None:
    """Run until SIGTERM or SIGINT. Django must be set up. Raises ``StartupError`` on a bad database."""
    from django.db import connection

    from moondesk.kit.database import check_role
    from moondesk.kit.postgresql.base import WEB_PATIENCE, Connection

    Connection.patience = WEB_PATIENCE
    check_role()
    connection.close()
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    asyncio.run(_serve(host, port, catcher_port, catcher_dir))


async def _serve(host: str, port: int, catcher_port: int | None, catcher_dir: Path | None) -> None:
    from moondesk.channels.mail import catcher, listener
    from moondesk.channels.mailboxes.fetcher import Fetcher

    loop = asyncio.get_running_loop()
    door = listener.Listener()
    servers = [await loop.create_server(lambda: listener.session(door, loop), host, port)]
    if catcher_port is not None and catcher_dir is not None:
        caught = catcher.Catcher(catcher_dir)
        servers.append(await loop.create_server(lambda: catcher.session(caught, loop), LOOPBACK, catcher_port))
    mailboxes = Fetcher()
    mailboxes.start()
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    log.info("listening for mail", host=host, port=port, catcher_port=catcher_port)
    await stop.wait()
    for server in servers:
        server.close()
    await loop.run_in_executor(None, mailboxes.stop)
    door.threads.shutdown(wait=True)
    log.info("mail stopped")
