"""The one connection of a web process that listens; all its streams live from it."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from typing import Any

import psycopg
import structlog

from moondesk.realtime import presence
from moondesk.realtime.announcing import CHANNEL, Announcement, read
from moondesk.realtime.presence import Sign, read_sign

log = structlog.get_logger(__name__)

_LOOK_AFTER = 10.0
_FIRST_WAIT = 0.2
_LONGEST_WAIT = 5.0
_KEEPALIVE: dict[str, Any] = {"keepalives": 1, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}


class Listener:
    """Hears announcements, and says when some may have been missed."""

    def __init__(
        self,
        dsn: str,
        *,
        heard: Callable[[Sequence[Announcement]], None],
        missed: Callable[[], None],
        present: Callable[[Sign], None],
    ) -> None:
        self._dsn = dsn
        self._heard = heard
        self._missed = missed
        self._present = present
        self.listening = asyncio.Event()

    async def run(self) -> None:
        """Listen until cancelled, connecting again whenever the connection is lost."""
        wait = _FIRST_WAIT
        lost = False
        while True:
            try:
                await self._listen(lost)
            except (psycopg.Error, OSError) as error:
                if self.listening.is_set():
                    wait = _FIRST_WAIT
                log.warning("listening stopped, trying again", error=type(error).__name__)
            lost = True
            self.listening.clear()
            await asyncio.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT)

    async def _listen(self, lost: bool) -> None:
        options = {**_KEEPALIVE, "application_name": "moondesk listener"}
        async with await psycopg.AsyncConnection.connect(self._dsn, autocommit=True, **options) as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            await connection.execute(f"LISTEN {presence.CHANNEL}")
            self.listening.set()
            if lost:
                self._missed()
            while True:
                async for note in connection.notifies(timeout=_LOOK_AFTER):
                    with contextlib.suppress(ValueError, TypeError):
                        if note.channel == presence.CHANNEL:
                            self._present(read_sign(note.payload))
                        else:
                            self._heard([read(note.payload)])
                await connection.execute("SELECT 1")
