"""The page of one ticket."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moondesk.audit.reading import Reading, note_reading
from moondesk.kit.errors import NotFound
from moondesk.organizations.permissions import Permission
from moondesk.tickets.queries import numbers_of_ids
from moondesk.web.desk.page import TicketPage, draw_part
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.fragments import is_partial

LIVE = ("top", "conversation", "facts", "timer")
"""The parts that follow what others do. Each is a block of the page's template."""


@require_safe
@in_desk(Permission.TICKET_VIEW)
def show(request: TenantRequest, number: str) -> HttpResponse:
    """Show a ticket, its conversation and what is known, beside the list it was opened from."""
    page = TicketPage.of(request, number)
    note_reading(Reading.TICKETS, by=request.actor)
    return _on_survivor(request, page) or page.render()


def _on_survivor(request: TenantRequest, page: TicketPage) -> HttpResponse | None:
    """Lead from a merged ticket to the one where it goes on, if the member may see that."""
    if page.ticket.merged_into_id is None:
        return None
    number = numbers_of_ids(request.actor, [page.ticket.merged_into_id]).get(page.ticket.merged_into_id)
    if number is None:
        return None
    if not is_partial(request):
        prefix = request.organization.number_prefix
        said = _("%(number)s is merged into this ticket.") % {"number": f"{prefix}-{page.ticket.number}"}
        messages.info(request, said)
    return redirect(page.frame.url("ticket", number=number) + page.list.suffix(layout=None))


@in_desk(Permission.DESK_OPEN)
def nowhere(request: TenantRequest, rest: str) -> HttpResponse:
    """Say of any other address below the desk that nothing is there."""
    raise NotFound(_("This address leads nowhere, or not for you."))


@require_safe
@in_desk(Permission.TICKET_VIEW)
def part(request: TenantRequest, number: str, part: str) -> HttpResponse:
    """Give one part of the page again, for the live client."""
    if part == "recipients":
        request.actor.require(Permission.TICKET_REPLY)
        return render(request, "desk/_recipients.html", {"page": TicketPage.of(request, number)})
    if part not in LIVE:
        raise NotFound(_("This address leads nowhere, or not for you."))
    return draw_part(request, TicketPage.of(request, number), part)
