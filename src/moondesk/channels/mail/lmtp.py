"""The LMTP door in, for a mail server beside this one: the checks of SMTP, and an answer for each recipient."""

import asyncio

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from moondesk.channels.mail.listener import Bounded, Listener, options
from moondesk.channels.mail.store import Inbox


class LmtpListener(Listener):
    """Keeps a mail for each organization apart, so that what one cannot take does not keep it from the others."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the mail, then say so for each recipient, in their order."""
        inboxes: list[Inbox] = envelope.__dict__.get("moondesk_inboxes", [])
        content, sender = envelope.original_content or b"", envelope.mail_from or ""
        said = {}
        for organization in dict.fromkeys(inbox.organization_id for inbox in inboxes):
            its_own = [inbox for inbox in inboxes if inbox.organization_id == organization]
            said[organization] = await self._keep(content, sender, its_own, session)
        return "\r\n".join(said[inbox.organization_id] for inbox in inboxes)


class _LmtpSession(Bounded, LMTP):
    """One connection. What is said to a mail as a whole, such as that it is too large, is said for each recipient."""

    _is_answering = False

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        """Take a mail."""
        try:
            await super().smtp_DATA(arg)
        finally:
            self._is_answering = False

    async def push(self, status: str | bytes) -> None:
        """Answer."""
        text = status.decode() if isinstance(status, bytes) else status
        if self._is_answering and self.envelope is not None and "\r\n" not in text:
            text = "\r\n".join([text] * len(self.envelope.rcpt_tos))
        self._is_answering |= text.startswith("354")
        await super().push(text)


def session(listener: LmtpListener, loop: asyncio.AbstractEventLoop) -> SMTP:
    """Return the protocol of one connection."""
    return _LmtpSession(listener, loop=loop, **options())
