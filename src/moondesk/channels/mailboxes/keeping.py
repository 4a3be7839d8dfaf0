"""Writing down, each in one transaction with how far the mailbox is read: what a mail of it became here."""

import datetime
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from moondesk.channels.mail.precheck import header_end, same_content_key
from moondesk.channels.mail.store import Inbox, keep
from moondesk.channels.mailboxes.client import Folder
from moondesk.channels.mailboxes.errors import NoLonger
from moondesk.channels.mailboxes.letterbox import envelope_from, inbox_of
from moondesk.channels.mailboxes.rules import BACKLOG, TRIES, After, Note, Past
from moondesk.channels.models import FetchedMail, Mailbox, ReceivedMail
from moondesk.channels.rules import HEADER_BLOCK_LIMIT, Outcome
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.limits.actions import Limit, count
from moondesk.organizations.queries import current_organization

_HOUR = 3600
_MOST_PAUSE = 60.0
TRIED_AGAIN = 20
_CONTENT = (b"content-", b"mime-version")


@dataclass(frozen=True)
class Reading:
    """One reading of a mailbox: whose it is, and the version of how it is read that it began with."""

    tenant: UUID
    mailbox_id: UUID
    revision: int


@dataclass(frozen=True)
class Arrived:
    """One mail as the server gave it."""

    uid: int
    size: int
    dated: datetime.datetime | None
    content: bytes


@contextmanager
def locked(reading: Reading) -> Iterator[Mailbox]:
    """Give the mailbox, locked, in a transaction. Raises ``NoLonger`` if somebody changed it meanwhile."""
    try:
        with tenancy.organization(reading.tenant):
            rows = Mailbox.objects.select_for_update(of=("self",)).select_related("address")
            mailbox = rows.filter(pk=reading.mailbox_id, revision=reading.revision, is_paused=False).first()
            if mailbox is None:
                raise NoLonger
            yield mailbox
    finally:
        connection.close()


def begin(reading: Reading, folder: Folder) -> Mailbox:
    """Note what the folder is now: at the first connection where to begin, and after it was made anew what to compare.

    After a change of UIDVALIDITY no number means what it meant. All is looked at again, and what is here already,
    by its content, is not taken in a second time.
    """
    with locked(reading) as mailbox:
        if mailbox.uidvalidity != folder.uidvalidity:
            last = folder.uidnext - 1
            is_new = mailbox.uidvalidity is None
            mailbox.uidvalidity, mailbox.last_uid, mailbox.stuck_tries = folder.uidvalidity, last, 0
            mailbox.past_uid = 0
            mailbox.past_until = 0 if is_new and mailbox.past == Past.LEAVE else last
            mailbox.save()
            old = FetchedMail.objects.filter(mailbox=mailbox, finished_at=None)
            old.exclude(uidvalidity=folder.uidvalidity).update(finished_at=now())
        return mailbox


def pause_before(mailbox: Mailbox, size: int, *, is_past: bool) -> float:
    """Return for how long the next mail has to wait: fetched mail is never refused, but what waits here is bounded."""
    try:
        with tenancy.organization(mailbox.organization_id):
            waiting = ReceivedMail.objects.filter(outcome=Outcome.PENDING).order_by()[: BACKLOG + 1].count()
            if waiting > BACKLOG:
                return 1.0
            return 0.0 if is_past else _above_limits(str(mailbox.organization_id), size)
    finally:
        connection.close()


