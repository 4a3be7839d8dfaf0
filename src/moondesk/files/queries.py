"""Reading files. Who may see an attached one is decided by ``conversations``, which knows to what it is attached."""

import datetime
import uuid
from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from moondesk.files.errors import FileNotChecked, FileNotFound, FileQuarantined, UploadNotFound
from moondesk.files.models import File, FileLimits, FileUse
from moondesk.files.permissions import owns
from moondesk.files.rules import DRAFT_HOURS, GIVEN_OUT, Limits, Preview, Purpose, State
from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor

_HOLDERS: list[Callable[[], QuerySet[Any, Any]]] = []


def limits() -> Limits:
    """Return what the organization takes."""
    row = FileLimits.objects.first()
    if row is None:
        return Limits()
    return Limits(row.most, row.quota, tuple(row.allowed), tuple(row.blocked), row.from_forms)


def bytes_used() -> int:
    """Return how much the organization keeps."""
    return FileUse.objects.values_list("used", flat=True).first() or 0


def files_by_id(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, File]:
    """Return files by their ids. Whether somebody may see them is for the caller to know."""
    return File.objects.in_bulk(ids) if ids else {}


def get_file(file_id: uuid.UUID) -> File:
    """Return a file of the organization, for a caller who decides who may see it. Raises ``FileNotFound``."""
    file = File.objects.filter(pk=file_id).first()
    if file is None:
        raise FileNotFound(_("There is no such file."))
    return file


def check_given_out(file: File) -> None:
    """Raise ``FileNotChecked`` or ``FileQuarantined`` for a file whose content nobody may have."""
    if file.state == State.INFECTED:
        raise FileQuarantined(_("The virus scanner found something in this file. It is kept apart."))
    if not file.is_given_out:
        raise FileNotChecked(_("This file is still being checked. Try again in a moment."), extra={"retry_after": 5})


def uploads_of(actor: Actor, ids: Collection[uuid.UUID], *, claim: str = "") -> list[File]:
    """Return the actor's own uploads that are not attached yet, in the order given; others are left out."""
    found = {file.pk: file for file in _waiting(ids) if owns(actor, file, claim)}
    return [found[pk] for pk in dict.fromkeys(ids) if pk in found]


def locked_uploads(actor: Actor, ids: Collection[uuid.UUID], *, claim: str = "") -> list[File]:
    """Return the actor's own uploads, locked to be attached. Raises ``UploadNotFound`` if one is not theirs."""
    wanted = list(dict.fromkeys(ids))
    found = {file.pk: file for file in _waiting(wanted).select_for_update(of=("self",)).order_by("id")}
    if any(pk not in found or not owns(actor, found[pk], claim) for pk in wanted):
        text = _("A file is not there any more. Add it again.")
        raise UploadNotFound(text, fields={"file_ids": text})
    return [found[pk] for pk in wanted]


def _waiting(ids: Collection[uuid.UUID]) -> QuerySet[File]:
    return File.objects.filter(pk__in=ids, attached_at=None, purpose=Purpose.MESSAGE)


def versions_of(root_id: uuid.UUID) -> list[File]:
    """Return the versions of a file, the newest first."""
    later = list(File.objects.filter(original_id=root_id).order_by("-version"))
    return [*later, *File.objects.filter(pk=root_id)]


def holds_uploads(held: Callable[[], QuerySet[Any, Any]]) -> Callable[[], QuerySet[Any, Any]]:
    """Register what returns the ids of uploads that are not left behind, as something waits to be sent with them."""
    _HOLDERS.append(held)
    return held


def left_behind(most: int = 500) -> list[File]:
    """Return uploads that nobody sent in time and nothing holds."""
    old = now() - datetime.timedelta(hours=DRAFT_HOURS)
    found = File.objects.filter(attached_at=None, created_at__lt=old)
    for held in _HOLDERS:
        found = found.exclude(pk__in=held())
    return list(found.order_by("created_at")[:most])


def attached_before(moment: datetime.datetime) -> QuerySet[File]:
    """Return the first versions that were attached to something before a moment, for whoever knows to what."""
    return File.objects.filter(attached_at__lt=moment, original=None)


def known_keys(keys: Collection[str]) -> set[str]:
    """Return those of the keys that belong to a file."""
    return set(File.objects.filter(key__in=keys).values_list("key", flat=True))


def unexamined(*, older_than: datetime.timedelta, most: int = 100) -> list[uuid.UUID]:
    """Return files that still wait to be scanned or drawn."""
    waiting = Q(state=State.SCANNING) | Q(preview=Preview.PENDING, state__in=GIVEN_OUT)
    old = File.objects.filter(waiting, created_at__lt=now() - older_than)
    return list(old.order_by("created_at").values_list("pk", flat=True)[:most])
