"""What happened to a ticket, and taking it back."""

import datetime
import uuid
from typing import Any

from django.http import HttpResponse
from ninja import Router

from moondesk.api.answers import answer, page, version_etag, wanted_version
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.inputs import Input
from moondesk.api.paging import PARAMETERS, paged, read_page
from moondesk.api.shapes import EventPage
from moondesk.conversations.queries import history_for
from moondesk.events.models import Event
from moondesk.events.undo import can_be_set_back, revert_event, undo_operation
from moondesk.organizations.permissions import Permission
from moondesk.tickets.documents import document_of
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_for_change, get_for_undo, get_visible
from moondesk.tickets.schemas import TicketOut

router = Router(tags=["History"])
router.add_decorator(edge, mode="view")


class UndoIn(Input):
    """What to take back."""

    operation: uuid.UUID


@router.get("/{number}/events", response=EventPage, summary="List what happened", operation_id="list_events")
@needs(Permission.DESK_OPEN, parameters=PARAMETERS)
def list_events(request: ApiRequest, number: str) -> HttpResponse:
    """The ticket's history, oldest first unless told otherwise; that notes were added only for those who see notes."""
    asked = read_page(request, sorts={"created_at": datetime.datetime}, default="created_at")
    found, after = paged(history_for(request.actor, get_visible(request.actor, number)), asked)
    return page([_event_out(one) for one in found], after)


@router.post("/{number}/undo", response=TicketOut, summary="Undo what was just done", operation_id="undo_operation")
@needs(Permission.DESK_OPEN)
def undo(request: ApiRequest, number: str, what: UndoIn) -> HttpResponse:
    """Takes back all that you did to the ticket at once, within 30 seconds. Events done at once share `operation`."""
    ticket = get_for_undo(request.actor, number, version=wanted_version(request))
    undo_operation(ticket.pk, what.operation, by=request.actor)
    return _ticket(ticket, request)


@router.post(
    "/{number}/events/{event_id}/reversion",
    response=TicketOut,
    summary="Revert one change",
    operation_id="revert_event",
)
@needs(Permission.DESK_OPEN)
def revert(request: ApiRequest, number: str, event_id: uuid.UUID) -> HttpResponse:
    """Sets back what one earlier change did, unless the same thing was changed again since."""
    ticket = get_for_change(request.actor, number, version=wanted_version(request))
    revert_event(ticket.pk, event_id, by=request.actor)
    return _ticket(ticket, request)


def _ticket(ticket: Ticket, request: ApiRequest) -> HttpResponse:
    document = document_of(ticket, by=request.actor)
    return answer(document.json, etag=version_etag(document.version))


def _event_out(event: Event) -> dict[str, Any]:
    return {
        "id": event.pk,
        "name": event.name,
        "actor": {"kind": event.actor_kind, "id": event.actor_id, "label": event.actor_label},
        "door": event.door,
        "data": event.data,
        "caused_by": event.caused_by,
        "operation": event.operation,
        "reverts": event.reverts,
        "can_be_reverted": can_be_set_back(event),
        "created_at": event.created_at,
    }
