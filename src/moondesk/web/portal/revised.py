"""What a message shows a customer beside its words: what it answers, that it was edited or deleted, whether it helped.

Of an edit they learn that there was one; of a deleted message that it was there. Votes of the team are the team's.
"""

import uuid
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from moondesk.conversations.models import Message
from moondesk.conversations.revisions import own_votes
from moondesk.conversations.rules import AuthorKind, Vote
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.models import Ticket
from moondesk.web.threads import Naming, Quote, quotes_of


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a message's words. ``vote`` is the reader's own, None where there is nothing to vote on."""

    quote: Quote | None
    edited: str
    gone: str
    vote: str | None


class Besides:
    """What stands beside the messages of a conversation as one customer reads it."""

    def __init__(self, actor: Actor, ticket: Ticket, messages: Sequence[Message], name: Naming) -> None:
        self._votes: Mapping[uuid.UUID, Vote] = own_votes(actor, messages)
        self._quotes = quotes_of(actor, ticket, messages, name)
        self._may_vote = actor.may(Permission.TICKET_REPLY)
        self._messages = messages

    def of(self, message: Message) -> Beside:
        """Return it for one message."""
        gone = message.deleted_at is not None
        is_answer = message.author_kind != AuthorKind.CUSTOMER
        return Beside(
            quote=self._quotes.get(message.pk),
            edited=_("edited") if message.edited_at and not gone else "",
            gone=_("This message was deleted.") if gone else "",
            vote=self._votes.get(message.pk, "") if is_answer and not gone and self._may_vote else None,
        )

    @property
    def mark(self) -> str:
        """Change with whatever of this a customer can see."""
        said = [f"{one.pk}{one.version}{self._votes.get(one.pk, '')}" for one in self._messages if one.version]
        voted = [f"{pk}{vote}" for pk, vote in self._votes.items()]
        return f"{zlib.crc32(' '.join(said + voted).encode()):x}" if said or voted else ""
