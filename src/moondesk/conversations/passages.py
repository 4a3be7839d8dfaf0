"""Reading the messages of several tickets at once, as a member may, to show where words were found."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet, Window
from django.db.models.functions import Left, RowNumber

from moondesk.conversations.models import Attachment, Message
from moondesk.conversations.queries import readable
from moondesk.conversations.rules import MessageKind
from moondesk.kit.written import ANY_IDS, written
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.queries import visible_to
from moondesk.tickets.questions import Question

LATEST = 15
MOST = 60
"""So many of a ticket's messages are read first, and so many at most."""
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


def spoken_in(actor: Actor, tickets: Collection[uuid.UUID], *, further: bool = False) -> list[Spoken]:
    """Return the latest messages of each ticket that a member may read, the latest first; ``further`` those before.

    The tickets must have come through ``tickets.queries``. Those of tickets that go on in them come along, as far as
    the member sees these.
    """
    if not actor.is_staff or not tickets:
        return []
    read_at = {pk: pk for pk in tickets} | dict(_merged_into(Question.of_all(actor), ids=tickets))
    first, last = (LATEST, MOST) if further else (0, LATEST)
    rows = _said(actor.organization_id, actor.may(Permission.NOTE_VIEW), first, last, ids=list(read_at))
    found = {
        pk: Spoken(pk, read_at[ticket], kind == MessageKind.NOTE, author, at, start)
        for pk, ticket, kind, author, at, start in rows
    }
    for message, name in _files(actor.organization_id, ids=list(found)) if found else ():
        found[message].files.append(name)
    return list(found.values())


@written
def _merged_into(sight: Question) -> QuerySet[Any, Any]:
    return visible_to(sight.actor).filter(merged_into__pk__any_of=ANY_IDS).values_list("pk", "merged_into_id")


@written
def _said(_organization: uuid.UUID, notes: bool, first: int, last: int) -> QuerySet[Any, Any]:
    place = Window(RowNumber(), partition_by=F("ticket_id"), order_by=F("id").desc())
    rows = readable(Message.objects.filter(ticket__pk__any_of=ANY_IDS), notes=notes, staff=True)
    rows = rows.annotate(place=place, start=Left("body", _LENGTH)).filter(place__gt=first, place__lte=last)
    return rows.order_by("-id").values_list("pk", "ticket_id", "kind", "author_name", "created_at", "start")


@written
def _files(_organization: uuid.UUID) -> QuerySet[Any, Any]:
    files = Attachment.objects.filter(message__pk__any_of=ANY_IDS).order_by("message_id", "position", "id")
    return files.values_list("message_id", "current__name")
