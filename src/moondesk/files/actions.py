"""What can be done with files: take one in, attach uploads, add a version, remove, change the limits."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import IO

from django.db import connection, transaction
from django.utils.translation import gettext as _

from moondesk.audit.reading import Reading, note_reading
from moondesk.events.actions import emit
from moondesk.files import scanning, storage
from moondesk.files.errors import (
    EmptyFile,
    FileTooLarge,
    FileTypeNotAllowed,
    InvalidFile,
    QuotaExceeded,
    TooManyFiles,
)
from moondesk.files.events import FileLimitsChanged, FileOpened, FileQuotaChanged, FileStored
from moondesk.files.kinds import kind_of
from moondesk.files.models import File, FileLimits
from moondesk.files.permissions import owner_of, owns
from moondesk.files.queries import limits, locked_uploads
from moondesk.files.rules import (
    MOST_FILES,
    Limits,
    Preview,
    Purpose,
    State,
    clean_name,
    drawing_of,
    extension_of,
    size_words,
)
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.kit.ids import new_id
from moondesk.organizations.actor import Actor, ActorKind
from moondesk.organizations.permissions import Permission

SMALLEST_LIMIT = 64 * 1024
_EXTENSIONS = 200


@dataclass(frozen=True)
class Incoming:
    """A file as it comes in: what its sender says of it, and its content on disk or in memory."""

    name: str
    declared_type: str
    content: IO[bytes]


def store_file(incoming: Incoming, *, by: Actor, claim: str = "", original: File | None = None) -> File:
    """Take a file in as an upload of the actor, to be attached later. Raises what is wrong with it.

    Its content is kept under a random key before the row is written; a row that is rolled back leaves a content behind
    that the daily sweep removes. ``original`` makes it a later version of that file.
    """
    name = clean_name(incoming.name)
    digest, size = storage.digest_of(incoming.content)
    allowed = limits()
    _check_size(size, allowed)
    kind = kind_of(incoming.content, name, size)
    if not allowed.takes(extension_of(name), kind.extension):
        shown = kind.extension if extension_of(name) not in allowed.blocked else extension_of(name)
        text = _("Files of the type %(type)s are not taken here.") % {"type": shown or _("unknown")}
        raise FileTypeNotAllowed(text, extra={"type": kind.type})
    _count(size, allowed.quota, tells=by.kind in (ActorKind.MEMBER, ActorKind.TOKEN, ActorKind.SYSTEM))
    owner_kind, owner_id, digested = owner_of(by, claim)
    file = File(
        id=new_id(), name=name, declared_type=_plain(incoming.declared_type), type=kind.type, size=size, sha256=digest,
        key=storage.new_key(), state=State.SCANNING if scanning.is_configured() else State.UNSCANNED,
        preview=Preview.PENDING if drawing_of(kind.type) else Preview.NONE, width=kind.width, height=kind.height,
        purpose=Purpose.MESSAGE, owner_kind=owner_kind, owner_id=owner_id, claim=digested, created_by=by.label[:254],
        original=original, version=_next_version(original),
    )  # fmt: skip
    storage.put(file.key, incoming.content, size)
    file.save(force_insert=True)
    emit(FileStored(subject_id=file.pk, type=kind.type, size=size), by=by)
    return file


def _check_size(size: int, allowed: Limits) -> None:
    if size == 0:
        raise EmptyFile(_("This file is empty."))
    if size > allowed.most:
        raise too_large(allowed)


def too_large(allowed: Limits) -> FileTooLarge:
    """Return the error of a file that is too large."""
    text = _("This file is too large. Up to %(most)s are taken.") % {"most": size_words(allowed.most)}
    return FileTooLarge(text, extra={"limit": allowed.most})


def _plain(text: str) -> str:
    return "".join(char for char in text if char.isascii() and char.isprintable())[:100]


def _next_version(original: File | None) -> int:
    if original is None:
        return 1
    last = File.objects.filter(original=original).order_by("-version").values_list("version", flat=True).first()
    return (last or 1) + 1


def _count(size: int, quota: int, *, tells: bool = True) -> None:
    """Count bytes that are added (or, below zero, given back). Raises ``QuotaExceeded`` when there is no room.

    Customers are not told (``tells``) how much the organization keeps; they can do nothing about it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO files_fileuse AS u (id, organization_id, used) VALUES (%s, %s, greatest(%s, 0)) "
            "ON CONFLICT (organization_id) DO UPDATE SET used = greatest(u.used + %s, 0) RETURNING used",
            [new_id(), tenancy.current_organization_id(), size, size],
        )
        used = int(cursor.fetchone()[0])
    if quota and size > 0 and used > quota:
        if not tells:
            raise QuotaExceeded(_("This file cannot be taken at the moment. Send your message without it."))
        text = _("There is no room left for this file. %(quota)s may be kept.") % {"quota": size_words(quota)}
        raise QuotaExceeded(text, extra={"quota": quota, "used": used - size})


