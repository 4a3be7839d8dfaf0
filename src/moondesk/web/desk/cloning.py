"""Cloning a ticket: the same request once more, for the same customer or for another."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moondesk.contacts.actions import find_or_create_contact
from moondesk.conversations.actions.cloning import Clone, clone_ticket
from moondesk.kit.errors import DomainError
from moondesk.organizations.permissions import Permission
from moondesk.tickets.models import Ticket
from moondesk.web.desk.changes import version_of
from moondesk.web.desk.joining import Asked, attempt, show, ticket_page, went
from moondesk.web.edges import TenantRequest, in_desk

_FIELDS = ("subject", "email")


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.TICKET_UPDATE)
def clone(request: TenantRequest, number: str) -> HttpResponse:
    """Ask for whom, and open a ticket like this one."""
    request.actor.require(Permission.TICKET_CREATE)
    page = ticket_page(request, number)
    asked = Asked.of(request, subject=page.ticket.subject, who="same", email="", name="")
    if request.method != "POST":
        return show(page, "desk/clone.html", asked, {"errors": {}})
    made, error = attempt(lambda: _clone(request, number, asked.values))
    if made is None or error is not None:
        values = _said(error, asked)
        return show(
            ticket_page(request, number), "desk/clone.html", asked, values, status=error.status if error else 400
        )
    return went(request, made[1], _("The new ticket is open."), undo_on=made[0])


def _clone(request: TenantRequest, number: str, values: dict[str, str]) -> tuple[Ticket, Ticket]:
    requester = None
    if values["who"] == "other":
        requester = find_or_create_contact(values["email"].strip(), values["name"])
    wanted = Clone(values["subject"], requester)
    return clone_ticket(number, wanted, by=request.actor, version=version_of(request))


def _said(error: DomainError | None, asked: Asked) -> dict[str, Any]:
    """Return the errors that belong to a field; all else is said above the form."""
    fields = {} if error is None else {name: text for name, text in error.fields.items() if name in _FIELDS}
    asked.error = "" if fields or error is None else error.message
    return {"errors": fields}
