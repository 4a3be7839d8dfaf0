"""Tickets that belong together: merges, links, splits, and the incidents of a problem."""

import uuid

from django.http import HttpResponse
from ninja import Router

from moondesk.api.answers import answer, no_content, page, version_etag, wanted_version
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.joining_inputs import CloneIn, IncidentAnswerIn, LinkIn, MergesIn, SplitIn
from moondesk.api.joining_shapes import IncidentsOut, LinkOut, LinkPage, MergePage, link_out, merge_out
from moondesk.api.tickets import ADDRESS, find_requester, shown_number
from moondesk.conversations.actions.cloning import Clone, clone_ticket
from moondesk.conversations.actions.incidents import answer_incidents
from moondesk.conversations.actions.merging import merge_tickets, unmerge_ticket
from moondesk.conversations.actions.splitting import Split, split_ticket
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import current_organization
from moondesk.tickets.actions.linking import link_tickets, unlink_tickets
from moondesk.tickets.documents import document_of
from moondesk.tickets.families import merged_in
from moondesk.tickets.links import links_of
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_for_change, get_visible
from moondesk.tickets.schemas import TicketDetail

router = Router(tags=["Related tickets"])
router.add_decorator(edge, mode="view")


def _ticket(ticket: Ticket, request: ApiRequest, *, is_new: bool = False) -> HttpResponse:
    document = document_of(ticket, by=request.actor)
    location = ADDRESS + shown_number(document) if is_new else ""
    return answer(document.json, status=201 if is_new else 200, etag=version_etag(document.version), location=location)


@router.get("/{number}/merges", response=MergePage, summary="List merged tickets", operation_id="list_merges")
@needs(Permission.DESK_OPEN)
def list_merges(request: ApiRequest, number: str) -> HttpResponse:
    """The tickets that go on in this one."""
    prefix = current_organization().number_prefix
    found = merged_in(request.actor, get_visible(request.actor, number))
    return page([merge_out(one, prefix) for one in found], None)


@router.post("/{number}/merges", response=TicketDetail, summary="Merge tickets", operation_id="merge_tickets")
@needs(Permission.TICKET_UPDATE)
def create_merges(request: ApiRequest, number: str, what: MergesIn) -> HttpResponse:
    """Lets other tickets go on in this one, all or none. Nothing is moved; it can be taken back at any time."""
    survivor = merge_tickets(number, what.tickets, by=request.actor, version=wanted_version(request))
    return _ticket(survivor, request)


@router.delete(
    "/{number}/merges/{merged}", response=TicketDetail, summary="Unmerge a ticket", operation_id="unmerge_ticket"
)
@needs(Permission.TICKET_UPDATE)
def delete_merge(request: ApiRequest, number: str, merged: str) -> HttpResponse:
    """Lets a merged ticket go on by itself, as if it had never been merged; answers that ticket."""
    return _ticket(unmerge_ticket(merged, by=request.actor, into=number), request)


@router.get("/{number}/links", response=LinkPage, summary="List links", operation_id="list_links")
@needs(Permission.DESK_OPEN)
def list_links(request: ApiRequest, number: str) -> HttpResponse:
    """What this ticket is to others, and how far those are."""
    prefix = current_organization().number_prefix
    return page([link_out(one, prefix) for one in links_of(request.actor, get_visible(request.actor, number))], None)


@router.post("/{number}/links", response={201: LinkOut}, summary="Link tickets", operation_id="create_link")
@needs(Permission.TICKET_UPDATE)
def create_link(request: ApiRequest, number: str, new: LinkIn) -> HttpResponse:
    """Says what this ticket is to another one. The other end says the same the other way round."""
    actor = request.actor
    ticket, link = link_tickets(number, new.relation, new.ticket, by=actor, version=wanted_version(request))
    made = next(one for one in links_of(actor, ticket) if one.link == link.pk)
    return answer(link_out(made, current_organization().number_prefix), status=201)


@router.delete("/{number}/links/{uuid:link}", response={204: None}, summary="Remove a link", operation_id="delete_link")
@needs(Permission.TICKET_UPDATE)
def delete_link(request: ApiRequest, number: str, link: uuid.UUID) -> HttpResponse:
    """Takes a link away, at both ends."""
    unlink_tickets(number, link, by=request.actor, version=wanted_version(request))
    return no_content()


@router.post("/{number}/split", response={201: TicketDetail}, summary="Split a ticket", operation_id="split_ticket")
@needs(Permission.TICKET_CREATE)
def create_split(request: ApiRequest, number: str, what: SplitIn) -> HttpResponse:
    """Opens a new ticket with some messages of this one and their files, linked to it. Nobody gets a mail."""
    split = Split(what.messages, what.subject, what.move)
    _old, new = split_ticket(number, split, by=request.actor, version=wanted_version(request))
    return _ticket(new, request, is_new=True)


@router.post("/{number}/clone", response={201: TicketDetail}, summary="Clone a ticket", operation_id="clone_ticket")
@needs(Permission.TICKET_CREATE)
def create_clone(request: ApiRequest, number: str, what: CloneIn | None = None) -> HttpResponse:
    """Opens a ticket with the same description, files, fields and tags, linked to this one. Nobody gets a mail.

    The conversation stays behind.
    """
    given = what or CloneIn()
    requester = find_requester(request.actor, given.requester) if given.requester else None
    clone = Clone(given.subject, requester)
    _old, new = clone_ticket(number, clone, by=request.actor, version=wanted_version(request))
    return _ticket(new, request, is_new=True)


@router.post(
    "/{number}/incident-answers",
    response={202: IncidentsOut},
    summary="Answer all incidents",
    operation_id="answer_incidents",
)
@needs(Permission.TICKET_REPLY)
def create_incident_answers(request: ApiRequest, number: str, what: IncidentAnswerIn) -> HttpResponse:
    """Answers all open tickets that this one causes with one text, each as if by itself. The worker does it."""
    ticket = get_for_change(request.actor, number)
    count = answer_incidents(ticket, what.body, resolve=what.resolve, by=request.actor)
    return answer({"incidents": count}, status=202)
