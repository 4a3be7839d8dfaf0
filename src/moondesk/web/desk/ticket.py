"""The page of one ticket."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moondesk.kit.errors import NotFound
from moondesk.organizations.permissions import Permission
from moondesk.web.desk.page import TicketPage, draw_part
from moondesk.web.edges import TenantRequest, in_desk

LIVE = ("top", "conversation", "facts", "timer")
"""The parts that follow what others do. Each is a block of the page's template."""


@require_safe
@in_desk(Permission.TICKET_VIEW)
def show(request: TenantRequest, number: str) -> HttpResponse:
    """Show a ticket, its conversation and what is known, beside the list it was opened from."""
    return TicketPage.of(request, number).render()


@in_desk(Permission.DESK_OPEN)
def nowhere(request: TenantRequest, rest: str) -> HttpResponse:
    """Say of any other address below the desk that nothing is there."""
    raise NotFound(_("This address leads nowhere, or not for you."))


@require_safe
@in_desk(Permission.TICKET_VIEW)
def part(request: TenantRequest, number: str, part: str) -> HttpResponse:
    """Give one part of the page again, for the live client."""
    if part not in LIVE:
        raise NotFound(_("This address leads nowhere, or not for you."))
    return draw_part(request, TicketPage.of(request, number), part)
