"""Changing a ticket from its page or its row. Each change knows the version it was made on."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moondesk.conversations.actions import move_ticket, move_to_resolved
from moondesk.fields.errors import FieldsRequired
from moondesk.kit.errors import Conflict, InvalidInput
from moondesk.organizations.models import Department, Member
from moondesk.organizations.permissions import Permission
from moondesk.tickets import actions
from moondesk.tickets.errors import NoteRequired, TicketBlocked, TicketChanged, TicketNotFound
from moondesk.tickets.models import Category, Status, Ticket
from moondesk.tickets.queries import get_for_change, get_visible
from moondesk.tickets.rules import Priority, TicketType
from moondesk.web.desk.choices import choices_of
from moondesk.web.desk.fields import asked_fields, give_posted
from moondesk.web.desk.listing import changed_row, list_context
from moondesk.web.desk.page import TicketPage
from moondesk.web.desk.timeline import describe
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.fragments import Toast, is_partial

_OF_THE_FORM = ("csrfmiddlewaretoken", "version")

type Change = Callable[[Ticket], None]


def refuse(name: str) -> InvalidInput:
    """Return the error for a choice that is not offered."""
    text = _("This cannot be chosen.")
    return InvalidInput(text, fields={name: text})


def read_given[T](name: str, value: str, read: Callable[[str], T]) -> T:
    """Return what a form says, read. Raises ``InvalidInput`` for what does not fit."""
    try:
        return read(value)
    except (ValueError, KeyError):
        raise refuse(name) from None


def find_given(name: str, found: Any) -> Any:
    """Return what was found of a choice. Raises ``InvalidInput`` for nothing."""
    if found is None:
        raise refuse(name)
    return found


def version_of(request: TenantRequest) -> int:
    """Return the version of the ticket that the form was made of. Raises ``InvalidInput`` without one."""
    return read_given("version", request.POST.get("version", ""), int)


def apply(request: TenantRequest, number: str, change: Change, told: Callable[[], Toast] | None = None) -> HttpResponse:
    """Make one change and answer with what it touched; with 412 and what others did when the form was old.

    ``told`` makes what is said of it, once it is done.
    """
    actor = request.actor
    try:
        ticket = get_for_change(actor, number, version=version_of(request))
        with transaction.atomic():
            give_posted(request, choices_of(request.organization).catalogue, ticket, by=actor)
            change(ticket)
    except TicketChanged as error:
        return stale(request, number, error)
    except FieldsRequired as error:
        return _ask(request, number, error)
    except (InvalidInput, Conflict) as error:
        if request.POST.get("from") == "list" and not isinstance(error, (NoteRequired, TicketBlocked)):
            raise
        return refused(request, number, error)
    return done(request, number, toast=told() if told else None)


def done(
    request: TenantRequest, number: str, *, toast: Toast | None = None, also: tuple[str, ...] = ()
) -> HttpResponse:
    """Answer a change that was made: its parts for a script, else back to the page it was made on."""
    from_list = request.POST.get("from") == "list"
    try:
        page = TicketPage(request, get_visible(request.actor, number))
    except TicketNotFound:
        # The change moved it out of sight, for example to another department.
        messages.success(request, _("Saved. The ticket is no longer among those you see."))
        return redirect(list_context(request)["list"].home)  # type: ignore[attr-defined]
    if from_list and not is_partial(request):
        return redirect(page.list.home)
    if from_list and not _is_open(request, page.ticket.number):
        return changed_row(request, list_context(request), toast)
    return page.changed(toast=toast, also=also) if is_partial(request) else redirect(page.here)


def _is_open(request: TenantRequest, number: str) -> bool:
    return f"/tickets/{number}" in request.headers.get("HX-Current-URL", "")


def stale(request: TenantRequest, number: str, error: TicketChanged) -> HttpResponse:
    """Show the ticket as it is now, what others changed, and the refused change with a way to make it all the same."""
    page = TicketPage(request, get_visible(request.actor, number))
    kept = {name: str(value) for name, value in request.POST.items() if name not in _OF_THE_FORM}
    changes = [
        {"text": describe(page.choices, change["event"], change["data"]), "by": change["by"]}
        for change in reversed(error.extra["changes"])
    ]
    # A change made in the list goes on beside the ticket, where what others did can be read.
    kept.pop("from", None)
    page.stale = {"changes": changes, "action": request.get_full_path(), "fields": kept}
    page.typed = kept
    response = unchanged(page, error.status)
    if request.POST.get("from") == "list":
        response["HX-Push-Url"] = page.url()
    return response


def refused(request: TenantRequest, number: str, error: InvalidInput | Conflict) -> HttpResponse:
    """Show the ticket with why a change was not made, and what was typed."""
    page = TicketPage(request, get_visible(request.actor, number))
    page.errors = error.fields or {"": error.message}
    page.typed = {name: str(value) for name, value in request.POST.items()}
    if isinstance(error, TicketBlocked):
        kept = {name: value for name, value in page.typed.items() if name not in (*_OF_THE_FORM, "from")}
        page.blocked = {"text": error.message, "action": request.get_full_path(), "fields": kept}
        page.errors = {}
    asked = error.extra["status"] if isinstance(error, NoteRequired) else page.typed.get("status", "")
    if asked and not page.blocked and ("note" in page.typed or isinstance(error, NoteRequired)):
        # Asked for in place, with what was typed; a change made in the list goes on beside the ticket.
        said = error.message if "note" in page.typed else ""
        page.asks = {"status": asked, "label": page.choices.label(asked), "error": said}
        page.errors = {}
    response = unchanged(page, error.status)
    if request.POST.get("from") == "list":
        response["HX-Push-Url"] = page.url()
    return response


def _ask(request: TenantRequest, number: str, error: FieldsRequired) -> HttpResponse:
    """Show the ticket with the fields that the change needs, to be filled in there; then the change is made."""
    page = TicketPage(request, get_visible(request.actor, number))
    page.asked = asked_fields(page.choices, page.ticket, error, request.POST)
    page.typed = {name: str(value) for name, value in request.POST.items()}
    response = unchanged(page, error.status)
    if request.POST.get("from") == "list":
        response["HX-Push-Url"] = page.url()
    return response


def unchanged(page: TicketPage, status: int) -> HttpResponse:
    """Return the whole page with what could not be done; its address stays that of the ticket."""
    response = page.render(status)
    response["HX-Push-Url"] = "false"
    return response


@require_POST
@in_desk(Permission.TICKET_UPDATE)
def status(request: TenantRequest, number: str) -> HttpResponse:
    """Set the status."""

    def change(ticket: Ticket) -> None:
        wanted = find_given("status", Status.objects.filter(key=request.POST.get("status", "")).first())
        move_ticket(
            ticket,
            wanted,
            request.POST.get("note", ""),
            by=request.actor,
            despite_blockers=is_despite_blockers(request),
        )

    return apply(request, number, change)


@require_POST
@in_desk(Permission.TICKET_UPDATE)
def priority(request: TenantRequest, number: str) -> HttpResponse:
    """Set the priority."""

    def change(ticket: Ticket) -> None:
        wanted = read_given("priority", request.POST.get("priority", ""), Priority.from_key)
        actions.change_priority(ticket, wanted, by=request.actor)

    return apply(request, number, change)


@require_POST
@in_desk(Permission.TICKET_ASSIGN)
def assignment(request: TenantRequest, number: str) -> HttpResponse:
    """Give the ticket to a member, to oneself, or to nobody."""

    def change(ticket: Ticket) -> None:
        actions.assign_ticket(ticket, member_given(request, request.POST.get("assignee", "")), by=request.actor)

    return apply(request, number, change)


def member_given(request: TenantRequest, wanted: str) -> Member | None:
    """Return the member that a form names, None for nobody."""
    if wanted == "nobody":
        return None
    member_id = request.member.pk if wanted == "me" else read_given("assignee", wanted, uuid.UUID)
    member: Member = find_given("assignee", Member.objects.filter(pk=member_id).first())
    return member


@require_POST
@in_desk(Permission.TICKET_UPDATE)
def resolution(request: TenantRequest, number: str) -> HttpResponse:
    """Resolve the ticket."""

    def change(ticket: Ticket) -> None:
        move_to_resolved(ticket, by=request.actor, despite_blockers=is_despite_blockers(request))

    return apply(request, number, change)


def is_despite_blockers(request: TenantRequest) -> bool:
    """Say whether the member wants the work called done although other tickets block it."""
    return request.POST.get("despite_blockers") == "1"


@require_POST
@in_desk(Permission.TICKET_UPDATE)
def reopening(request: TenantRequest, number: str) -> HttpResponse:
    """Take a ticket that was done back to work."""
    return apply(request, number, lambda ticket: actions.reopen_ticket(ticket, by=request.actor))


@require_POST
@in_desk(Permission.TICKET_UPDATE)
def fields(request: TenantRequest, number: str) -> HttpResponse:
    """Change the custom fields that were sent."""
    return apply(request, number, lambda _ticket: None)


@require_POST
@in_desk(Permission.TICKET_UPDATE)
def properties(request: TenantRequest, number: str) -> HttpResponse:
    """Change the properties that were sent: subject, department, category, type, tags."""

    def change(ticket: Ticket) -> None:
        for name in request.POST:
            if name in _PROPERTIES:
                _PROPERTIES[name](request, ticket, request.POST[name].strip())

    return apply(request, number, change)


def _subject(request: TenantRequest, ticket: Ticket, value: str) -> None:
    actions.change_subject(ticket, value, by=request.actor)


def _department(request: TenantRequest, ticket: Ticket, value: str) -> None:
    known = Department.objects.filter(pk=read_given("department", value, uuid.UUID)).first() if value else None
    actions.change_department(ticket, find_given("department", known) if value else None, by=request.actor)


def _category(request: TenantRequest, ticket: Ticket, value: str) -> None:
    known = Category.objects.filter(key=value).first() if value else None
    actions.change_category(ticket, find_given("category", known) if value else None, by=request.actor)


def _type(request: TenantRequest, ticket: Ticket, value: str) -> None:
    actions.change_type(ticket, read_given("type", value, TicketType), by=request.actor)


def _add_tags(request: TenantRequest, ticket: Ticket, value: str) -> None:
    actions.change_tags(ticket, [*ticket.tags, *value.split(",")], by=request.actor)


def _remove_tag(request: TenantRequest, ticket: Ticket, value: str) -> None:
    actions.change_tags(ticket, [tag for tag in ticket.tags if tag != value], by=request.actor)


_PROPERTIES: dict[str, Callable[[TenantRequest, Ticket, str], None]] = {
    "subject": _subject,
    "department": _department,
    "category": _category,
    "type": _type,
    "add_tags": _add_tags,
    "remove_tag": _remove_tag,
}
