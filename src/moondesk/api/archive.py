"""Archiving, deleting, restoring and purging tickets."""

import datetime

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from moondesk.api.answers import answer, page, version_etag, wanted_version
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.paging import PARAMETERS, paged, read_page
from moondesk.api.shapes import Page
from moondesk.channels.purging import purge_ticket as purge
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import current_organization
from moondesk.tickets import actions
from moondesk.tickets.documents import document_of
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import deleted_to, get_deleted, get_for_change
from moondesk.tickets.rules import purged_at
from moondesk.tickets.schemas import TicketDetail

router = Router(tags=["Tickets"])
router.add_decorator(edge, mode="view")


class DeletedTicketOut(BaseModel):
    """One deleted ticket."""

    model_config = ConfigDict(extra="forbid")

    number: str
    subject: str
    deleted_at: datetime.datetime
    purged_at: datetime.datetime = Field(description="When it goes for good, unless it is restored before")


class DeletedTicketPage(Page):
    """A page of deleted tickets."""

    items: list[DeletedTicketOut]


@router.post("/tickets/{number}/archive", response=TicketDetail, summary="Archive", operation_id="archive_ticket")
@needs(Permission.TICKET_ARCHIVE)
def archive_ticket(request: ApiRequest, number: str) -> HttpResponse:
    """Takes a closed ticket out of lists; searching still finds it, and `archived=true` lists it."""
    ticket = get_for_change(request.actor, number, version=wanted_version(request))
    actions.archive_ticket(ticket, by=request.actor)
    return _ticket(ticket, request)


@router.delete("/tickets/{number}/archive", response=TicketDetail, summary="Unarchive", operation_id="unarchive_ticket")
@needs(Permission.TICKET_ARCHIVE)
def unarchive_ticket(request: ApiRequest, number: str) -> HttpResponse:
    """Puts an archived ticket back into lists."""
    ticket = get_for_change(request.actor, number, version=wanted_version(request))
    actions.unarchive_ticket(ticket, by=request.actor)
    return _ticket(ticket, request)


@router.post(
    "/tickets/{number}/restoration", response=TicketDetail, summary="Restore a ticket", operation_id="restore_ticket"
)
@needs(Permission.TICKET_DELETE)
def restore_ticket(request: ApiRequest, number: str) -> HttpResponse:
    """Brings a deleted ticket back as it was."""
    ticket = get_deleted(request.actor, number)
    actions.restore_ticket(ticket, by=request.actor)
    return _ticket(ticket, request)


@router.get("/deleted-tickets", response=DeletedTicketPage, summary="List deleted", operation_id="list_deleted")
@needs(Permission.TICKET_DELETE, parameters=PARAMETERS)
def list_deleted(request: ApiRequest) -> HttpResponse:
    """Tickets that can be restored, last deleted first unless told otherwise."""
    asked = read_page(request, sorts={"deleted_at": datetime.datetime}, default="-deleted_at")
    found, after = paged(deleted_to(request.actor), asked)
    prefix = current_organization().number_prefix
    items = [
        {
            "number": f"{prefix}-{one.number}",
            "subject": one.subject,
            "deleted_at": one.deleted_at,
            "purged_at": purged_at(one.deleted_at),
        }
        for one in found
        if one.deleted_at is not None
    ]
    return page(items, after)


@router.delete("/deleted-tickets/{number}", response={204: None}, summary="Purge a ticket", operation_id="purge_ticket")
@needs(Permission.TICKET_PURGE)
def purge_ticket(request: ApiRequest, number: str) -> HttpResponse:
    """Takes a deleted ticket away for good, before its time. Nobody can bring it back."""
    purge(get_deleted(request.actor, number), by=request.actor)
    return HttpResponse(status=204)


def _ticket(ticket: Ticket, request: ApiRequest) -> HttpResponse:
    document = document_of(ticket, by=request.actor)
    return answer(document.json, etag=version_etag(document.version))
