"""The local catcher: takes every mail that Moondesk sends and keeps it as a file; nothing leaves the machine."""

import asyncio
import os
import secrets
import tempfile
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

KEPT = 1000


class Catcher:
    """Writes one ``.eml`` for each mail, whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the mail, with its envelope on top, as that is not in its header."""
        lines = f"X-Envelope-To: {', '.join(envelope.rcpt_tos)}\r\nX-Envelope-From: {envelope.mail_from or ''}\r\n"
        top = lines.encode("utf-8", "surrogateescape")
        await asyncio.get_running_loop().run_in_executor(None, self.write, top + (envelope.original_content or b""))
        return "250 2.0.0 Caught"

    def write(self, content: bytes) -> Path:
        """Write a file under its final name only when it is complete; readable by the owner alone."""
        path = self.folder / f"{time.time_ns():020d}-{secrets.token_hex(4)}.eml"
        handle, temporary = tempfile.mkstemp(dir=self.folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).rename(path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
        for old in sorted(self.folder.glob("*.eml"))[:-KEPT]:
            old.unlink(missing_ok=True)
        return path


def session(catcher: Catcher, loop: asyncio.AbstractEventLoop) -> SMTP:
    """Return the protocol of one connection."""
    protocol = SMTP(
        catcher, data_size_limit=None, enable_SMTPUTF8=True, hostname="moondesk", ident="Moondesk", loop=loop
    )
    protocol.line_length_limit = 1024 * 1024
    return protocol
