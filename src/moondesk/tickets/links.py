"""Reading links between tickets as somebody may see them: an end out of sight is as if it were not there."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from moondesk.organizations.actor import Actor
from moondesk.tickets.joining import LinkKind, Relation, relation_of
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import visible_to
from moondesk.tickets.related import TicketLink
from moondesk.tickets.rules import DONE_STAGES


@dataclass(frozen=True)
class Linked:
    """One ticket at the other end of a link. ``relation`` says what the first ticket is to it."""

    link: uuid.UUID
    relation: Relation
    ticket: Ticket

    @property
    def is_done(self) -> bool:
        """Say whether the work on it is done, where it goes on if it is merged."""
        home: Ticket = self.ticket.merged_into or self.ticket
        return home.stage in DONE_STAGES


_ORDER = list(Relation)


def links_of(actor: Actor, ticket: Ticket) -> list[Linked]:
    """Return the links of a ticket, those that hold it up first. The ticket must have come through ``queries``."""
    links = list(TicketLink.objects.filter(Q(first=ticket) | Q(second=ticket)).order_by("id"))
    ends = {link.pk: (link.second_id, False) if link.first_id == ticket.pk else (link.first_id, True) for link in links}
    seen = _seen(actor, [pk for pk, _turned in ends.values()])
    found = [
        Linked(link.pk, relation_of(LinkKind(link.kind), from_the_end=ends[link.pk][1]), seen[ends[link.pk][0]])
        for link in links
        if ends[link.pk][0] in seen
    ]
    return sorted(found, key=lambda one: (one.relation is not Relation.BLOCKED_BY, _ORDER.index(one.relation)))


def _seen(actor: Actor, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Ticket]:
    if not ids:
        return {}
    found = visible_to(actor).filter(pk__in=ids).select_related("status", "merged_into__status")
    return {one.pk: one for one in found}


def blockers_of(actor: Actor, ticket: Ticket) -> tuple[list[str], int]:
    """Return the numbers of the tickets that hold this one up, and how many more the actor cannot see."""
    blocking = TicketLink.objects.filter(kind=LinkKind.BLOCKS, second=ticket).values("first_id")
    active = Q(merged_into=None) & ~Q(stage__in=DONE_STAGES)
    active |= Q(merged_into__isnull=False) & ~Q(merged_into__stage__in=DONE_STAGES)
    every = set(Ticket.objects.filter(active, pk__in=blocking, deleted_at=None).values_list("pk", flat=True))
    if not every:
        return [], 0
    seen = list(visible_to(actor).filter(pk__in=every).order_by("id").values_list("number", flat=True))
    return seen, len(every) - len(seen)


def incidents_of(actor: Actor, problem: Ticket) -> list[Ticket]:
    """Return the tickets that a problem causes and that are not done, as far as the actor may see them."""
    caused = TicketLink.objects.filter(kind=LinkKind.CAUSES, first=problem).values("second_id")
    found = visible_to(actor).filter(pk__in=caused, merged_into=None).exclude(stage__in=DONE_STAGES)
    return list(found.select_related("status").order_by("id"))
