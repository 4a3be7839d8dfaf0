"""A list of tickets as a timeline: what is due first, from when, and which of them waits for which."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from moondesk.tickets.joining import LinkKind
from moondesk.tickets.list_query import ListQuery, Sort
from moondesk.tickets.models import Ticket
from moondesk.tickets.related import TicketLink

BARS = 100
"""How many bars one group has on a page of its own."""
BARS_BESIDE = 25
"""How many one group has beside others."""


@dataclass(frozen=True)
class Spans:
    """What a timeline shows of some tickets beside what every list does."""

    starts: dict[uuid.UUID, datetime.datetime]
    blocked_by: dict[uuid.UUID, list[uuid.UUID]]
    """For a ticket, which of the others here have to be done before it."""


def timeline_question(query: ListQuery) -> ListQuery:
    """Return the question as a timeline asks it: by when tickets are due, those without a date last."""
    return replace(query, sort=Sort.DUE, limit=BARS)


def spans_of(here: Sequence[uuid.UUID]) -> Spans:
    """Return when some tickets start and which of them wait for which. The ids must come through a list."""
    found = Ticket.objects.filter(pk__in=here, starts_at__isnull=False).values_list("pk", "starts_at")
    starts = {pk: start for pk, start in found if start is not None}
    blocked_by: dict[uuid.UUID, list[uuid.UUID]] = {}
    links = TicketLink.objects.filter(kind=LinkKind.BLOCKS, first_id__in=here, second_id__in=here)
    for first, second in links.order_by("id").values_list("first_id", "second_id"):
        blocked_by.setdefault(second, []).append(first)
    return Spans(starts, blocked_by)
