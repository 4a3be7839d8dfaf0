"""Which messages of a page answer which others: in reply to whom, and how far they stand in (C2)."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from moondesk.conversations.models import Message
from moondesk.conversations.queries import messages_for
from moondesk.conversations.rules import AuthorKind
from moondesk.kit.markup import preview
from moondesk.organizations.actor import Actor
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import Channel

MOST_LEVELS = 3
"""How far messages stand in; below that they only say what they answer."""
_EXCERPT = 90

type Naming = Callable[[Message], str]


@dataclass(frozen=True, slots=True)
class Quote:
    """What a message answers. ``text`` is empty for a message that is not on the page, or was deleted."""

    id: str
    name: str
    text: str
    level: int
    is_here: bool
    is_gone: bool


def quotes_of(
    actor: Actor, ticket: Ticket, messages: Sequence[Message], name: Naming = lambda one: one.author_name
) -> dict[uuid.UUID, Quote]:
    """Return what messages of a conversation answer, of that which the actor may read there.

    The ordinary answer by mail, to what stands right above it, says nothing of its own.
    """
    if not any(one.reply_to_id for one in messages):
        return {}
    here = {one.pk: one for one in messages}
    wanted = {one.reply_to_id for one in messages if one.reply_to_id and one.reply_to_id not in here}
    earlier = {one.pk: one for one in messages_for(actor, ticket).filter(pk__in=wanted)} if wanted else {}
    found: dict[uuid.UUID, Quote] = {}
    above: Message | None = None
    for one in messages:
        parent = here.get(one.reply_to_id) or earlier.get(one.reply_to_id) if one.reply_to_id else None
        if parent is not None and not (_is_by_mail(one) and above is not None and above.pk == parent.pk):
            found[one.pk] = _quote(parent, name, found.get(parent.pk), is_here=parent.pk in here)
        above = one
    return found


def _quote(parent: Message, name: Naming, its: Quote | None, *, is_here: bool) -> Quote:
    level = its.level + 1 if its else 1 if is_here else parent.depth + 1
    gone = parent.deleted_at is not None
    return Quote(
        id=str(parent.pk),
        name=name(parent),
        text=preview(parent.body, _EXCERPT) if is_here and not gone else "",
        level=min(level, MOST_LEVELS),
        is_here=is_here,
        is_gone=gone,
    )


def _is_by_mail(message: Message) -> bool:
    return message.channel == Channel.EMAIL and message.author_kind == AuthorKind.CUSTOMER
