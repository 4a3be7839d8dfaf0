"""Where the bytes of received mails are: in their row at first, so that one commit keeps them; later in the file store.

(docs/decisions/raw-mails.md)
"""

from collections.abc import Iterable

from django.db import transaction

from moondesk.channels.errors import RawMailGone
from moondesk.channels.models import ReceivedMail
from moondesk.files import storage


def raw_of(mail: ReceivedMail) -> bytes:
    """Return a mail as it was received. Raises ``RawMailGone``, or ``StorageUnavailable`` while the store is away."""
    if mail.raw is not None:
        return bytes(mail.raw)
    if not mail.raw_key:
        raise RawMailGone("The bytes of this mail were let go when its time was over.")
    with storage.fetch(mail.raw_key) as kept:
        return kept.read()


def drop_soon(keys: Iterable[str]) -> None:
    """Remove the bytes of mails from the file store once this is committed."""
    gone = list(keys)
    if gone:
        transaction.on_commit(lambda: storage.drop(gone))


def has_raw(mail: ReceivedMail) -> bool:
    """Say whether the bytes of a mail are still kept."""
    return bool(mail.raw_key) or ReceivedMail.objects.filter(pk=mail.pk, raw__isnull=False).exists()
