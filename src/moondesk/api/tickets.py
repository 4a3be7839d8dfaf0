"""Tickets: list, open, read, change, assign, resolve."""

import uuid
from dataclasses import asdict

import msgspec
from django.http import HttpResponse
from ninja import Router

from moondesk.api.answers import answer, page_of_json, unchanged, version_etag, wanted_version
from moondesk.api.asking import asked_by
from moondesk.api.beginning import begun, template_of
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.errors import NoSuchReference
from moondesk.api.fields import included, includes_retired
from moondesk.api.inputs import AssignmentIn, RequesterIn, ResolutionIn, TicketIn, TicketPatch
from moondesk.api.shapes import TicketPage
from moondesk.audit.reading import Reading, note_reading
from moondesk.contacts.actions import InvalidContact, find_or_create_contact
from moondesk.contacts.models import Contact
from moondesk.contacts.queries import ContactNotFound
from moondesk.contacts.queries import get_visible as get_contact
from moondesk.conversations.actions import add_note, move_ticket, move_to_resolved
from moondesk.conversations.actions.on_behalf import OnBehalf, open_on_behalf
from moondesk.conversations.errors import InvalidMessage
from moondesk.files.actions import take_uploads
from moondesk.kit.errors import InvalidInput, NotAllowed
from moondesk.macros.beginning import Beginning, filled_subject, filled_words
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Department, Member
from moondesk.organizations.people import member_by_id
from moondesk.organizations.permissions import Permission
from moondesk.tickets import actions
from moondesk.tickets.amounts import count_list
from moondesk.tickets.documents import Document, document_of, get_document, list_documents
from moondesk.tickets.errors import InvalidTicket
from moondesk.tickets.models import Category, Status, Ticket
from moondesk.tickets.queries import get_for_change
from moondesk.tickets.rules import Priority, TicketType
from moondesk.tickets.scheduling import Schedule
from moondesk.tickets.schemas import TicketDetail
from moondesk.tickets.statuses import status_for

router = Router(tags=["Tickets"])
router.add_decorator(edge, mode="view")
ADDRESS = "/api/v1/tickets/"


@router.get("", response=TicketPage, summary="List tickets", operation_id="list_tickets")
@needs(Permission.TICKET_VIEW, parameters=None)
def list_tickets(request: ApiRequest) -> HttpResponse:
    """Tickets that you may see, newest first unless told otherwise. Several values of one filter mean any of them.

    `view` begins with what a saved view asks; filters beside it take the place of those about the same.
    `include=total` says how many there are on all pages, too; what the desk keeps no count of is counted up to 1,000.
    """
    query, wanted = asked_by(request, "include"), included(request, "retired", "total")
    found = list_documents(request.actor, query, retired="retired" in wanted)
    total = {"total": asdict(count_list(request.actor, query))} if "total" in wanted else {}
    return page_of_json(found.documents, found.next, **total)


@router.post("", response={201: TicketDetail}, summary="Open a ticket", operation_id="create_ticket")
@needs(Permission.TICKET_CREATE)
def create_ticket(request: ApiRequest, new: TicketIn) -> HttpResponse:
    """Opens a ticket, usually in the words of its requester, who gets a confirmation by mail unless they called.

    With a `template`, what is left out is as it says, and variables in the texts get their values.
    """
    actor = request.actor
    template = template_of(new, actor)
    new = begun(new, template)
    category = find_category(new.category)
    department = _department(new.department)
    requester = find_requester(actor, new.requester)
    known = Beginning(requester, category, department, new.language)
    ticket = actions.NewTicket(
        subject=filled_subject(new.subject, known, actor) if template else new.subject,
        requester=requester,
        channel=new.channel,
        priority=Priority.from_key(new.priority),
        type=new.type,
        category=category,
        department=department,
        tags=tuple(new.tags),
        fields=new.fields,
        preset=template.field_values if template else None,
        language=new.language,
    )
    try:
        files = take_uploads(new.file_ids, by=actor)
        words = filled_words(actor) if template else None
        how = OnBehalf(new.first_message, new.confirm)
        opened, _message = open_on_behalf(ticket, new.description, how, by=actor, files=files, words=words)
    except InvalidMessage as error:
        raise InvalidMessage(error.message, fields={"description": error.message}) from None
    document = document_of(opened, by=actor)
    return _ticket(document, status=201, location=ADDRESS + shown_number(document))


