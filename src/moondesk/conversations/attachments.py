"""Files on messages: writing them, listing them, and the one way to a file for anybody."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from moondesk.conversations.events import FilesChanged, NoteFilesChanged
from moondesk.conversations.models import Attachment, Message
from moondesk.conversations.queries import may_read, messages_for
from moondesk.conversations.rules import AuthorKind, MessageKind
from moondesk.events.actions import emit
from moondesk.files.actions import Incoming, mark_attached, mark_unattached, remove_files, store_file
from moondesk.files.errors import FileNotFound
from moondesk.files.models import File
from moondesk.files.permissions import owns
from moondesk.files.queries import attached_before, files_by_id, get_file, versions_of
from moondesk.files.storage import fetch
from moondesk.kit import prepared, rows
from moondesk.kit.errors import NotAllowed
from moondesk.kit.tenancy import current_organization_id
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.models import Ticket


@dataclass(frozen=True)
class Found:
    """A file that the asker may know of, and where it is attached; nowhere yet if it is their own upload."""

    file: File
    attachment: Attachment | None = None


def attach(message: Message, files: Sequence[File]) -> None:
    """Put files that were taken (``files.actions.take_uploads``) on a message, in the transaction that writes it."""
    rows.insert(
        *(
            Attachment(message_id=message.pk, file_id=file.pk, current_id=file.pk, position=position)
            for position, file in enumerate(files)
        )
    )


def store_attached(incoming: Incoming, *, by: Actor) -> File:
    """Take in a file that came with a message, to be attached at once. Raises what is wrong with it."""
    file = store_file(incoming, by=by)
    mark_attached([file])
    return file


def copies_of_files(message: Message, *, by: Actor) -> list[File]:
    """Return copies of the files of a message, for a copy of it; what must not be given out is left where it is."""
    made = []
    for file in files_of([message.pk]).get(message.pk, []):
        if file.is_given_out:
            with fetch(file.key) as content:
                made.append(store_attached(Incoming(file.name, file.declared_type, content), by=by))
    return made


_LISTED = """SELECT a.message_id, a.current_id FROM conversations_attachment a
JOIN conversations_message m ON m.id = a.message_id AND m.deleted_at IS NULL
WHERE a.organization_id = %s AND a.message_id = ANY(%s) ORDER BY a.message_id, a.position, a.id"""


def files_of(message_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[File]]:
    """Return the files of messages that the asker may see: the version that is shown of each. Most have none.

    Files of a deleted message are given out no more.
    """
    found: dict[uuid.UUID, list[File]] = defaultdict(list)
    if message_ids:
        listed = prepared.rows(_LISTED, [current_organization_id(), list(message_ids)])
        files = files_by_id([current for _message, current in listed])
        for message, current in listed:
            found[message].append(files[current])
    return found


def find_file(actor: Actor, file_id: uuid.UUID, *, ticket: Ticket | None = None, claim: str = "") -> Found:
    """Return a file that the actor may see: their own upload, or one on a message that they may read.

    ``ticket`` narrows to one ticket, for guests who know only that. Every version of a file has an id of its own.
    Raises ``FileNotFound`` for all others, so that it cannot be told whether they exist.
    """
    file = get_file(file_id)
    attachment = _attachment(file)
    if attachment is None:
        if file.attached_at is None and ticket is None and owns(actor, file, claim):
            return Found(file)
        raise _no_file()
    message: Message = attachment.message
    if message.deleted_at is not None:
        raise _no_file()
    readable = (
        may_read(actor, message) if ticket is None else messages_for(actor, ticket).filter(pk=message.pk).exists()
    )
    if not readable:
        raise _no_file()
    return Found(file, attachment)


def _attachment(file: File) -> Attachment | None:
    root = file.original_id or file.pk
    return Attachment.objects.select_related("message__ticket", "current").filter(file_id=root).first()


def _no_file() -> FileNotFound:
    return FileNotFound(_("There is no such file."))


def versions(found: Found) -> list[File]:
    """Return the versions of an attached file, the newest first."""
    return versions_of(found.attachment.file_id) if found.attachment else [found.file]


def may_add_version(actor: Actor, found: Found) -> bool:
    """Say whether the actor may replace a file by a newer version: what customers sent stays as they sent it."""
    if found.attachment is None:
        return False
    message: Message = found.attachment.message
    if message.author_kind == AuthorKind.CUSTOMER:
        return False
    if message.kind == MessageKind.NOTE:
        return actor.is_staff and actor.may(Permission.NOTE_CREATE)
    return actor.is_staff and actor.may(Permission.TICKET_REPLY)


def add_version(found: Found, incoming: Incoming, *, by: Actor) -> File:
    """Add a newer version of an attached file; the older ones stay and can be opened."""
    attachment = found.attachment
    if attachment is None or not may_add_version(by, found):
        raise NotAllowed(_("Only your team's own files get new versions."))
    locked = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment.pk)
    file = store_file(incoming, by=by, original=get_file(locked.file_id))
    mark_attached([file])
    Attachment.objects.filter(pk=locked.pk).update(current=file)
    emit(_event(attachment.message, file, "version"), by=by)
    return file


def _event(message: Message, file: File, change: str) -> FilesChanged | NoteFilesChanged:
    is_internal = message.kind == MessageKind.NOTE or message.held_until is not None
    kind = NoteFilesChanged if is_internal else FilesChanged
    return kind(subject_id=message.ticket_id, message=message.pk, file=file.pk, change=change, label=file.name)


def tell_ticket(file_id: uuid.UUID, *, by: Actor) -> None:
    """Tell the ticket's open pages that one of its files was checked and drawn."""
    attachment = Attachment.objects.select_related("message", "current").filter(current_id=file_id).first()
    if attachment is not None:
        emit(_event(attachment.message, attachment.current, "examined"), by=by)


def attached_to(message: Message) -> list[uuid.UUID]:
    """Return the ids of the files of a message, in their order."""
    return list(Attachment.objects.filter(message=message).order_by("position").values_list("file_id", flat=True))


def give_back(message: Message) -> None:
    """Make the files of a message that is taken back uploads of their owner again."""
    attachments = list(Attachment.objects.select_related("file").filter(message=message))
    mark_unattached([one.file for one in attachments])


def remove_without_message(moment: datetime.datetime) -> int:
    """Remove files that were attached before a moment and belong to no message any more; returns how many."""
    attached = Attachment.objects.filter(file_id=OuterRef("pk"))
    orphans = list(attached_before(moment).filter(~Exists(attached)).order_by("id")[:500])
    remove_files(orphans)
    return len(orphans)


def remove_all_of(ticket: Ticket) -> int:
    """Remove the files of a whole ticket with all their versions; returns how many."""
    attachments = Attachment.objects.select_related("file").filter(message__ticket=ticket)
    files = [one.file for one in attachments]
    attachments.delete()
    remove_files(files)
    return len(files)
