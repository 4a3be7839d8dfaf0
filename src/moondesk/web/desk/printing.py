"""One ticket on paper: what the viewer may see of it, which a browser prints or keeps as PDF."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markupsafe import Markup

from moondesk.conversations.attachments import files_of
from moondesk.conversations.models import Message
from moondesk.conversations.queries import messages_for
from moondesk.conversations.rules import MessageKind
from moondesk.files.rules import size_words
from moondesk.kit.clock import now
from moondesk.organizations.permissions import Permission
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_visible
from moondesk.web.desk.choices import Choices, choices_of, priority_word, type_word
from moondesk.web.desk.fields import panel_fields
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.formats import datetime_text
from moondesk.web.frame import Frame

MOST = 2000
"""Of a conversation that is longer, the latest."""


@require_safe
@in_desk(Permission.TICKET_VIEW)
def show(request: TenantRequest, number: str) -> HttpResponse:
    """Show a ticket as it is printed; internal notes only when they are asked for, by one who may see them."""
    ticket, choices = get_visible(request.actor, number), choices_of(request.organization)
    may_see_notes = request.actor.may(Permission.NOTE_VIEW)
    with_notes = may_see_notes and request.GET.get("notes") == "1"
    messages, left_out = _messages(request, ticket, notes=with_notes)
    frame = Frame(request)
    context = {
        "ticket": ticket,
        "number": f"{request.organization.number_prefix}-{ticket.number}",
        "facts": [(label, value) for label, value in _facts(ticket, choices) if value],
        "messages_shown": [_shown(one, files) for one, files in messages],
        "left_out": left_out,
        "notes_href": "" if not may_see_notes else "?" if with_notes else "?notes=1",
        "with_notes": with_notes,
        "printed": datetime_text(now()),
        "theme": "light",
    }
    return render(request, "desk/print.html", frame.context | context)


def _messages(request: TenantRequest, ticket: Ticket, *, notes: bool) -> tuple[list[tuple[Message, Any]], int]:
    """Return what was said, oldest first, with its files; what was deleted or is not sent yet is not on paper."""
    found = messages_for(request.actor, ticket).filter(deleted_at=None, held_until=None)
    if not notes:
        found = found.filter(kind=MessageKind.REPLY)
    count = found.count()
    rows = list(found.order_by("-id")[:MOST])[::-1]
    files = files_of([one.pk for one in rows])
    return [(one, files.get(one.pk, ())) for one in rows], max(0, count - MOST)


def _shown(message: Message, files: Any) -> dict[str, Any]:
    return {
        "author": message.author_name,
        "is_note": message.kind == MessageKind.NOTE,
        "when": datetime_text(message.created_at),
        "edited": message.edited_at is not None,
        "body": Markup(message.html),  # noqa: S704 - sanitised when it was written
        "files": [f"{one.name} ({size_words(one.size)})" for one in files],
    }


def _facts(ticket: Ticket, choices: Choices) -> list[tuple[str, str]]:
    requester = ticket.requester
    own = [
        (_("Customer"), requester.shown_name),
        (_("Mail address"), requester.email or ""),
        (_("Company"), requester.company.name if requester.company else ""),
        (_("Status"), ticket.status.label()),
        (_("Priority"), str(priority_word(ticket.priority))),
        (_("Assignee"), ticket.assignee.name if ticket.assignee else _("Nobody")),
        (_("Department"), ticket.department.name if ticket.department else ""),
        (_("Category"), ticket.category.label() if ticket.category else ""),
        (_("Type"), str(type_word(ticket.type))),
        (_("Tags"), ", ".join(ticket.tags)),
        (_("Opened"), datetime_text(ticket.created_at)),
        (_("Due"), datetime_text(ticket.due_at) if ticket.due_at else ""),
        (_("Resolved"), datetime_text(ticket.resolved_at) if ticket.resolved_at else ""),
    ]
    return own + [(one.label, one.text) for one in panel_fields(choices, ticket, {}, {})]