@router.get("/{number}", response=TicketDetail, summary="Read a ticket", operation_id="get_ticket")
@needs(Permission.TICKET_VIEW, parameters=("include",))
def get_ticket(request: ApiRequest, number: str) -> HttpResponse:
    """One ticket. Its number is taken in any case, with or without prefix.

    A merged ticket is answered as it is; `merged_into` says where it goes on. Changing it is refused (`ticket_merged`).
    """
    document = get_document(request.actor, number, retired=includes_retired(request))
    note_reading(Reading.TICKETS, by=request.actor)
    return unchanged(request, version_etag(document.version)) or _ticket(document)


@router.patch("/{number}", response=TicketDetail, summary="Change a ticket", operation_id="update_ticket")
@needs(Permission.TICKET_UPDATE)
def update_ticket(request: ApiRequest, number: str, changes: TicketPatch) -> HttpResponse:
    """Changes the fields that are sent. With `If-Match` nothing is changed when somebody was faster."""
    ticket = _locked(request, number)
    if changes.fields:
        actions.change_fields(ticket, changes.fields, by=request.actor)
    for name in TicketPatch.model_fields:
        if name in changes.model_fields_set:
            _change(ticket, name, changes, by=request.actor)
    if changes.note and "status" not in changes.model_fields_set:
        add_note(ticket, changes.note, by=request.actor)
    return _ticket(document_of(ticket, by=request.actor))


@router.delete("/{number}", response={204: None}, summary="Delete a ticket", operation_id="delete_ticket")
@needs(Permission.TICKET_DELETE)
def delete_ticket(request: ApiRequest, number: str) -> HttpResponse:
    """Deletes a ticket. For 30 days it can be restored; then it goes for good with its messages, files and mails."""
    ticket = _locked(request, number)
    actions.delete_ticket(ticket, by=request.actor)
    return HttpResponse(status=204)


@router.post("/{number}/resolution", response=TicketDetail, summary="Resolve a ticket", operation_id="resolve_ticket")
@needs(Permission.TICKET_UPDATE)
def resolve_ticket(request: ApiRequest, number: str, resolution: ResolutionIn | None = None) -> HttpResponse:
    """Moves the ticket to the status in which its work is done, with the note that this may need."""
    ticket = _locked(request, number)
    given = resolution or ResolutionIn()
    if given.fields:
        actions.change_fields(ticket, given.fields, by=request.actor)
    move_to_resolved(ticket, given.note, by=request.actor, despite_blockers=given.despite_blockers)
    return _ticket(document_of(ticket, by=request.actor))


@router.delete("/{number}/resolution", response=TicketDetail, summary="Reopen a ticket", operation_id="reopen_ticket")
@needs(Permission.TICKET_UPDATE)
def reopen_ticket(request: ApiRequest, number: str) -> HttpResponse:
    """Moves a resolved or closed ticket back to work; an active one stays as it is."""
    ticket = _locked(request, number)
    actions.reopen_ticket(ticket, by=request.actor)
    return _ticket(document_of(ticket, by=request.actor))


@router.put("/{number}/assignment", response=TicketDetail, summary="Assign a ticket", operation_id="assign_ticket")
@needs(Permission.TICKET_ASSIGN)
def assign_ticket(request: ApiRequest, number: str, assignment: AssignmentIn) -> HttpResponse:
    """Gives the ticket to a member. Assigning an open ticket starts work on it."""
    ticket = _locked(request, number)
    actions.assign_ticket(ticket, _member(assignment.member, request.actor, "member"), by=request.actor)
    return _ticket(document_of(ticket, by=request.actor))


