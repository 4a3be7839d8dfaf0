"""Archiving and deleting a ticket from its page. It can be undone for a moment, and restored for longer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from moondesk.kit import context
from moondesk.organizations.permissions import Permission
from moondesk.tickets import actions
from moondesk.tickets.errors import HasMerged, TicketChanged
from moondesk.tickets.queries import get_for_change
from moondesk.web.desk.changes import apply, refused, stale, version_of
from moondesk.web.desk.listing import list_context
from moondesk.web.edges import TenantRequest, in_desk


@require_POST
@in_desk(Permission.TICKET_ARCHIVE)
def archive(request: TenantRequest, number: str) -> HttpResponse:
    """Take a closed ticket out of the lists."""
    return apply(request, number, lambda ticket: actions.archive_ticket(ticket, by=request.actor))


@require_POST
@in_desk(Permission.TICKET_ARCHIVE)
def unarchive(request: TenantRequest, number: str) -> HttpResponse:
    """Put an archived ticket back into the lists."""
    return apply(request, number, lambda ticket: actions.unarchive_ticket(ticket, by=request.actor))


@require_POST
@in_desk(Permission.TICKET_DELETE)
def delete(request: TenantRequest, number: str) -> HttpResponse:
    """Delete a ticket and go back to the list, where it can be undone for a moment."""
    try:
        ticket = get_for_change(request.actor, number, version=version_of(request))
    except TicketChanged as error:
        return stale(request, number, error)
    try:
        actions.delete_ticket(ticket, by=request.actor)
    except HasMerged as error:
        return refused(request, number, error)
    place = {"slug": request.organization.slug, "number": ticket.number, "operation": context.operation.get()}
    full = f"{request.organization.number_prefix}-{ticket.number}"
    messages.success(
        request, _("%(number)s is deleted.") % {"number": full}, extra_tags=reverse("desk:undo", kwargs=place)
    )
    return redirect(list_context(request)["list"].home)  # type: ignore[attr-defined]
