"""Merging tickets and taking it back: records, counts, and what customers wrote meanwhile (docs/decisions/merge.md)."""

import uuid
from collections.abc import Sequence

from django.utils.translation import gettext as _

from moondesk.conversations.actions.counting import recount
from moondesk.conversations.actions.mentioning import part_named
from moondesk.conversations.models import Message
from moondesk.conversations.rules import AuthorKind
from moondesk.events.errors import ChangedSince
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor, system_actor
from moondesk.organizations.queries import reopen_days_of
from moondesk.tickets import joined_events as events
from moondesk.tickets.actions import move_to_stage
from moondesk.tickets.actions.attending import bring_named
from moondesk.tickets.actions.merging import end_merge, record_merge
from moondesk.tickets.errors import NotMerged, TicketMerged
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import number_of
from moondesk.tickets.related import Merge
from moondesk.tickets.rules import OnCustomerReply, Stage, on_customer_reply, stage_after_reopening


def merge_tickets(into: str, numbers: Sequence[str], *, by: Actor, version: int | None = None) -> Ticket:
    """Let tickets, given by number, go on in another one; returns that one. Nothing is moved.

    Raises ``TicketNotFound``, ``TicketMerged``, ``InvalidMerge``, and ``TicketChanged`` for an old ``version``.
    """
    target = record_merge(into, numbers, by=by, version=version)
    recount(target)
    bring_named(target)
    return target


def unmerge_ticket(number: str, *, by: Actor, into: str = "") -> Ticket:
    """Let a merged ticket go on by itself, as if it had never been merged; returns it. Raises ``NotMerged``."""
    ticket, over, merge = end_merge(number, by=by, into=into)
    for one in (ticket, *over):
        if one.merged_into_id is None:
            recount(one)
    part_named(ticket, over)
    _wake(ticket, merge, by=by)
    return ticket


def _wake(ticket: Ticket, merge: Merge, *, by: Actor) -> None:
    """Do what a customer's answers, written here while the ticket was merged, would have done to it."""
    wrote = Message.objects.filter(ticket=ticket, author_kind=AuthorKind.CUSTOMER, created_at__gt=merge.merged_at)
    if ticket.merged_into_id is not None or not wrote.exists():
        return
    effect = on_customer_reply(Stage(ticket.stage), ticket.done_at, now(), reopen_days_of(ticket.department_id))
    if effect in (OnCustomerReply.WAKE, OnCustomerReply.REOPEN):
        moondesk = system_actor(ticket.organization_id, door=by.door)
        move_to_stage(ticket, stage_after_reopening(ticket.assignee_id is not None), by=moondesk)


def _numbers(event: Event) -> tuple[str, str]:
    """Return the numbers of the merged ticket and of the one it was merged into, from either's event."""
    own, other = number_of(event.subject_id), number_of(uuid.UUID(event.data["ticket"]))
    return (own, other) if event.name in (events.TicketMerged.name, events.TicketUnmerged.name) else (other, own)


@undoes(events.TicketMerged, events.MergeTaken)
def take_merge_back(event: Event, by: Actor) -> None:
    """Unmerge, unless somebody did."""
    ticket, into = _numbers(event)
    try:
        unmerge_ticket(ticket, by=by, into=into)
    except NotMerged as error:
        raise ChangedSince(error.message) from None


@undoes(events.TicketUnmerged, events.MergeEnded)
def merge_again(event: Event, by: Actor) -> None:
    """Merge again, unless it was merged since."""
    ticket, into = _numbers(event)
    try:
        merge_tickets(into, [ticket], by=by)
    except TicketMerged:
        raise ChangedSince(_("It was merged again since.")) from None
