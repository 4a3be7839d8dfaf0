"""Who gets the replies of a ticket: shown beside the composer, and changed there."""

import uuid

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moondesk.contacts.actions import find_or_create_contact
from moondesk.kit import context
from moondesk.kit.errors import Conflict, InvalidInput
from moondesk.organizations.permissions import Permission
from moondesk.tickets.actions import keep_in_copy, remove_from_copy
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_for_change, get_visible
from moondesk.web.desk.changes import refuse, unchanged
from moondesk.web.desk.composing import recipients_of
from moondesk.web.desk.page import TicketPage
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.fragments import Toast, is_partial


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.TICKET_REPLY)
def people(request: TenantRequest, number: str) -> HttpResponse:
    """Give those who get the replies, with a field to add somebody; or add or remove one."""
    if request.method != "POST":
        page = TicketPage(request, get_visible(request.actor, number))
        everybody = recipients_of(page, everybody=True)
        return render(request, "desk/_people.html", page.context | {"everybody": everybody})
    ticket = get_for_change(request.actor, number)
    try:
        with transaction.atomic():
            said = _change(request, ticket)
    except (InvalidInput, Conflict) as error:
        page = TicketPage(request, get_visible(request.actor, number))
        page.errors = {"": error.message}
        return unchanged(page, error.status)
    page = TicketPage(request, get_visible(request.actor, number))
    if not is_partial(request):
        return redirect(page.here)
    place = {"slug": request.organization.slug, "number": number, "operation": context.operation.get()}
    return page.changed(toast=Toast(said, reverse("desk:undo", kwargs=place), 30))


def _change(request: TenantRequest, ticket: Ticket) -> str:
    removed = request.POST.get("out", "")
    if removed:
        try:
            remove_from_copy(ticket, uuid.UUID(removed), by=request.actor)
        except ValueError:
            raise refuse("out") from None
        return _("They get no more replies.")
    request.actor.require(Permission.CONTACT_MANAGE)
    contact = find_or_create_contact(request.POST.get("email", "").strip(), request.POST.get("name", ""))
    keep_in_copy(ticket, contact, by=request.actor)
    return _("%(name)s gets the replies from now on.") % {"name": contact.shown_name}
