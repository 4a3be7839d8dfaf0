"""Members and departments that are named in a message with ``@`` (C4). They hear of it at once; it gives no rights."""

import re
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moondesk.conversations.errors import CannotMention, TooManyMentions
from moondesk.conversations.mention_events import Mentioned, NoteMentioned
from moondesk.conversations.models import Mention, Message
from moondesk.conversations.rules import MOST_MENTIONED, MessageKind
from moondesk.events.actions import emit
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.kit.ids import new_id
from moondesk.kit.markup import Naming, render_markdown
from moondesk.organizations.actor import Actor, Door
from moondesk.organizations.people import names_at_work
from moondesk.tickets.actions.attending import bring_named, note_looked, note_named
from moondesk.tickets.audience import who_may_follow
from moondesk.tickets.families import family_ids
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import lock_survivor

_SIGN = re.compile(r"(?<![\w@.+-])@\S")


@dataclass(frozen=True)
class Named:
    """A text as HTML, and the members who are named in it, each as it was written."""

    html: str
    members: dict[uuid.UUID, str] = field(default_factory=dict)


def read_names(ticket: Ticket, kind: MessageKind, body: str, *, by: Actor, strict: bool = True) -> Named:
    """Return a text of the team's with its mentions marked, and who is meant.

    Raises ``CannotMention`` for a name whose bearers may not see the ticket, or the note; not for what was written for
    many tickets at once, or by a machine, nor if it is not ``strict``: then they are only not told.
    """
    if not by.is_staff or not _SIGN.search(body):
        return Named(render_markdown(body))
    known = names_at_work()
    naming = Naming(tuple(known))
    html = render_markdown(body, naming)
    meant = {name: known[name] for name in naming.found}
    asked = list(dict.fromkeys(one for members in meant.values() for one in members))
    seeing = who_may_follow(ticket, asked, notes=kind is MessageKind.NOTE)
    blind = [naming.found[name] for name, members in meant.items() if not any(one in seeing for one in members)]
    if blind and strict and by.cause is None and by.door not in (Door.JOB, Door.IMPORT):
        raise _unseen(blind, kind)
    labels = {one: naming.found[name] for name, members in meant.items() for one in members if one in seeing}
    labels = {one: label for one, label in labels.items() if one != by.member_id}
    if len(labels) > MOST_MENTIONED:
        text = _("At most %(most)d people can be mentioned in one message.") % {"most": MOST_MENTIONED}
        raise TooManyMentions(text, fields={"body": text})
    return Named(html, labels)


def _unseen(names: list[str], kind: MessageKind) -> CannotMention:
    shown = ", ".join(f"@{name}" for name in names)
    if kind is MessageKind.NOTE:
        text = ngettext(
            "%(names)s cannot read this note, and mentioning gives no rights. Take the name out.",
            "%(names)s cannot read this note, and mentioning gives no rights. Take the names out.",
            len(names),
        )
    else:
        text = ngettext(
            "%(names)s cannot see this ticket, and mentioning gives no rights. Take the name out.",
            "%(names)s cannot see this ticket, and mentioning gives no rights. Take the names out.",
            len(names),
        )
    said = text % {"names": shown}
    return CannotMention(said, fields={"body": said}, extra={"names": names})


def keep_mentions(ticket: Ticket, message: Message, named: Named, *, by: Actor) -> None:
    """Write down who is named in a message that was just written, and tell of them. The ticket is locked."""
    if by.member_id is not None and by.member_id in (ticket.mentioned or ()):
        note_looked(ticket, [by.member_id])
        ticket.mentioned = [one for one in ticket.mentioned or () if one != by.member_id] or None
    if not named.members:
        return
    rows = [Mention(pk=new_id(), message=message, member_id=pk, label=label) for pk, label in named.members.items()]
    Mention.objects.bulk_create(rows)
    note_named(ticket, named.members)
    event = NoteMentioned if message.kind == MessageKind.NOTE else Mentioned
    labels = tuple(dict.fromkeys(named.members.values()))
    emit(event(subject_id=ticket.pk, message=message.pk, members=tuple(named.members), labels=labels), by=by)


def renew_mentions(ticket: Ticket, message: Message, named: Named, *, by: Actor) -> None:
    """Write down who is named in a message whose text was changed. The ticket is locked.

    Nobody hears twice of the same message, and who is named no more is forgotten.
    """
    before = set(Mention.objects.filter(message=message).values_list("member_id", flat=True))
    if _forget(ticket, message.pk, before - set(named.members)):
        ticket.refresh_from_db(fields=["mentioned"])
    new = {pk: label for pk, label in named.members.items() if pk not in before}
    keep_mentions(ticket, message, Named(named.html, new), by=by)


def _forget(ticket: Ticket, message_id: uuid.UUID, members: Iterable[uuid.UUID]) -> bool:
    gone = set(members)
    if not gone:
        return False
    Mention.objects.filter(message_id=message_id, member_id__in=gone).delete()
    return note_looked(ticket, gone - _named_in(ticket, gone))


def part_named(ticket: Ticket, over: Iterable[Ticket]) -> None:
    """Note on a ticket that was unmerged, and on those it was merged into, whom each of them names by itself."""
    for one in over:
        moved = _named_in(ticket, one.mentioned or ()) - _named_in(one, one.mentioned or ())
        if moved:
            note_looked(one, moved)
            note_named(ticket, moved)
    bring_named(ticket)


def _named_in(ticket: Ticket, members: Collection[uuid.UUID]) -> set[uuid.UUID]:
    if not members:
        return set()
    rows = Mention.objects.filter(message__ticket_id__in=family_ids(ticket), member_id__in=members)
    return set(rows.values_list("member_id", flat=True))


@undoes(Mentioned, NoteMentioned, soon=True)
def take_mentions_back(event: Event, by: Actor) -> None:
    """Forget who was named in a message that is taken back with it."""
    members = (uuid.UUID(one) for one in event.data["members"])
    _forget(lock_survivor(event.subject_id), uuid.UUID(event.data["message"]), members)
