"""A reply between being sent and going out: released when its undo time is over, or taken back before."""

import datetime
import uuid

from django.utils.translation import gettext as _

from moondesk.conversations.actions.counting import recount
from moondesk.conversations.attachments import give_back
from moondesk.conversations.events import NoteAdded, NoteTakenBack, ReplyReleased, ReplySent, ReplyTakenBack
from moondesk.conversations.models import Message
from moondesk.conversations.rules import MessageKind
from moondesk.events.actions import emit
from moondesk.events.errors import ChangedSince, UndoTooLate
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.events.undo import WINDOW
from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor, system_actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.queries import is_deleted, lock_ticket

_CLOCKS_DIFFER = datetime.timedelta(seconds=2)


def release_reply(message_id: uuid.UUID) -> bool:
    """Let a held reply go out, once; say whether it did. One that was taken back is not there any more."""
    due = Message.objects.filter(pk=message_id, held_until__lte=now() + _CLOCKS_DIFFER, deleted_at=None)
    held = due.select_for_update().first()
    if held is None or is_deleted(held.ticket_id):
        return False
    held.held_until = None
    held.save(update_fields=["held_until"])
    emit(ReplyReleased(subject_id=held.ticket_id, message=held.pk), by=system_actor(held.organization_id))
    return True


@undoes(ReplySent, soon=True)
def take_reply_back(event: Event, by: Actor) -> None:
    """Remove a reply that has not gone out yet, as if it had never been written; its writer has the text."""
    by.require(Permission.TICKET_REPLY)
    message = Message.objects.filter(pk=event.data["message"]).select_for_update().first()
    if message is None or message.held_until is None:
        raise UndoTooLate(_("The reply has gone out already."))
    _check_there(message)
    _remove(message)
    emit(ReplyTakenBack(subject_id=message.ticket_id, message=message.pk), by=by)


@undoes(NoteAdded, soon=True)
def take_note_back(event: Event, by: Actor) -> None:
    """Remove a note that was just added, by its writer alone: later it may have been read and acted upon."""
    by.require(Permission.NOTE_CREATE)
    message = Message.objects.filter(pk=event.data["message"], kind=MessageKind.NOTE).select_for_update().first()
    if message is None or now() - message.created_at > WINDOW + 2 * _CLOCKS_DIFFER or not _is_writer(message, by):
        raise UndoTooLate(_("This note has been there for others to read. It stays."))
    _check_there(message)
    _remove(message)
    emit(NoteTakenBack(subject_id=message.ticket_id, message=message.pk), by=by)


def _check_there(message: Message) -> None:
    """See that there is a text to give back: that of a deleted message is with its versions."""
    if message.deleted_at is not None:
        raise ChangedSince(_("This message was deleted."))


def _remove(message: Message) -> None:
    """Take a message away with all that counts it; its files are uploads of their owner again."""
    ticket, pk = lock_ticket(message.ticket_id), message.pk
    give_back(message)
    message.delete()
    message.pk = pk
    recount(ticket, responses=True)
    if ticket.merged_into_id is not None:
        recount(lock_ticket(ticket.merged_into_id))


def _is_writer(message: Message, by: Actor) -> bool:
    return by.member_id is not None and message.author_member_id == by.member_id
