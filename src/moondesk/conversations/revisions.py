"""Reading what was done to a message, and who voted on it: asked for when somebody looks, never with the page."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from moondesk.conversations.errors import MessageNotFound
from moondesk.conversations.models import Message, MessageVersion, MessageVote
from moondesk.conversations.permissions import may_restore
from moondesk.conversations.queries import messages_for
from moondesk.conversations.rules import MessageChange, Vote
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.actor import Actor
from moondesk.tickets.models import Ticket


@dataclass(frozen=True)
class Voted:
    """Who voted how. A customer's name is that of the contact."""

    name: str
    vote: Vote
    is_customer: bool
    is_me: bool


def find_message(actor: Actor, ticket: Ticket, message_id: uuid.UUID) -> Message:
    """Return a message of a ticket's conversation. Raises ``MessageNotFound`` for one the actor does not read."""
    found = messages_for(actor, ticket).filter(pk=message_id).first()
    if found is None:
        raise MessageNotFound(_("There is no such message."))
    return found


def deletion_of(message: Message) -> MessageVersion:
    """Return how a deleted message was deleted, which has its text."""
    deletions = MessageVersion.objects.filter(message=message, change=MessageChange.DELETED)
    return deletions.order_by("-number")[:1].get()


def may_look(actor: Actor, message: Message) -> bool:
    """Say whether the actor may read what the message said: of a deleted one only who may restore it."""
    if not actor.is_staff:
        return False
    return message.deleted_at is None or may_restore(actor, message, deletion_of(message).member_id)


def versions_of(actor: Actor, message: Message) -> list[MessageVersion]:
    """Return what was done to a message, the oldest first. The message must have come through ``find_message``."""
    if not may_look(actor, message):
        raise NotAllowed(_("Only who deleted a message may read it, or a moderator."))
    return list(MessageVersion.objects.filter(message=message).order_by("number"))


def votes_of(actor: Actor, message: Message) -> list[Voted]:
    """Return the votes on a message for the organization's own people; customers learn of theirs alone."""
    votes = MessageVote.objects.filter(message=message).select_related("member", "contact")
    if not actor.is_staff:
        votes = votes.filter(contact__isnull=False, contact=actor.contact_id)
    return [
        Voted(
            name=one.member.name if one.member else one.contact.shown_name if one.contact else "",
            vote=Vote.UP if one.is_up else Vote.DOWN,
            is_customer=one.contact_id is not None,
            is_me=(one.member_id is not None and one.member_id == actor.member_id)
            or (one.contact_id is not None and one.contact_id == actor.contact_id and not actor.is_staff),
        )
        for one in votes.order_by("created_at", "id")
    ]


def own_votes(actor: Actor, messages: Sequence[Message]) -> dict[uuid.UUID, Vote]:
    """Return how a customer voted on messages; asks only when somebody did."""
    ids = [one.pk for one in messages if one.votes_up or one.votes_down]
    if not ids or actor.contact_id is None:
        return {}
    found = MessageVote.objects.filter(message_id__in=ids, contact_id=actor.contact_id)
    return {one.message_id: Vote.UP if one.is_up else Vote.DOWN for one in found}
