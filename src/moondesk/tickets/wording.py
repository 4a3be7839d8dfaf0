"""Reading tickets for the words by which they are found."""

import uuid
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from moondesk.kit.compiled import compiled
from moondesk.kit.written import ANY_IDS, written
from moondesk.tickets.field_models import FieldValue
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import visible_to
from moondesk.tickets.questions import Question
from moondesk.tickets.search_models import TicketWords


def worded_tickets(ids: Collection[uuid.UUID]) -> list[Ticket]:
    """Return those of the ids that are tickets, with who asks, in the order of the ids."""
    return _worded(list(ids))


@compiled
def _worded(ids: list[uuid.UUID]) -> QuerySet[Ticket]:
    return Ticket.objects.filter(pk__any_of=ids).select_related("requester__company").order_by("pk")


def ids_before(before: uuid.UUID | None, most: int) -> list[uuid.UUID]:
    """Return the ids of the newest tickets, or of those next older than one."""
    tickets = Ticket.objects.filter(pk__lt=before) if before else Ticket.objects.all()
    return list(tickets.order_by("-pk").values_list("pk", flat=True)[:most])


def ids_of_requester(contact_id: uuid.UUID, after: uuid.UUID, most: int) -> list[uuid.UUID]:
    """Return the ids of a contact's tickets, the oldest first, from one on."""
    tickets = Ticket.objects.filter(requester_id=contact_id, pk__gt=after)
    return list(tickets.order_by("pk").values_list("pk", flat=True)[:most])


def ids_with_field(field_id: uuid.UUID, after: uuid.UUID, most: int) -> list[uuid.UUID]:
    """Return the ids of the tickets with a value of a field that is known by word or number, the oldest first."""
    values = FieldValue.objects.filter(field_id=field_id, ticket_id__gt=after).order_by("ticket_id")
    return list(values.values_list("ticket_id", flat=True).distinct()[:most])


@written
def names_seen(sight: Question) -> QuerySet[Any, Any]:
    """Return the subjects and requesters, folded, of those of the tickets that one sees."""
    seen = visible_to(sight.actor).filter(pk__any_of=ANY_IDS).values("pk")
    return TicketWords.objects.filter(ticket__in=seen).values_list("names")
