"""What is done with mails at their source, after the row here is committed; again if nobody knows whether it was."""

import datetime

import structlog
from django.db import connection
from imapclient import DELETED, SEEN
from imapclient.exceptions import IMAPClientError

from moondesk.channels.mailboxes.client import Connection
from moondesk.channels.mailboxes.keeping import Reading, numbered
from moondesk.channels.mailboxes.rules import After
from moondesk.channels.models import FetchedMail, Mailbox
from moondesk.kit import tenancy
from moondesk.kit.clock import now

log = structlog.get_logger(__name__)

_MOST = 200


def finish(found: Connection, reading: Reading, mailbox: Mailbox) -> bool:
    """Do what is due at the source for some mails; say whether there may be more."""
    due = _due(reading, mailbox)
    if not due:
        return False
    found.allow()
    uids = list(due.values())
    if mailbox.after == After.SEEN:
        found.add_flags(uids, [SEEN], silent=True)
    elif mailbox.after == After.MOVE:
        _move(found, uids, mailbox.move_to)
    elif mailbox.after == After.DELETE:
        _delete(found, uids)
    try:
        with tenancy.organization(reading.tenant):
            FetchedMail.objects.filter(pk__in=list(due)).update(finished_at=now())
    finally:
        connection.close()
    return len(due) == _MOST


def _due(reading: Reading, mailbox: Mailbox) -> dict[object, int]:
    until = now() - datetime.timedelta(days=mailbox.delete_days if mailbox.after == After.DELETE else 0)
    try:
        with tenancy.organization(reading.tenant):
            rows = numbered(mailbox).filter(finished_at=None)
            return dict(rows.filter(fetched_at__lte=until).order_by("uid").values_list("pk", "uid")[:_MOST])
    finally:
        connection.close()


def _move(found: Connection, uids: list[int], folder: str) -> None:
    if found.has_capability("MOVE"):
        found.move(uids, folder)
        return
    found.copy(uids, folder)
    _delete(found, uids)


def _delete(found: Connection, uids: list[int]) -> None:
    """Delete these and no others: without UIDPLUS they are only marked, as EXPUNGE would take all that are."""
    found.add_flags(uids, [DELETED], silent=True)
    if found.has_capability("UIDPLUS"):
        found.uid_expunge(uids)


def try_to_finish(found: Connection, reading: Reading, mailbox: Mailbox) -> bool:
    """Do all that is due at the source; a server that refuses keeps no new mail from being read."""
    try:
        while finish(found, reading, mailbox):
            pass
    except found.AbortError:
        raise
    except IMAPClientError as error:
        log.warning("mails stay as they are at their source", mailbox=str(mailbox.pk), error=type(error).__name__)
        return False
    return True
