"""A list of tickets as a timeline: what is due first, from when, and which of them waits for which."""

import datetime
import uuid
from dataclasses import dataclass, replace

from moondesk.organizations.actor import Actor
from moondesk.tickets.joining import LinkKind
from moondesk.tickets.list_query import ListQuery, Sort
from moondesk.tickets.lists import ListPage, list_tickets
from moondesk.tickets.models import Ticket
from moondesk.tickets.related import TicketLink

BARS = 100


@dataclass(frozen=True)
class TimelinePage:
    """Tickets by when they are due, those without a date last."""

    page: ListPage
    starts: dict[uuid.UUID, datetime.datetime]
    blocked_by: dict[uuid.UUID, list[uuid.UUID]]
    """For a ticket, which of the others here have to be done before it."""


def timeline_question(query: ListQuery) -> ListQuery:
    """Return the question as a timeline asks it."""
    return replace(query, sort=Sort.DUE, limit=BARS)


def read_timeline(actor: Actor, query: ListQuery) -> TimelinePage:
    """Return the tickets of a question that the actor may see, as a timeline shows them."""
    page = list_tickets(actor, timeline_question(query))
    here = [row.id for row in page.rows]
    found = Ticket.objects.filter(pk__in=here, starts_at__isnull=False).values_list("pk", "starts_at")
    starts = {pk: start for pk, start in found if start is not None}
    blocked_by: dict[uuid.UUID, list[uuid.UUID]] = {}
    links = TicketLink.objects.filter(kind=LinkKind.BLOCKS, first_id__in=here, second_id__in=here)
    for first, second in links.order_by("id").values_list("first_id", "second_id"):
        blocked_by.setdefault(second, []).append(first)
    return TimelinePage(page, starts, blocked_by)
