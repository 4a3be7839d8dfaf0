"""Linking tickets, and taking links away. A link is one row, read from both of its ends."""

import uuid

from django.db.models import F, Q
from django.utils.translation import gettext as _

from moondesk.events.actions import emit
from moondesk.events.errors import ChangedSince
from moondesk.events.models import Event
from moondesk.events.registry import undoes
from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets import joined_events as events
from moondesk.tickets.errors import InvalidLink, LinkCircle, LinkExists, LinkNotFound, TicketNotFound
from moondesk.tickets.families import one_at_a_time
from moondesk.tickets.joining import MOST_LINKS, LinkKind, Relation, kind_of, makes_a_circle, relation_of
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import check_version, find_number, number_of, refuse_merged, visible_to
from moondesk.tickets.related import TicketLink


def link_tickets(
    number: str, relation: Relation, other: str, *, by: Actor, version: int | None = None
) -> tuple[Ticket, TicketLink]:
    """Say what a ticket is to another one, both given by number; returns the first, locked. Both get a line.

    Raises ``TicketNotFound``, ``TicketMerged``, ``InvalidLink``, ``LinkExists`` and ``LinkCircle``, and
    ``TicketChanged`` for an old ``version`` of the first.
    """
    by.require(Permission.TICKET_UPDATE)
    one_at_a_time()
    ticket, linked = _look(by, number), _look(by, other)
    if linked.pk == ticket.pk:
        raise _invalid(_("A ticket cannot be linked to itself."))
    check_version(ticket, version)
    kind, turned = kind_of(relation)
    first, second = (linked, ticket) if turned else (ticket, linked)
    if kind is LinkKind.RELATES and first.pk > second.pk:
        first, second = second, first
    _check(kind, first, second)
    _touch(ticket, linked)
    link = TicketLink.objects.create(kind=kind, first=first, second=second, made_by=by.label[:254])
    _tell(link, by=by, made=True)
    return ticket, link


def _look(by: Actor, number: str) -> Ticket:
    found = visible_to(by).filter(number=find_number(number)).first()
    if found is None:
        text = _("There is no ticket with the number %(number)s.") % {"number": number[:20]}
        raise TicketNotFound(text, fields={"ticket": text})
    refuse_merged(by, found)
    return found


def _touch(*tickets: Ticket) -> None:
    """Lock the tickets in one order and count the change of each, so that open pages see it."""
    ids = [ticket.pk for ticket in tickets]
    list(Ticket.objects.filter(pk__in=ids).select_for_update(of=("self",)).order_by("id"))
    Ticket.objects.filter(pk__in=ids).update(version=F("version") + 1)
    for ticket in tickets:
        ticket.refresh_from_db()


def _invalid(text: str) -> InvalidLink:
    return InvalidLink(text, fields={"ticket": text})


def _check(kind: LinkKind, first: Ticket, second: Ticket) -> None:
    links = TicketLink.objects.filter(kind=kind)
    if links.filter(first=first, second=second).exists():
        text = _("These two tickets are linked like this already.")
        raise LinkExists(text, fields={"ticket": text})
    for end in (first, second):
        if TicketLink.objects.filter(Q(first=end) | Q(second=end)).count() >= MOST_LINKS:
            raise _invalid(_("A ticket can have up to %(most)s links.") % {"most": MOST_LINKS})
    if kind is not LinkKind.RELATES and makes_a_circle(_reachable(kind, second.pk), first.pk, second.pk):
        text = _("This would go in a circle: the other ticket leads back to this one.")
        raise LinkCircle(text, fields={"ticket": text})


def _reachable(kind: LinkKind, start: uuid.UUID) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Return the links of a kind that can be walked from a ticket on, one statement for each step."""
    found: list[tuple[uuid.UUID, uuid.UUID]] = []
    seen, edge = {start}, {start}
    while edge:
        step = list(TicketLink.objects.filter(kind=kind, first__in=edge).values_list("first_id", "second_id"))
        found += step
        edge = {second for _first, second in step} - seen
        seen |= edge
    return found


def unlink_tickets(number: str, link_id: uuid.UUID, *, by: Actor, version: int | None = None) -> Ticket:
    """Take a link of a ticket away; returns the ticket. Raises ``LinkNotFound``, also for what leads out of sight."""
    by.require(Permission.TICKET_UPDATE)
    one_at_a_time()
    ticket = visible_to(by).filter(number=find_number(number)).first()
    link = TicketLink.objects.filter(Q(first=ticket) | Q(second=ticket), pk=link_id).first() if ticket else None
    if ticket is None or link is None:
        raise LinkNotFound(_("There is no such link."))
    other = visible_to(by).filter(pk=link.second_id if link.first_id == ticket.pk else link.first_id).first()
    if other is None:
        raise LinkNotFound(_("There is no such link."))
    check_version(ticket, version)
    _touch(ticket, other)
    _tell(link, by=by, made=False)
    link.delete()
    return ticket


def _tell(link: TicketLink, *, by: Actor, made: bool) -> None:
    event = events.TicketLinked if made else events.TicketUnlinked
    for own, other, turned in ((link.first_id, link.second_id, False), (link.second_id, link.first_id, True)):
        relation = relation_of(LinkKind(link.kind), from_the_end=turned)
        emit(event(subject_id=own, ticket=other, relation=relation.value), by=by)


@undoes(events.TicketLinked)
def take_link_back(event: Event, by: Actor) -> None:
    """Remove the link, unless somebody did."""
    link = _between(event)
    if link is None:
        raise ChangedSince(_("The link was removed since."))
    unlink_tickets(number_of(event.subject_id), link.pk, by=by)


@undoes(events.TicketUnlinked)
def link_again(event: Event, by: Actor) -> None:
    """Make the link again, unless somebody did."""
    relation = Relation(event.data["relation"])
    try:
        link_tickets(number_of(event.subject_id), relation, number_of(uuid.UUID(event.data["ticket"])), by=by)
    except LinkExists as error:
        raise ChangedSince(error.message) from None


def _between(event: Event) -> TicketLink | None:
    kind, turned = kind_of(Relation(event.data["relation"]))
    ends = [event.subject_id, uuid.UUID(event.data["ticket"])]
    if turned:
        ends.reverse()
    if kind is LinkKind.RELATES:
        ends.sort()
    return TicketLink.objects.filter(kind=kind, first=ends[0], second=ends[1]).first()


def relate_new(new: Ticket, old: Ticket, *, by: Actor) -> None:
    """Link a ticket that was just split off to the one it comes from. Both are locked; the split tells of it."""
    first, second = sorted((new, old), key=lambda one: one.pk)
    TicketLink.objects.create(kind=LinkKind.RELATES, first=first, second=second, made_by=by.label[:254])


def take_new_back(new: Ticket, old: Ticket) -> None:
    """Take a ticket that was split off away again, with its link. Both are locked."""
    TicketLink.objects.filter(Q(first=new, second=old) | Q(first=old, second=new)).delete()
    new.deleted_at, new.version = now(), new.version + 1
    new.save(update_fields=["deleted_at", "version"])