@router.delete(
    "/{number}/assignment", response=TicketDetail, summary="Give a ticket back", operation_id="unassign_ticket"
)
@needs(Permission.TICKET_ASSIGN)
def unassign_ticket(request: ApiRequest, number: str) -> HttpResponse:
    """Takes the ticket from its assignee; it waits for somebody to take it."""
    ticket = _locked(request, number)
    actions.assign_ticket(ticket, None, by=request.actor)
    return _ticket(document_of(ticket, by=request.actor))


def _locked(request: ApiRequest, number: str) -> Ticket:
    return get_for_change(request.actor, number, version=wanted_version(request))


def _ticket(document: Document, *, status: int = 200, location: str = "") -> HttpResponse:
    return answer(document.json, status=status, etag=version_etag(document.version), location=location)


def shown_number(document: Document) -> str:
    """Return the number with its prefix."""
    return msgspec.json.decode(document.json, type=_Numbered).number


class _Numbered(msgspec.Struct):
    number: str


def _change(ticket: Ticket, name: str, changes: TicketPatch, *, by: Actor) -> None:
    match name:
        case "subject":
            actions.change_subject(ticket, changes.subject, by=by)
        case "status":
            move_ticket(
                ticket, _status(ticket, changes.status), changes.note, by=by, despite_blockers=changes.despite_blockers
            )
        case "priority":
            actions.change_priority(ticket, Priority.from_key(changes.priority), by=by)
        case "type":
            actions.change_type(ticket, TicketType(changes.type), by=by)
        case "category":
            actions.change_category(ticket, find_category(changes.category), by=by)
        case "department":
            actions.change_department(ticket, _department(changes.department), by=by)
        case "assignee":
            actions.assign_ticket(ticket, _member(changes.assignee, by, "assignee"), by=by)
        case "tags":
            actions.change_tags(ticket, changes.tags, by=by)
        case "starts_at" | "due_at":
            given = changes.model_fields_set
            start = changes.starts_at if "starts_at" in given else ticket.starts_at
            due = changes.due_at if "due_at" in given else ticket.due_at
            actions.schedule_ticket(ticket, Schedule(start, due), by=by)


def find_requester(actor: Actor, given: RequesterIn) -> Contact:
    """Return who asks. Only the organization's own people may say that."""
    if not actor.is_staff:
        raise NotAllowed("Only the organization's own people write down what others ask. Write in through the portal.")
    if (given.id is None) == (given.email is None):
        text = "Give either the id of a contact or an email."
        raise InvalidTicket(text, fields={"requester": text})
    if given.id is not None:
        try:
            return get_contact(actor, given.id)
        except ContactNotFound as error:
            raise NoSuchReference(error.message, fields={"requester.id": error.message}) from None
    try:
        return find_or_create_contact(given.email or "", given.name)
    except InvalidContact as error:
        raise InvalidContact(error.message, fields={"requester.email": error.message}) from None


def _status(ticket: Ticket, key: str) -> Status:
    status = status_for(ticket, key)
    if status is None:
        raise _not_one_of("status", list(Status.objects.filter(retired_at=None).values_list("key", flat=True)))
    return status


def find_category(key: str | None) -> Category | None:
    """Return a category by its key, or none for none. Raises ``InvalidInput`` with the keys that there are."""
    if key is None:
        return None
    category = Category.objects.select_related("department").filter(key=key).first()
    if category is None:
        raise _not_one_of("category", list(Category.objects.values_list("key", flat=True)))
    return category


def _not_one_of(name: str, keys: list[str]) -> InvalidInput:
    text = "There is no such key."
    return InvalidInput(text, fields={name: text}, extra={"allowed": keys})


def _department(wanted: uuid.UUID | None) -> Department | None:
    if wanted is None:
        return None
    department = Department.objects.filter(pk=wanted).first()
    if department is None:
        raise _no_such("department")
    return department


def _member(wanted: uuid.UUID | str | None, actor: Actor, name: str) -> Member | None:
    if wanted is None:
        return None
    member = member_by_id(wanted if isinstance(wanted, uuid.UUID) else actor.member_id)
    if member is None:
        raise _no_such(name)
    return member


def _no_such(name: str) -> NoSuchReference:
    text = "There is nothing with this id."
    return NoSuchReference(text, fields={name: text})
