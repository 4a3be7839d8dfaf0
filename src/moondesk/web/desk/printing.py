"""One ticket on paper: what the viewer may see of it, which a browser prints or keeps as PDF."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from moondesk.audit.reading import Reading, note_reading
from moondesk.conversations.paper import paper_for_desk
from moondesk.kit.clock import now
from moondesk.organizations.permissions import Permission
from moondesk.tickets.queries import get_visible
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.frame import Frame


@require_safe
@in_desk(Permission.TICKET_VIEW)
def show(request: TenantRequest, number: str) -> HttpResponse:
    """Show a ticket as it is printed; internal notes only when they are asked for, by one who may see them."""
    ticket = get_visible(request.actor, number)
    may_see_notes = request.actor.may(Permission.NOTE_VIEW)
    with_notes = may_see_notes and request.GET.get("notes") == "1"
    note_reading(Reading.TICKETS, by=request.actor)
    frame = Frame(request)
    context = {
        "house": request.organization.name,
        "number": f"{request.organization.number_prefix}-{ticket.number}",
        "ticket": ticket,
        "paper": paper_for_desk(request.actor, ticket, notes=with_notes),
        "notes_href": "" if not may_see_notes else "?" if with_notes else "?notes=1",
        "with_notes": with_notes,
        "printed": now(),
        "by": frame.me["name"],
        "theme": "light",
    }
    return render(request, "desk/print.html", frame.context | context)
