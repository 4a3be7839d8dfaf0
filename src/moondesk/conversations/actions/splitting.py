"""Splitting a ticket: chosen messages, with their files, become or stay the beginning of a new one."""

import copy
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from moondesk.contacts.models import Contact
from moondesk.conversations.actions.counting import recount
from moondesk.conversations.actions.editing import copy_versions
from moondesk.conversations.attachments import attach, copies_of_files
from moondesk.conversations.errors import CannotSplit, InvalidSplit
from moondesk.conversations.models import Message
from moondesk.conversations.rules import SplitFlaw, depth_below, split_flaw
from moondesk.events.actions import emit, publish
from moondesk.events.errors import ChangedSince
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.kit import rows
from moondesk.kit.ids import new_id
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.actions import opening_of, place_ticket, ticket_like
from moondesk.tickets.actions.linking import relate_new, take_new_back
from moondesk.tickets.families import one_at_a_time
from moondesk.tickets.joined_events import SplitTakenBack, TicketSplit
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_for_change, lock_ticket


@dataclass(frozen=True)
class Split:
    """Which messages go into a new ticket, what it is called, and whether they leave the old one."""

    messages: Sequence[uuid.UUID]
    subject: str = ""
    move: bool = False


def split_ticket(number: str, split: Split, *, by: Actor, version: int | None = None) -> tuple[Ticket, Ticket]:
    """Open a new ticket with some messages of another, linked to it; returns the old one and the new one.

    Raises ``InvalidSplit`` for none or unknown messages, ``CannotSplit`` for all of them or one that is not out yet.
    """
    by.require(Permission.TICKET_UPDATE)
    by.require(Permission.TICKET_CREATE)
    one_at_a_time()
    ticket = get_for_change(by, number, version=version)
    chosen = _chosen(ticket, split.messages, by)
    new = place_ticket(ticket_like(ticket, _requester(ticket, chosen), split.subject), by=by)
    publish(*opening_of(new, by=by))
    if split.move:
        Message.objects.filter(pk__in=[one.pk for one in chosen]).update(ticket=new)
    else:
        chosen = _copies(chosen, new, by=by)
    recount(ticket)
    recount(new, responses=True)
    relate_new(new, ticket, by=by)
    ids = tuple(one.pk for one in chosen)
    for own, other, first in ((ticket, new, True), (new, ticket, False)):
        told = TicketSplit(subject_id=own.pk, ticket=other.pk, messages=ids, moved=split.move, first=first)
        emit(told, by=by)
    return ticket, new


def _chosen(ticket: Ticket, ids: Sequence[uuid.UUID], by: Actor) -> list[Message]:
    every = list(Message.objects.filter(ticket=ticket).select_related("author_contact").order_by("id"))
    chosen = [one for one in every if one.pk in set(ids) and one.deleted_at is None]
    flaw = split_flaw(len(set(ids)), len(chosen), len(every), held=any(one.held_until for one in chosen))
    if flaw is None and not by.may(Permission.NOTE_VIEW) and any(one.kind == "note" for one in chosen):
        flaw = SplitFlaw.UNKNOWN
    if flaw is None:
        return chosen
    text = {
        SplitFlaw.NONE: _("Choose the messages for the new ticket."),
        SplitFlaw.UNKNOWN: _("One of these messages is not on this ticket."),
        SplitFlaw.ALL: _("Leave at least one message on this ticket."),
        SplitFlaw.HELD: _("One of these messages has not gone out yet. Wait a moment."),
    }[flaw]
    kind = CannotSplit if flaw in (SplitFlaw.ALL, SplitFlaw.HELD) else InvalidSplit
    raise kind(text, fields={"messages": text})


def _requester(ticket: Ticket, chosen: Sequence[Message]) -> Contact:
    """Return who asks in the new ticket: the first customer among the messages, else the one of the old ticket."""
    wrote = (one.author_contact for one in chosen if one.author_contact is not None)
    found: Contact = next(wrote, ticket.requester)
    return found


def _copies(messages: Sequence[Message], new: Ticket, *, by: Actor) -> list[Message]:
    """Copy messages with their files and versions; who answered what stays true among them. Votes are on the first."""
    made: dict[uuid.UUID | None, Message] = {}
    for message, pk in zip(messages, sorted(new_id() for _one in messages), strict=True):
        one, answered = copy.copy(message), made.get(message.reply_to_id)
        one.pk, one.ticket, one.votes_up, one.votes_down = pk, new, 0, 0
        one.reply_to, one.depth = answered, depth_below(answered.depth) if answered else 0
        rows.insert(one)
        copy_versions(message, one)
        attach(one, copies_of_files(message, by=by))
        made[message.pk] = one
    return list(made.values())


@undoes(TicketSplit)
def take_split_back(event: Event, by: Actor) -> None:
    """Put moved messages back and take the new ticket away, unless somebody went on with it."""
    by.require(Permission.TICKET_UPDATE)
    one_at_a_time()
    ids = [uuid.UUID(one) for one in event.data["messages"]]
    ends = (event.subject_id, uuid.UUID(event.data["ticket"]))
    old, new = (lock_ticket(pk) for pk in (ends if event.data["first"] else reversed(ends)))
    mine = set(Message.objects.filter(ticket=new).values_list("pk", flat=True))
    if mine != set(ids) or new.merged_count or new.merged_into_id or old.merged_into_id or new.deleted_at:
        raise ChangedSince(_("Somebody went on with the new ticket since."))
    if event.data["moved"]:
        Message.objects.filter(pk__in=ids).update(ticket=old)
    take_new_back(new, old)
    recount(old)
    recount(new, responses=True)  # somebody may restore it
    for own, other in ((old, new), (new, old)):
        emit(SplitTakenBack(subject_id=own.pk, ticket=other.pk), by=by)
