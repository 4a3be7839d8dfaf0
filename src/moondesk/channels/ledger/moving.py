"""Moving the bytes of mails from their rows to the file store, some time after all is done with them.

A mail is kept by one commit, in its row; only what the store has whole, read back and compared, leaves the row. While
the store is away the bytes stay where they are (docs/decisions/raw-mails.md).
"""

import datetime
import hashlib
import io
import os
import secrets
import uuid

import structlog
from django.db import transaction

from moondesk.channels.models import ReceivedMail
from moondesk.files import storage
from moondesk.files.errors import StorageUnavailable
from moondesk.kit import tenancy
from moondesk.kit.clock import now

log = structlog.get_logger(__name__)

FOLDER = "mail"
_AFTER = datetime.timedelta(hours=1)
_AT_ONCE = 20
_LOST_AFTER = datetime.timedelta(hours=24)


def move_some() -> bool:
    """Move the bytes of some mails of the organization; say whether there are more."""
    done = ReceivedMail.objects.filter(raw__isnull=False, done_at__lt=now() - _AFTER)
    ids = list(done.order_by("done_at").values_list("pk", flat=True)[:_AT_ONCE])
    try:
        for mail_id in ids:
            _move(mail_id)
    except StorageUnavailable:
        log.warning("mails stay in the database while the file store is away")
        return False
    return len(ids) == _AT_ONCE


def _move(mail_id: uuid.UUID) -> None:
    with transaction.atomic():
        mail = ReceivedMail.objects.select_for_update(of=("self",)).filter(pk=mail_id, raw__isnull=False).first()
        if mail is None or mail.done_at is None or mail.raw is None:
            return
        raw = bytes(mail.raw)
        key = f"{mail.organization_id.hex}/{FOLDER}/{now():%Y%m}/{secrets.token_hex(16)}"
        storage.put(key, io.BytesIO(raw), len(raw))
        _make_durable(key)
        with storage.fetch(key) as kept:
            if hashlib.sha256(kept.read()).digest() != hashlib.sha256(raw).digest():
                raise StorageUnavailable("The store gives back something else than was put there.")
        ReceivedMail.objects.filter(pk=mail.pk).update(raw=None, raw_key=key)


def _make_durable(key: str) -> None:
    """See that a local disk has written a content down; a bucket says so itself."""
    store = storage.store()
    try:
        path = store.path(key)
    except NotImplementedError:
        return
    for one in (path, os.path.dirname(path)):  # noqa: PTH120 - the storage speaks of paths as texts
        handle = os.open(one, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sweep() -> int:
    """Remove bytes in the store that no mail names: those of moves that were not committed. Returns how many."""
    removed = 0
    keys = list(storage.keys_below(f"{tenancy.current_organization_id().hex}/{FOLDER}"))
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        known = set(ReceivedMail.objects.filter(raw_key__in=some).values_list("raw_key", flat=True))
        until = now() - _LOST_AFTER
        lost = [key for key in some if key not in known and storage.store().get_modified_time(key) < until]
        storage.drop(lost)
        removed += len(lost)
    return removed
