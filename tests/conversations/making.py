"""Test data of what is written: drafts, versions of messages, votes on them."""

from collections.abc import Callable
from typing import Any

from moondesk.conversations.actions.drafts import save_draft
from moondesk.conversations.actions.editing import edit_message
from moondesk.conversations.actions.voting import vote
from moondesk.conversations.models import Draft, MessageVersion, MessageVote
from moondesk.conversations.rules import MessageKind, Vote
from moondesk.organizations.queries import member_actor


def make_draft(body: str = "Hello") -> Draft:
    """Return what a member is writing."""
    from tests.factories import make_member, make_ticket

    draft = save_draft(make_ticket(), MessageKind.REPLY, body, by=member_actor(make_member()))
    assert draft is not None
    return draft


def make_version() -> MessageVersion:
    """Return what a message said before it was edited."""
    from tests.factories import make_message, moondesk

    message = edit_message(make_message(), "Other words", by=moondesk())
    return MessageVersion.objects.get(message=message)


def make_vote() -> MessageVote:
    """Return a member's vote on a message."""
    from tests.factories import make_member, make_message

    message = vote(make_message(), Vote.UP, by=member_actor(make_member()))
    return MessageVote.objects.get(message=message)


WRITING: dict[type, Callable[[], Any]] = {Draft: make_draft, MessageVersion: make_version, MessageVote: make_vote}
