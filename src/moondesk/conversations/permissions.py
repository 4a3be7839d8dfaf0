"""Who may do what with a message that was written. Each needs the right that writing such a message needs, now (C7)."""

import uuid

from moondesk.conversations.models import Message
from moondesk.conversations.rules import AuthorKind, MessageKind
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission


def may_write(actor: Actor, kind: str) -> bool:
    """Say whether the actor may write messages of a kind in the organization's name."""
    wanted = Permission.NOTE_CREATE if kind == MessageKind.NOTE else Permission.TICKET_REPLY
    return actor.is_staff and actor.may(wanted)


def may_moderate(actor: Actor, message: Message) -> bool:
    """Say whether the actor looks after what others wrote."""
    return may_write(actor, message.kind) and actor.may(Permission.MESSAGE_MODERATE)


def is_author(actor: Actor, message: Message) -> bool:
    """Say whether the actor wrote the message and may still write such ones."""
    mine = actor.member_id is not None and actor.member_id == message.author_member_id
    return mine and may_write(actor, message.kind)


def may_edit(actor: Actor, message: Message) -> bool:
    """Say whether the actor may edit a message: nobody puts words into a customer's mouth."""
    if message.author_kind == AuthorKind.CUSTOMER:
        return False
    return is_author(actor, message) or may_moderate(actor, message)


def may_delete(actor: Actor, message: Message) -> bool:
    """Say whether the actor may delete a message."""
    return is_author(actor, message) or may_moderate(actor, message)


def may_restore(actor: Actor, message: Message, deleted_by: uuid.UUID | None) -> bool:
    """Say whether the actor may read and bring back a deleted message: who deleted it, or a moderator."""
    own = deleted_by is not None and deleted_by == actor.member_id and may_write(actor, message.kind)
    return own or may_moderate(actor, message)
