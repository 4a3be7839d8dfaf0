"""Where contents are kept: on this machine, or in a bucket (``MOONDESK_FILES_URL``).

A key begins with the organization and is random; the sender's name is never part of it.
"""

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

import structlog
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File as DjangoFile
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext as _

from moondesk.files.errors import StorageUnavailable
from moondesk.kit import tenancy
from moondesk.kit.clock import now

log = structlog.get_logger(__name__)

LINK_SECONDS = 60
"""How long an address that is good for anybody who has it holds."""
_PIECE = 256 * 1024
_AWAY = (OSError, BotoCoreError, ClientError)


def store() -> Storage:
    """Return the storage."""
    return storages["files"]


@contextmanager
def _answering() -> Iterator[None]:
    """Turn a storage that is away into an error with a code."""
    try:
        yield
    except FileNotFoundError:
        raise
    except _AWAY as error:
        log.warning("file storage away", error=type(error).__name__)
        raise StorageUnavailable(
            _("The place where files are kept does not answer. Try again in a moment."), extra={"retry_after": 10}
        ) from error


def new_key() -> str:
    """Return a key for a new content of the current organization."""
    return f"{tenancy.current_organization_id().hex}/{now():%Y%m}/{secrets.token_hex(16)}"


def put(key: str, content: IO[bytes], size: int) -> None:
    """Keep a content and look whether it arrived whole. Raises ``StorageUnavailable``."""
    with _answering():
        content.seek(0)
        kept = store().save(key, DjangoFile(content))
        if kept != key or store().size(key) != size:
            store().delete(kept)
            raise OSError("The storage kept something else")


def fetch(key: str) -> IO[bytes]:
    """Open a content for reading. Raises ``StorageUnavailable``, also for one that is lost."""
    try:
        with _answering():
            return cast("IO[bytes]", store().open(key, "rb"))
    except FileNotFoundError as error:
        log.warning("file content lost", key=key)
        raise StorageUnavailable(_("This file cannot be read at the moment.")) from error


def drop(keys: Iterable[str]) -> None:
    """Remove contents; what cannot be removed now is found by the daily sweep."""
    for key in keys:
        try:
            store().delete(key)
        except _AWAY as error:
            log.warning("file not removed", key=key, error=type(error).__name__)


def digest_of(content: IO[bytes]) -> tuple[bytes, int]:
    """Return the SHA-256 and the length of a content, counted as it is read."""
    content.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := content.read(_PIECE):
        digest.update(piece)
        size += len(piece)
    return digest.digest(), size


def direct_address(key: str, disposition: str, type_: str) -> str | None:
    """Return a short-lived address at the bucket that gives the content, or None where there is no bucket."""
    place: Any = store()
    if not hasattr(place, "bucket_name"):
        return None
    parameters = {"ResponseContentDisposition": disposition, "ResponseContentType": type_}
    with _answering():
        return str(place.url(key, parameters=parameters, expire=LINK_SECONDS))


def keys_below(prefix: str) -> Iterator[str]:
    """Give the keys of all contents below an organization's prefix."""
    try:
        months = store().listdir(prefix)[0]
    except FileNotFoundError:
        return
    for month in months:
        for name in store().listdir(f"{prefix}/{month}")[1]:
            yield f"{prefix}/{month}/{name}"
