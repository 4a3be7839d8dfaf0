"""That a member is on a ticket, and writes: said by the page again and again, told to those who may see the ticket.

A page can outlive its ticket, or the right to see it. The answer is then the same as ever: nobody is told, and who
asks learns nothing.
"""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from moondesk.kit.errors import NotAllowed
from moondesk.organizations.permissions import Permission
from moondesk.realtime.presence import Doing, Sign, give_sign
from moondesk.tickets.errors import TicketNotFound
from moondesk.tickets.queries import id_of_number
from moondesk.web.desk.changes import refuse
from moondesk.web.edges import TenantRequest, in_desk

_TAB = 12


@require_POST
@in_desk(Permission.TICKET_VIEW)
def present(request: TenantRequest, number: str) -> HttpResponse:
    """Take a sign of the page: the member looks at the ticket, writes on it, or has left."""
    actor = request.actor
    if actor.member_id is None:
        raise NotAllowed("Only members are seen.")
    try:
        doing = Doing(request.POST.get("doing", ""))
    except ValueError:
        raise refuse("doing") from None
    try:
        ticket = id_of_number(actor, number)
    except TicketNotFound:
        return HttpResponse(status=204)
    tab = request.POST.get("tab", "")[:_TAB]
    give_sign(Sign(request.organization.pk, ticket, actor.member_id, request.member.name, doing, tab))
    return HttpResponse(status=204)
