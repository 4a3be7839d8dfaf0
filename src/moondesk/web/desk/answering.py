"""Answering one particular message: the composer names it, and keeps it until the answer is sent (C2)."""

import uuid

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from moondesk.conversations.errors import MessageNotFound
from moondesk.conversations.revisions import find_message
from moondesk.kit.markup import preview
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_visible
from moondesk.web import fragments
from moondesk.web.desk.page import TicketPage
from moondesk.web.edges import TenantRequest, in_desk

_EXCERPT = 90


def answered_id(text: str) -> uuid.UUID | None:
    """Return the id of the message that a form says it answers; None for none, or for what is no id."""
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None


def answering_of(actor: Actor, ticket: Ticket, text: str) -> dict[str, str] | None:
    """Return the answered message as the composer shows it, or None where there is none any more."""
    wanted = answered_id(text)
    if wanted is None:
        return None
    try:
        message = find_message(actor, ticket, wanted)
    except MessageNotFound:
        return None
    return {
        "id": str(message.pk),
        "kind": message.kind,
        "name": message.author_name,
        "text": preview(message.body, _EXCERPT),
    }


@require_safe
@in_desk(Permission.TICKET_VIEW)
def answer(request: TenantRequest, number: str, message: uuid.UUID) -> HttpResponse:
    """Say in the composer which message is being answered; a note's answer is a note."""
    page = TicketPage(request, get_visible(request.actor, number))
    found = find_message(request.actor, page.ticket, message)
    page.typed = {"kind": found.kind, "reply_to": str(found.pk)}
    page.answering = answering_of(request.actor, page.ticket, str(found.pk))
    if not fragments.is_partial(request):
        return page.render()
    line = render_to_string("desk/_answering.html", {"page": page}, request)
    response = HttpResponse(fragments.part("answering", line))
    response["HX-Push-Url"] = "false"
    return response
