"""What helps to write, asked for by the composer when it is needed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from markupsafe import escape

from moondesk.conversations.rules import BODY_LENGTH, clean_text
from moondesk.kit.markup import Naming, render_markdown
from moondesk.limits.actions import Limit, hit
from moondesk.organizations.people import names_at_work
from moondesk.organizations.permissions import Permission
from moondesk.tickets.similar import similar_open
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.frame import Frame
from moondesk.web.signs import sign_of

LOOKS = Limit("look", 60, 60)


@require_POST
@in_desk(Permission.NOTE_CREATE)
def look(request: TenantRequest) -> HttpResponse:
    """Draw a text as it will be sent: by the same renderer, through the same sanitiser."""
    hit(LOOKS, str(request.member.pk))
    text = clean_text(request.POST.get("body", "")[:BODY_LENGTH]).strip()
    naming = Naming(tuple(names_at_work())) if "@" in text else None
    return HttpResponse(render_markdown(text, naming) or escape(_("There is nothing to show yet.")))


@require_safe
@in_desk(Permission.TICKET_CREATE)
def similar(request: TenantRequest) -> HttpResponse:
    """Give the open tickets, of those that the member may see, that are like the subject being typed."""
    hit(LOOKS, "similar", str(request.member.pk))
    tickets = similar_open(request.actor, request.GET.get("subject", ""))
    signs = {ticket.pk: sign_of(ticket.status) for ticket in tickets}
    return render(request, "desk/_similar.html", {"tickets": tickets, "signs": signs, "frame": Frame(request)})
