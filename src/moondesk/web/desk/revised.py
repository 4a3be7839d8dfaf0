"""What a message of the desk's conversation shows beside its words: what it answers, that it was edited, votes."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from moondesk.conversations.models import Message
from moondesk.conversations.rules import MessageKind
from moondesk.organizations.actor import Actor
from moondesk.tickets.models import Ticket
from moondesk.web.formats import datetime_text
from moondesk.web.threads import Quote, quotes_of


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a message's words; most have nothing. ``gone`` says that it was deleted and by whom."""

    quote: Quote | None = None
    edited: str = ""
    gone: str = ""
    up: int = 0
    down: int = 0

    @property
    def level(self) -> int:
        """How far the message stands in."""
        return self.quote.level if self.quote else 0


def beside(actor: Actor, ticket: Ticket, messages: Sequence[Message]) -> dict[uuid.UUID, Beside]:
    """Return it for the messages that have anything."""
    quotes = quotes_of(actor, ticket, messages)
    return {one.pk: _beside(one, quotes.get(one.pk)) for one in messages if _has_any(one) or one.pk in quotes}


def _has_any(message: Message) -> bool:
    return bool(message.version or message.votes_up or message.votes_down)


def _beside(message: Message, quote: Quote | None) -> Beside:
    if message.deleted_at is not None:
        return Beside(quote, gone=gone_words(message))
    edited = _("edited %(time)s") % {"time": datetime_text(message.edited_at)} if message.edited_at else ""
    return Beside(quote, edited=edited, up=message.votes_up, down=message.votes_down)


def gone_words(message: Message) -> str:
    """Return that a message was deleted, and by whom."""
    text = _("This note was deleted by %(name)s") if message.kind == MessageKind.NOTE else ""
    return (text or _("This message was deleted by %(name)s")) % {"name": message.deleted_by}
