"""Editing, deleting and restoring messages (C7). What a message said before is kept with its versions.

The text of a deleted message is nowhere else: whatever reads messages finds it empty, so no door can forget to look.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from moondesk.conversations import events
from moondesk.conversations.actions.mentioning import read_names, renew_mentions
from moondesk.conversations.actions.writing import check_body
from moondesk.conversations.attachments import attached_to
from moondesk.conversations.errors import MessageChanged, MessageDeleted, MessageNotFound, TooManyEdits
from moondesk.conversations.models import Message, MessageVersion
from moondesk.conversations.permissions import may_delete, may_edit, may_restore, may_write
from moondesk.conversations.revisions import deletion_of
from moondesk.conversations.rules import MOST_EDITS, MOST_VERSIONS, AuthorKind, MessageChange, MessageKind
from moondesk.events.actions import emit
from moondesk.events.errors import ChangedSince
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.kit import rows
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.kit.ids import new_id
from moondesk.kit.markup import render_markdown
from moondesk.organizations.actor import Actor
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import lock_survivor

_EVENTS: dict[MessageChange, tuple[type[events.RevisionEvent], type[events.RevisionEvent]]] = {
    MessageChange.EDITED: (events.MessageEdited, events.NoteEdited),
    MessageChange.DELETED: (events.MessageDeleted, events.NoteDeleted),
    MessageChange.RESTORED: (events.MessageRestored, events.NoteRestored),
}
_CHANGED = ("body", "html", "version", "edited_at", "deleted_at", "deleted_by")


def edit_message(message: Message, body: str, *, by: Actor, version: int | None = None) -> Message:
    """Give a message other words. Raises ``MessageChanged`` when somebody edited it since ``version``."""
    ticket, locked = _lock_both(message)
    if not may_edit(by, locked):
        raise NotAllowed(_("Only who wrote a message may edit it, or a moderator. What customers wrote stays."))
    _check_there(locked)
    if version is not None and version != locked.version:
        raise MessageChanged(
            _("Somebody edited this message since you opened it."),
            extra={"body": locked.body, "version": locked.version},
        )
    text = check_body(body, may_be_empty=bool(attached_to(locked)))
    if text != locked.body:
        _check_room(locked)
        named = read_names(ticket, MessageKind(locked.kind), text, by=by)
        _keep(locked, MessageChange.EDITED, by)
        locked.body, locked.html, locked.edited_at = text, named.html, now()
        _save(locked, MessageChange.EDITED, by)
        renew_mentions(ticket, locked, named, by=by)
    return locked


def delete_message(message: Message, *, by: Actor) -> Message:
    """Delete a message: its place stays, its text and files are given out no more. It can be restored."""
    locked = lock_message(message)
    if not may_delete(by, locked):
        raise NotAllowed(_("Only who wrote a message may delete it, or a moderator."))
    if locked.deleted_at is None:
        _keep(locked, MessageChange.DELETED, by)
        locked.body, locked.html, locked.deleted_at, locked.deleted_by = "", "", now(), by.label
        _save(locked, MessageChange.DELETED, by)
    return locked


def restore_message(message: Message, *, by: Actor) -> Message:
    """Bring a deleted message back as it was. Raises ``TooManyEdits`` when that was done a thousand times."""
    ticket, locked = _lock_both(message)
    kept = deletion_of(locked) if locked.deleted_at is not None else None
    if kept is None and may_write(by, locked.kind):
        return locked
    if kept is None or not may_restore(by, locked, kept.member_id):
        raise NotAllowed(_("Only who deleted a message may restore it, or a moderator."))
    if locked.version >= MOST_VERSIONS:
        raise TooManyEdits(_("This message was deleted and restored very often. It stays deleted."))
    _keep(locked, MessageChange.RESTORED, by)
    locked.body, locked.html = kept.body, _html(ticket, locked, kept.body, by)
    locked.deleted_at, locked.deleted_by = None, ""
    _save(locked, MessageChange.RESTORED, by)
    return locked


def _html(ticket: Ticket, message: Message, body: str, by: Actor) -> str:
    if message.author_kind == AuthorKind.CUSTOMER:
        return render_markdown(body)
    return read_names(ticket, MessageKind(message.kind), body, by=by, strict=False).html


def _lock_both(message: Message) -> tuple[Ticket, Message]:
    """Return the ticket where the message is read, then the message, locked in this order, as a split does.

    Raises ``MessageNotFound`` for one that was moved to another ticket meanwhile.
    """
    ticket, locked = lock_survivor(message.ticket_id), lock_message(message)
    if locked.ticket_id != message.ticket_id:
        raise MessageNotFound(_("There is no such message."))
    return ticket, locked


def lock_message(message: Message) -> Message:
    """Return the message as it is now, locked. Raises ``MessageNotFound`` for one that was taken back meanwhile."""
    locked = Message.objects.select_for_update(of=("self",)).filter(pk=message.pk).first()
    if locked is None:
        raise MessageNotFound(_("There is no such message."))
    return locked


def _check_there(message: Message) -> None:
    if message.deleted_at is not None:
        raise MessageDeleted(_("This message was deleted."))


def _check_room(message: Message) -> None:
    if message.version >= MOST_EDITS:
        raise TooManyEdits(_("This message was edited very often. Write a new one."))


def _keep(message: Message, change: MessageChange, by: Actor) -> None:
    rows.insert(
        MessageVersion(
            message=message,
            number=message.version,
            change=change,
            body=message.body,
            member_id=by.member_id,
            name=by.label,
        )
    )


def _save(message: Message, change: MessageChange, by: Actor) -> None:
    before, message.version = message.version, message.version + 1
    message.save(update_fields=_CHANGED)
    is_note = message.kind == MessageKind.NOTE
    emit(
        _EVENTS[change][is_note](
            subject_id=message.ticket_id,
            message=message.pk,
            version=before,
            held=message.held_until is not None,
        ),
        by=by,
    )


def copy_versions(message: Message, onto: Message) -> None:
    """Give the copy of a message what was done to the message before."""
    for version in MessageVersion.objects.filter(message=message):
        version.pk, version.message = new_id(), onto
        rows.insert(version)


def _as_left_by(event: Event) -> Message:
    """Return the message of an event, locked. Raises ``ChangedSince`` when something else was done to it since."""
    message = Message.objects.filter(pk=event.data["message"]).first()
    if message is not None:
        _ticket, message = _lock_both(message)
    if message is None or message.version != event.data["version"] + 1:
        raise ChangedSince(_("Somebody changed this message since."))
    return message


@undoes(events.MessageEdited, events.NoteEdited)
def take_edit_back(event: Event, by: Actor) -> None:
    """Give the message the words that it had before."""
    message = _as_left_by(event)
    kept = MessageVersion.objects.get(message=message, number=event.data["version"])
    edit_message(message, kept.body, by=by)


@undoes(events.MessageDeleted, events.NoteDeleted, events.MessageRestored, events.NoteRestored)
def take_deletion_back(event: Event, by: Actor) -> None:
    """Do the opposite."""
    message = _as_left_by(event)
    opposite: Callable[..., Message] = delete_message if message.deleted_at is None else restore_message
    opposite(message, by=by)
