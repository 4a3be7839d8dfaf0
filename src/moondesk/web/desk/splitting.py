"""Splitting messages off into a new ticket, and answering all incidents of a problem."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from moondesk.conversations.actions.incidents import answer_incidents
from moondesk.conversations.actions.splitting import Split, split_ticket
from moondesk.conversations.queries import own_messages
from moondesk.conversations.rules import MessageKind
from moondesk.kit.errors import DomainError
from moondesk.kit.markup import preview
from moondesk.organizations.permissions import Permission
from moondesk.tickets.queries import get_for_change
from moondesk.web.desk.changes import version_of
from moondesk.web.desk.joining import Asked, attempt, show, ticket_page, went
from moondesk.web.desk.page import TicketPage
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.formats import datetime_text

MOST_SHOWN = 500


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.TICKET_UPDATE)
def split(request: TenantRequest, number: str) -> HttpResponse:
    """Choose messages, and copy or move them into a new ticket."""
    request.actor.require(Permission.TICKET_CREATE)
    page = ticket_page(request, number)
    asked = Asked.of(request, subject=page.ticket.subject, how="move")
    if request.method != "POST":
        return show(page, "desk/split.html", asked, _messages(page, ()))
    chosen = _ids(request.POST.getlist("message"))
    wanted = Split(chosen, asked.values["subject"], asked.values["how"] != "copy")
    made, error = attempt(lambda: split_ticket(number, wanted, by=request.actor, version=version_of(request)))
    if made is None or error is not None:
        asked.error = error.message if error else ""
        page = ticket_page(request, number)
        return show(page, "desk/split.html", asked, _messages(page, chosen), status=_status(error))
    return went(request, made[1], _("The new ticket is open."), undo_on=made[0])


def _status(error: DomainError | None) -> int:
    return error.status if error else 400


def _ids(given: list[str]) -> list[uuid.UUID]:
    found = []
    for one in given[:MOST_SHOWN]:
        try:
            found.append(uuid.UUID(one))
        except ValueError:
            found.append(uuid.UUID(int=0))
    return found


def _messages(page: TicketPage, chosen: list[uuid.UUID] | tuple[()]) -> dict[str, Any]:
    rows = own_messages(page.request.actor, page.ticket).filter(deleted_at=None)[:MOST_SHOWN]
    return {
        "rows": [
            {
                "id": str(one.pk),
                "author": one.author_name,
                "when": datetime_text(one.created_at),
                "text": preview(one.body, 200),
                "is_note": one.kind == MessageKind.NOTE,
                "is_held": one.held_until is not None,
                "checked": one.pk in chosen,
            }
            for one in rows
        ]
    }


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.TICKET_REPLY)
def incidents(request: TenantRequest, number: str) -> HttpResponse:
    """Write one text that answers all incidents of a problem."""
    page, asked = ticket_page(request, number), Asked.of(request, body="", resolve="")
    if request.method != "POST":
        asked.values["resolve"] = "on"
        return show(page, "desk/incidents.html", asked)
    ticket = get_for_change(request.actor, number)
    text, resolve = asked.values["body"], asked.values["resolve"] == "on"
    count, error = attempt(lambda: answer_incidents(ticket, text, resolve=resolve, by=request.actor))
    if count is None or error is not None:
        asked.error = error.message if error else ""
        return show(ticket_page(request, number), "desk/incidents.html", asked, status=_status(error))
    said = ngettext("%(count)d ticket is being answered.", "%(count)d tickets are being answered.", count)
    return went(request, ticket, said % {"count": count}, can_undo=False)
