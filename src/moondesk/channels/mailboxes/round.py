"""Reading what is new in an open folder, and of the past a portion at a time; nothing is done there before it is here.

Only numbers above the cursor are asked for, sizes before contents, a few mails at a time. New mail goes before mail
of the past, so a mailbox with a long past answers at once.
"""

import imaplib  # noqa: TID251 - its errors
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog
from django.conf import settings
from imapclient.exceptions import IMAPClientError

from moondesk.channels.mailboxes import keeping
from moondesk.channels.mailboxes.client import Connection
from moondesk.channels.mailboxes.errors import InTrouble, NoLonger
from moondesk.channels.mailboxes.keeping import Arrived, Reading
from moondesk.channels.mailboxes.rules import BATCH, SEARCH_WIDTH, Trouble, groups
from moondesk.channels.models import Mailbox
from moondesk.channels.rules import HEADER_BLOCK_LIMIT

log = structlog.get_logger(__name__)

_SIZES = ("RFC822.SIZE", "INTERNALDATE")
_BODY = "BODY.PEEK[]"
_HEADER = "BODY.PEEK[HEADER]"

type Rest = Callable[[float], bool]
"""Waits some seconds; says whether the reading shall end."""


@dataclass(frozen=True)
class Round:
    """Reading one open folder."""

    connection: Connection
    reading: Reading
    rest: Rest

    def read(self, mailbox: Mailbox) -> bool:
        """Read all that is new, or one portion of the past; say whether there may be more."""
        fresh = self.connection.numbers(mailbox.last_uid + 1, None)
        if fresh:
            self._take(mailbox, fresh[:BATCH], is_past=False)
            return True
        if mailbox.past_uid >= mailbox.past_until:
            return False
        until = min(mailbox.past_until, mailbox.past_uid + SEARCH_WIDTH)
        old = self.connection.numbers(mailbox.past_uid + 1, until)
        if old:
            self._take(mailbox, old[:BATCH], is_past=True)
        if len(old) <= BATCH:
            keeping.move_on(self.reading, until, is_past=True)
        return True

    def _take(self, mailbox: Mailbox, uids: Sequence[int], *, is_past: bool) -> None:
        about = self.connection.ask(uids, _SIZES)
        self._note_left_out([uid for uid in uids if uid not in about])
        mails = [
            Arrived(uid, int(about[uid].get(b"RFC822.SIZE") or 0), about[uid].get(b"INTERNALDATE"), b"")
            for uid in uids
            if uid in about and not (is_past and keeping.stays_there(mailbox, about[uid].get(b"INTERNALDATE")))
        ]
        small = {mail.uid: mail for mail in mails if mail.size <= settings.MAIL_SIZE_LIMIT}
        portions = groups(((mail.uid, mail.size) for mail in mails), single=mailbox.stuck_tries > 0)
        for portion in portions:
            self._wait_for_room(mailbox, sum(small[uid].size for uid in portion if uid in small), is_past=is_past)
            if all(uid in small for uid in portion):
                self._take_whole([small[uid] for uid in portion], is_past=is_past)
                continue
            for mail in (mail for mail in mails if mail.uid in portion):
                if mail.uid in small:
                    self._take_whole([mail], is_past=is_past)
                else:
                    self._take_header(mail, is_past=is_past)
        keeping.move_on(self.reading, uids[-1], is_past=is_past)  # those between that were deleted meanwhile

    def _note_left_out(self, uids: Sequence[int]) -> None:
        """Note those that the server said nothing of although it still lists them; the others were deleted meanwhile.

        This comes before the cursor moves on, so that none is forgotten.
        """
        listed = set(self.connection.numbers(uids[0], uids[-1])) if uids else set()
        for uid in uids:
            if uid in listed:
                log.warning("a mail was left out by its server", mailbox=str(self.reading.mailbox_id), uid=uid)
                keeping.note_left_out(self.reading, uid)

    def _wait_for_room(self, mailbox: Mailbox, size: int, *, is_past: bool) -> None:
        while pause := keeping.pause_before(mailbox, size, is_past=is_past):
            if self.rest(pause):
                raise NoLonger

    def _take_whole(self, mails: Sequence[Arrived], *, is_past: bool) -> None:
        """Fetch and keep some mails. What a server cannot give is tried alone, and passed by after some tries."""
        bodies = self._fetch(mails, _BODY, b"BODY[]", sum(mail.size for mail in mails), is_past=is_past)
        self._note_left_out([mail.uid for mail in mails if mail.uid not in bodies])
        for mail in mails:
            if mail.uid in bodies:
                content = bodies[mail.uid]
                whole = Arrived(mail.uid, max(mail.size, len(content)), mail.dated, content)
                is_small = len(content) <= settings.MAIL_SIZE_LIMIT
                (keeping.keep_fetched if is_small else keeping.keep_notice)(self.reading, whole, is_past=is_past)

    def try_again(self, mailbox: Mailbox) -> None:
        """Try once more what could not be fetched before; what fails again stays noted."""
        for uid in keeping.passed_by(mailbox):
            try:
                found = self.connection.ask([uid], [_BODY], settings.MAIL_SIZE_LIMIT)
            except imaplib.IMAP4.abort:
                raise
            except (IMAPClientError, ValueError, LookupError, TypeError):
                continue
            content = found.get(uid, {}).get(b"BODY[]")
            if isinstance(content, bytes) and content:
                keeping.keep_late(self.reading, Arrived(uid, len(content), None, content))

    def _take_header(self, mail: Arrived, *, is_past: bool) -> None:
        heads = self._fetch([mail], _HEADER, b"BODY[HEADER]", HEADER_BLOCK_LIMIT, is_past=is_past)
        self._note_left_out([mail.uid] if mail.uid not in heads else [])
        if mail.uid in heads:
            told = Arrived(mail.uid, mail.size, mail.dated, heads[mail.uid])
            keeping.keep_notice(self.reading, told, is_past=is_past)

    def _fetch(
        self, mails: Sequence[Arrived], what: str, answer: bytes, size: int, *, is_past: bool
    ) -> dict[int, bytes]:
        try:
            found = self.connection.ask([mail.uid for mail in mails], [what], size)
            bodies = {uid: one[answer] for uid, one in found.items() if answer in one}
            if not all(isinstance(body, bytes) and body for body in bodies.values()):
                raise IMAPClientError("A mail without content")
            return bodies
        except (OSError, IMAPClientError, ValueError, LookupError, TypeError) as error:
            often = keeping.note_stuck(self.reading)
            log.warning("mails could not be fetched", uids=[mail.uid for mail in mails], error=type(error).__name__)
            if often and len(mails) == 1:
                keeping.pass_by(self.reading, mails[0], is_past=is_past)
            if isinstance(error, (OSError, imaplib.IMAP4.abort)) or not often or len(mails) > 1:
                raise InTrouble(Trouble.SERVER) from None
            return {}