def take_uploads(ids: Collection[uuid.UUID], *, by: Actor, claim: str = "") -> list[File]:
    """Return the actor's own uploads, marked as attached: nobody can attach them again."""
    if not ids:
        return []
    if len(ids) > MOST_FILES:
        text = _("One message carries up to %(most)s files.") % {"most": MOST_FILES}
        raise TooManyFiles(text, fields={"file_ids": text})
    files = locked_uploads(by, ids, claim=claim)
    mark_attached(files)
    return files


def mark_attached(files: Sequence[File]) -> None:
    """Write down that files are part of something now."""
    for file in files:
        file.attached_at, file.claim = now(), None
    File.objects.filter(pk__in=[file.pk for file in files]).update(attached_at=now(), claim=None)


def mark_unattached(files: Sequence[File]) -> None:
    """Make files uploads again: what they were part of was taken back before anybody else saw it."""
    File.objects.filter(pk__in=[file.pk for file in files]).update(attached_at=None, created_at=now())


def discard_upload(file_id: uuid.UUID, *, by: Actor, claim: str = "") -> None:
    """Remove an upload of the actor's that was not sent; one that is gone already is fine."""
    file = File.objects.select_for_update(of=("self",)).filter(pk=file_id, attached_at=None).first()
    if file is not None and owns(by, file, claim):
        remove_files([file])


def remove_files(files: Iterable[File]) -> None:
    """Remove files with all their versions, and after the commit their contents."""
    roots = [file.pk for file in files]
    every = list(File.objects.filter(pk__in=roots)) + list(File.objects.filter(original_id__in=roots))
    if not every:
        return
    keys = [key for file in every for key in keys_of(file)]
    _count(-sum(file.size for file in every), 0)
    File.objects.filter(original_id__in=roots).delete()
    File.objects.filter(pk__in=roots).delete()
    transaction.on_commit(lambda: storage.drop(keys))


def keys_of(file: File) -> list[str]:
    """Return the keys of a file's content and of all that was drawn of it."""
    if file.preview != Preview.READY:
        return [file.key]
    ends = ["small", *map(str, range(1, file.pictures + 1))] if file.pictures else ["text"]
    return [file.key, *(f"{file.key}.{end}" for end in ends)]


def note_opened(file_id: uuid.UUID, *, by: Actor) -> None:
    """Write into the log that somebody of the organization opened a file."""
    if by.is_staff:
        emit(FileOpened(subject_id=file_id), by=by)
        note_reading(Reading.FILES, by=by)


def change_limits(wanted: Limits, *, most_possible: int, by: Actor) -> None:
    """Change which files the organization takes. ``most_possible`` is what the installation takes at all."""
    by.require(Permission.ORGANIZATION_MANAGE)
    if not SMALLEST_LIMIT <= wanted.most <= most_possible:
        text = _("Choose between 64 kB and %(most)s.") % {"most": size_words(most_possible)}
        raise InvalidFile(text, fields={"most": text})
    for name in ("allowed", "blocked"):
        listed = getattr(wanted, name)
        if len(listed) > _EXTENSIONS or any(not one.isalnum() or len(one) > 20 for one in listed):
            text = _("Write extensions such as pdf, png, docx, separated by commas.")
            raise InvalidFile(text, fields={name: text})
    FileLimits.objects.update_or_create(
        organization_id=by.organization_id,
        defaults={
            "most": wanted.most,
            "allowed": list(wanted.allowed),
            "blocked": list(wanted.blocked),
            "from_forms": wanted.from_forms,
        },
    )
    emit(FileLimitsChanged(subject_id=by.organization_id, most=wanted.most), by=by)


def set_quota(quota: int, *, by: Actor) -> None:
    """Set how many bytes the organization may keep, 0 for no end. What is there already stays.

    This is not for the organization itself: who runs the installation does it, as Moondesk.
    """
    if by.kind is not ActorKind.SYSTEM:
        raise NotAllowed(_("Only who runs this installation sets how much is kept."))
    FileLimits.objects.update_or_create(organization_id=by.organization_id, defaults={"quota": max(0, quota)})
    emit(FileQuotaChanged(subject_id=by.organization_id, quota=max(0, quota)), by=by)
