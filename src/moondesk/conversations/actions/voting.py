"""Votes on messages (C6): one of each member and of each customer, which they can change and take back."""

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from moondesk.conversations import events
from moondesk.conversations.actions.editing import lock_message
from moondesk.conversations.errors import CannotVote, MessageDeleted
from moondesk.conversations.models import Message, MessageVote
from moondesk.conversations.rules import AuthorKind, MessageKind, Vote
from moondesk.events.actions import emit
from moondesk.events.errors import ChangedSince
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission


def vote(message: Message, wanted: Vote | None, *, by: Actor) -> Message:
    """Vote on a message, change the vote, or with None take it back. The message must be one that the actor reads."""
    by.require(Permission.TICKET_REPLY)
    voter = _voter(by)
    locked = lock_message(message)
    _check_can_vote(locked, by)
    votes = MessageVote.objects.filter(message=locked)
    own = votes.filter(**voter).first()
    old = None if own is None else Vote.UP if own.is_up else Vote.DOWN
    if old is wanted:
        return locked
    if wanted is None:
        votes.filter(**voter).delete()
    else:
        MessageVote.objects.update_or_create(message=locked, **voter, defaults={"is_up": wanted is Vote.UP})
    counted = votes.aggregate(up=Count("pk", filter=Q(is_up=True)), down=Count("pk", filter=Q(is_up=False)))
    locked.votes_up, locked.votes_down = counted["up"], counted["down"]
    locked.save(update_fields=["votes_up", "votes_down"])
    kind = events.NoteVoted if locked.kind == MessageKind.NOTE else events.MessageVoted
    emit(kind(subject_id=locked.ticket_id, message=locked.pk, old=old or "", new=wanted or ""), by=by)
    return locked


def _voter(by: Actor) -> dict[str, Any]:
    if by.is_staff and by.member_id is not None:
        return {"member_id": by.member_id}
    if not by.is_staff and by.contact_id is not None:
        return {"contact_id": by.contact_id}
    raise NotAllowed(_("Only people vote."))


def _check_can_vote(message: Message, by: Actor) -> None:
    if message.deleted_at is not None:
        raise MessageDeleted(_("This message was deleted."))
    if by.is_staff:
        return
    is_theirs = message.author_kind == AuthorKind.CUSTOMER or message.kind == MessageKind.NOTE or message.held_until
    if is_theirs:
        raise CannotVote(_("You can say of our answers whether they helped."))


@undoes(events.MessageVoted, events.NoteVoted, soon=True)
def take_vote_back(event: Event, by: Actor) -> None:
    """Vote as before, unless the vote was changed again."""
    message = Message.objects.filter(pk=event.data["message"]).first()
    own = MessageVote.objects.filter(message=message, **_voter(by)).first() if message else None
    now_is = "" if own is None else Vote.UP if own.is_up else Vote.DOWN
    if message is None or now_is != event.data["new"]:
        raise ChangedSince(_("You voted again since."))
    vote(message, Vote(event.data["old"]) if event.data["old"] else None, by=by)