def _above_limits(organization: str, size: int) -> float:
    limits = (
        (Limit("mail_in_organization", settings.MAIL_ORGANIZATION_LIMIT, _HOUR), 1),
        (Limit("mail_in_size", settings.MAIL_MEGABYTE_LIMIT * 1024, _HOUR), size // 1024 + 1),
    )
    standings = [count(limit, organization, "new", amount=amount) for limit, amount in limits if limit.most]
    return max((min(_MOST_PAUSE, float(one.reset)) for one in standings if one.over), default=0.0)


def keep_fetched(reading: Reading, arrived: Arrived, *, is_past: bool) -> None:
    """Keep one mail and move the cursor, in one transaction. Doing it twice does it once."""
    with locked(reading) as mailbox:
        if not _is_done(mailbox, arrived.uid):
            digest = hashlib.sha256(same_content_key(arrived.content)).digest()
            known = _known(mailbox, digest) if is_past else None
            if known is not None:
                _write(mailbox, arrived, Note.KNOWN, known.mail_id, digest, since=known.fetched_at)
            else:
                pk = _keep(mailbox, arrived.content, is_past=is_past)
                _write(mailbox, arrived, Note.KEPT, pk, digest)
        _move_on(mailbox, arrived.uid, is_past=is_past)


def keep_notice(reading: Reading, arrived: Arrived, *, is_past: bool) -> None:
    """Keep the header of a mail that is too large, with a word about the rest, which stays where it is."""
    with locked(reading) as mailbox:
        if not _is_done(mailbox, arrived.uid):
            pk = _keep(mailbox, _notice(mailbox, arrived), is_past=is_past)
            _write(mailbox, arrived, Note.TOO_LARGE, pk, None)
        _move_on(mailbox, arrived.uid, is_past=is_past)


def pass_by(reading: Reading, arrived: Arrived, *, is_past: bool) -> None:
    """Note that a mail could not be fetched and stays where it is, and go on behind it."""
    with locked(reading) as mailbox:
        if not _is_done(mailbox, arrived.uid):
            _write(mailbox, arrived, Note.FAILED, None, None)
        _move_on(mailbox, arrived.uid, is_past=is_past)


def note_left_out(reading: Reading, uid: int) -> None:
    """Note that the server left a mail out of its answer, to be tried again; how far it is read does not change."""
    with locked(reading) as mailbox:
        if not _is_done(mailbox, uid):
            _write(mailbox, Arrived(uid, 0, None, b""), Note.FAILED, None, None)


def move_on(reading: Reading, uid: int, *, is_past: bool) -> None:
    """Note that everything up to a number is read."""
    with locked(reading) as mailbox:
        _move_on(mailbox, uid, is_past=is_past)


def note_stuck(reading: Reading) -> bool:
    """Count that the next mail could not be fetched; say whether it was tried often enough."""
    with locked(reading) as mailbox:
        mailbox.stuck_tries += 1
        mailbox.save(update_fields=["stuck_tries"])
        return mailbox.stuck_tries >= TRIES


def _keep(mailbox: Mailbox, content: bytes, *, is_past: bool) -> UUID:
    inbox: Inbox = inbox_of(mailbox, content)
    return keep(content, envelope_from(content), [inbox], is_historic=is_past)[0]


def numbered(mailbox: Mailbox) -> QuerySet[FetchedMail]:
    """Return what was taken from a mailbox under the numbers of now."""
    return FetchedMail.objects.filter(mailbox=mailbox, uidvalidity=mailbox.uidvalidity or 0)


def _is_done(mailbox: Mailbox, uid: int) -> bool:
    return numbered(mailbox).filter(uid=uid).exists()


def _known(mailbox: Mailbox, digest: bytes) -> FetchedMail | None:
    return FetchedMail.objects.filter(mailbox=mailbox, content_hash=digest).order_by("id").first()


def keep_late(reading: Reading, arrived: Arrived) -> None:
    """Keep a mail that was passed by and can be fetched after all."""
    with locked(reading) as mailbox:
        rows = numbered(mailbox).filter(note=Note.FAILED)
        row = rows.filter(uid=arrived.uid).first()
        if row is not None:
            row.mail_id = _keep(mailbox, arrived.content, is_past=arrived.uid <= mailbox.past_until)
            row.note, row.finished_at = Note.KEPT, now() if mailbox.after == After.KEEP else None
            row.save()


def passed_by(mailbox: Mailbox) -> list[int]:
    """Return the numbers of mails that could not be fetched, a few of them."""
    try:
        with tenancy.organization(mailbox.organization_id):
            rows = numbered(mailbox).filter(note=Note.FAILED)
            return list(rows.order_by("uid").values_list("uid", flat=True)[:TRIED_AGAIN])
    finally:
        connection.close()


def stays_there(mailbox: Mailbox, dated: datetime.datetime | None) -> bool:
    """Say of a mail of the past whether it lay there before the mailbox was connected and was to stay.

    Only asked after UIDVALIDITY changed, when numbers no longer tell: the past that is left is not counted otherwise.
    """
    if mailbox.past != Past.LEAVE or dated is None:
        return False
    return dated < mailbox.created_at - datetime.timedelta(days=1)


def _write(
    mailbox: Mailbox,
    arrived: Arrived,
    note: Note,
    mail_id: UUID | None,
    digest: bytes | None,
    since: datetime.datetime | None = None,
) -> None:
    is_over = note not in (Note.KEPT, Note.KNOWN) or mailbox.after == After.KEEP
    FetchedMail.objects.create(
        mailbox=mailbox,
        uidvalidity=mailbox.uidvalidity or 0,
        uid=arrived.uid,
        mail_id=mail_id,
        note=note,
        content_hash=digest,
        size=arrived.size,
        fetched_at=since or now(),
        finished_at=now() if is_over else None,
    )


def _move_on(mailbox: Mailbox, uid: int, *, is_past: bool) -> None:
    cursor = "past_uid" if is_past else "last_uid"
    setattr(mailbox, cursor, max(uid, getattr(mailbox, cursor)))
    mailbox.stuck_tries = 0
    mailbox.save(update_fields=[cursor, "stuck_tries"])


def _notice(mailbox: Mailbox, arrived: Arrived) -> bytes:
    """Return a mail with the header of one that is too large and a text of ours."""
    end = header_end(arrived.content)
    head = arrived.content[: end if end > 0 else HEADER_BLOCK_LIMIT // 2]
    kept, keeps = [], True
    for line in head.splitlines():
        if line[:1] not in (b" ", b"\t"):
            keeps = bool(line) and not line.lower().startswith(_CONTENT)
        if keeps:
            kept.append(line)
    with translation.override(current_organization().language):
        text = _(
            "This mail is too large (%(size)s MB) and was not fetched. "
            "It is still in the folder %(folder)s of %(name)s."
        ) % {"size": round(arrived.size / 1024 / 1024), "folder": mailbox.folder, "name": mailbox.username}
    kept += [b"MIME-Version: 1.0", b"Content-Type: text/plain; charset=utf-8", b"Content-Transfer-Encoding: 8bit"]
    return b"\r\n".join([*kept, b"", text.encode(), b""])
