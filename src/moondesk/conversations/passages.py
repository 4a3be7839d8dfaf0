"""Reading the messages of several tickets at once, as a member may, to show where words were found."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import F, Window
from django.db.models.functions import Left, RowNumber

from moondesk.conversations.models import Attachment, Message
from moondesk.conversations.queries import readable
from moondesk.conversations.rules import MessageKind
from moondesk.organizations.actor import Actor
from moondesk.tickets.queries import visible_to

_LATEST = 60
_LENGTH = 20_000


@dataclass
class Spoken:
    """One message: what it says and what its files are called. ``ticket_id`` is the ticket where it is read."""

    id: uuid.UUID
    ticket_id: uuid.UUID
    is_note: bool
    author: str
    at: datetime.datetime
    body: str
    files: list[str] = field(default_factory=list)


def spoken_in(actor: Actor, tickets: Collection[uuid.UUID]) -> list[Spoken]:
    """Return the latest messages of each ticket that a member may read, the latest first.

    The tickets must have come through ``tickets.queries``. Those of tickets that go on in them come along, as far as
    the member sees these.
    """
    if not actor.is_staff:
        return []
    read_at = {pk: pk for pk in tickets}
    merged = visible_to(actor).filter(merged_into__in=list(tickets))
    read_at |= dict(merged.values_list("pk", "merged_into_id"))
    rows = readable(Message.objects.filter(ticket_id__in=list(read_at)), actor)
    place = Window(RowNumber(), partition_by=F("ticket_id"), order_by=F("id").desc())
    rows = rows.annotate(place=place, start=Left("body", _LENGTH)).filter(place__lte=_LATEST).order_by("-id")
    found = {
        pk: Spoken(pk, read_at[ticket], kind == MessageKind.NOTE, author, at, start)
        for pk, ticket, kind, author, at, start in rows.values_list(
            "pk", "ticket_id", "kind", "author_name", "created_at", "start"
        )
    }
    files = Attachment.objects.filter(message_id__in=list(found)).order_by("message_id", "position", "id")
    for message, name in files.values_list("message_id", "current__name"):
        found[message].files.append(name)
    return list(found.values())
