"""Reading a conversation as somebody may see it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, Q, QuerySet, UUIDField

from moondesk.conversations.events import FILE_EVENTS
from moondesk.conversations.models import Draft, Mention, Message
from moondesk.conversations.rules import AuthorKind, MessageKind
from moondesk.events.models import Event
from moondesk.files.models import File
from moondesk.files.queries import holds_uploads, uploads_of
from moondesk.kit.compiled import compiled
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.families import above, family_ids, is_joined, not_deleted, own_part, seen_family, survivor_of
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import visible_to

PAGE = 30


@dataclass(frozen=True)
class Page:
    """A stretch of a conversation, oldest first; ``earlier`` is the id to ask before for what came earlier."""

    messages: list[Message]
    earlier: uuid.UUID | None


def messages_for(actor: Actor, ticket: Ticket) -> QuerySet[Message]:
    """Return the messages of a ticket that the actor may see; notes only to those allowed to see them.

    With those of the tickets that go on in it. The ticket must have come through ``tickets.queries``.
    """
    notes, staff = actor.may(Permission.NOTE_VIEW), actor.is_staff
    if is_joined(ticket):
        return readable(Message.objects.filter(_of(actor, ticket)), notes=notes, staff=staff)
    return _messages(ticket.pk, notes=notes, staff=staff)


def _messages(ticket: uuid.UUID, *, notes: bool, staff: bool) -> QuerySet[Message]:
    return readable(Message.objects.filter(ticket_id=ticket), notes=notes, staff=staff)


def readable(messages: QuerySet[Message], *, notes: bool, staff: bool) -> QuerySet[Message]:
    """Return those messages of tickets which somebody may see that they may read."""
    if not notes:
        messages = messages.filter(kind=MessageKind.REPLY)
    return messages if staff else messages.filter(held_until=None)


@compiled
def _latest(
    ticket: uuid.UUID, before: uuid.UUID | None = None, *, notes: bool, staff: bool, size: int
) -> QuerySet[Message]:
    messages = _messages(ticket, notes=notes, staff=staff)
    if before:
        messages = messages.filter(pk__lt=before)
    return messages.order_by("-id")[: size + 1]


def count_messages(ticket: Ticket) -> int:
    """Return how many messages a ticket has, whoever may see them."""
    return Message.objects.filter(ticket=ticket).count()


def _of(actor: Actor, ticket: Ticket) -> Q:
    """Return whose messages make up the conversation of a ticket as the actor may read it (docs/decisions/merge.md).

    A member reads what is on those of its tickets that they may see. A customer reads what is on the tickets that they
    take part in, and what the team wrote where theirs went on since.
    """
    if actor.is_staff:
        return Q(ticket_id__in=seen_family(actor, ticket))
    survivor = survivor_of(ticket)
    readable = Q(ticket_id__in={ticket.pk} | own_part(actor, family_ids(survivor)))
    over = above(ticket)
    there = not_deleted([into for into, _since in over])
    for into, since in (one for one in over if one[0] in there):
        readable |= Q(ticket_id=into, created_at__gte=since) & ~Q(author_kind=AuthorKind.CUSTOMER)
    return readable


def own_messages(actor: Actor, ticket: Ticket) -> QuerySet[Message]:
    """Return the messages that are on the ticket itself, without those of tickets that go on in it."""
    return messages_for(actor, ticket).filter(ticket=ticket).order_by("id")


def may_read(actor: Actor, message: Message) -> bool:
    """Say whether the actor may read a message, on its own ticket or on one where that is joined with others."""
    seen = visible_to(actor).filter(pk__in=family_ids(survivor_of(message.ticket)))
    return any(messages_for(actor, one).filter(pk=message.pk).exists() for one in seen)


def latest_page(actor: Actor, ticket: Ticket, *, before: uuid.UUID | None = None, size: int = PAGE) -> Page:
    """Return the last ``size`` messages, or the last before one: a long ticket opens as fast as a short one."""
    if is_joined(ticket):
        messages = messages_for(actor, ticket)
        messages = messages.filter(pk__lt=before) if before else messages
        found = list(messages.order_by("-id")[: size + 1])
    else:
        notes = actor.may(Permission.NOTE_VIEW)
        found = _latest(ticket.pk, *filter(None, [before]), notes=notes, staff=actor.is_staff, size=size)
    more = len(found) > size
    shown = found[:size][::-1]
    return Page(shown, shown[0].pk if more else None)


def changes_of(ticket: Ticket) -> list[Event]:
    """Return what happened to the ticket besides messages, oldest first: its system lines and history."""
    return changes_of_id(ticket.pk)


def changes_of_id(ticket_id: uuid.UUID) -> list[Event]:
    """Return the same of a ticket by its id, such as one where another goes on."""
    events = Event.objects.filter(subject_id=ticket_id, name__startswith="ticket.")
    return list(events.order_by("id")[:500])


def history_for(actor: Actor, ticket: Ticket) -> QuerySet[Event]:
    """Return all that happened to the ticket; what concerns notes or time only for those who may see these.

    The ticket must have come through ``tickets.queries``.
    """
    return _history(ticket.pk, hidden=_hidden_from(actor))


def _hidden_from(actor: Actor) -> tuple[str, ...]:
    """Return how the names of events begin that an actor is not shown."""
    needed = {"message.note_": Permission.NOTE_VIEW, "time.": Permission.TIME_VIEW}
    return tuple(start for start, permission in needed.items() if not actor.may(permission))


def _history(ticket: uuid.UUID, *, hidden: tuple[str, ...]) -> QuerySet[Event]:
    events = Event.objects.filter(subject_id=ticket)
    for start in hidden:
        events = events.exclude(name__startswith=start)
    return events


@compiled
def _last_of_history(ticket: uuid.UUID, *, hidden: tuple[str, ...], most: int) -> QuerySet[Event]:
    return _history(ticket, hidden=hidden).order_by("-id")[:most]


def history_of(actor: Actor, ticket: Ticket, *, most: int = 200) -> list[Event]:
    """Return the last of all that happened to the ticket, newest first, as ``history_for`` says."""
    found = _last_of_history(ticket.pk, hidden=_hidden_from(actor), most=most)
    return [event for event in found if not _is_upkeep(event)]


def standing_message(message_id: uuid.UUID | str) -> Message | None:
    """Return a message with its ticket for what follows from it, or None when it is not there any more."""
    return next(iter(_standing(uuid.UUID(str(message_id)))), None)


@compiled
def _standing(message_id: uuid.UUID) -> QuerySet[Message]:
    return Message.objects.select_related("ticket").filter(pk=message_id, deleted_at=None)


def find_message(message_id: uuid.UUID) -> Message | None:
    """Return a message with its ticket, or None when it is not there any more."""
    return next(iter(_message(message_id)), None)


@compiled
def _message(message_id: uuid.UUID) -> QuerySet[Message]:
    return Message.objects.filter(pk=message_id).select_related("ticket")


def last_reply(ticket: Ticket) -> Message | None:
    """Return the last public message that somebody of the organization wrote on a ticket."""
    said = Message.objects.filter(ticket=ticket, kind=MessageKind.REPLY, deleted_at=None, held_until=None)
    return said.exclude(author_kind=AuthorKind.CUSTOMER).order_by("-id").first()


def named_in(message: Message) -> set[uuid.UUID]:
    """Return the members who are named in a message."""
    return {one.member_id for one in _mentions(message.pk)}


@compiled
def _mentions(message_id: uuid.UUID) -> QuerySet[Mention]:
    return Mention.objects.filter(message_id=message_id).only("member_id")


def drafts_of(actor: Actor, ticket: Ticket) -> list[Draft]:
    """Return what the actor is writing on a ticket, the latest first: their own, of what they may write."""
    if actor.member_id is None:
        return []
    rights = {MessageKind.REPLY: Permission.TICKET_REPLY, MessageKind.NOTE: Permission.NOTE_CREATE}
    kinds = [kind for kind, permission in rights.items() if actor.may(permission)]
    own = Draft.objects.filter(ticket=ticket, member_id=actor.member_id, kind__in=kinds)
    return list(own.order_by("-updated_at", "id"))


def with_files(actor: Actor, drafts: Sequence[Draft]) -> list[tuple[Draft, list[File]]]:
    """Return drafts with their files that still wait to be sent; one that has neither text nor file is left out."""
    ids = [file_id for draft in drafts for file_id in draft.file_ids]
    waiting = {file.pk: file for file in uploads_of(actor, ids)} if ids else {}
    found = [(draft, [waiting[pk] for pk in draft.file_ids if pk in waiting]) for draft in drafts]
    return [(draft, files) for draft, files in found if draft.body.strip() or files]


@holds_uploads
def files_of_drafts() -> QuerySet[Any, Any]:
    """Return the ids of the files that wait in drafts."""
    each = Func(F("file_ids"), function="unnest", output_field=UUIDField())
    return Draft.objects.exclude(file_ids=[]).annotate(file=each).values("file")


def taken_up(ticket: Ticket, operation: uuid.UUID) -> Message | None:
    """Return what an operation wrote and nobody has been sent: a held reply or a note, for its writer to have it back.

    Not that of a macro, whose text is not lost.
    """
    names = ("ticket.macro_applied", "message.reply_sent", "message.note_added")
    found = Event.objects.filter(subject_id=ticket.pk, operation=operation, name__in=names)
    events = {event.name: event for event in found}
    written = events.get("message.reply_sent") or events.get("message.note_added")
    if written is None or "ticket.macro_applied" in events:
        return None
    unsent = Q(held_until__isnull=False) | Q(kind=MessageKind.NOTE)
    return Message.objects.filter(unsent, pk=written.data["message"]).first()


def _is_upkeep(event: Event) -> bool:
    """Say whether an event only tells open pages to look again: a file can be shown now, somebody's timer runs."""
    is_timer = event.name in ("time.timer_started", "time.timer_paused")
    return is_timer or (event.name in _FILE_NAMES and event.data.get("change") == "examined")


_FILE_NAMES = frozenset(event.name for event in FILE_EVENTS)
