"""That a member has looked at a ticket in which they are named."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from moondesk.organizations.permissions import Permission
from moondesk.tickets.actions.attending import note_looked
from moondesk.tickets.queries import get_visible
from moondesk.web.edges import TenantRequest, in_desk


@require_POST
@in_desk(Permission.DESK_OPEN)
def looked(request: TenantRequest, number: str) -> HttpResponse:
    """Note that the member has looked at a ticket in which they are named: it leaves their mentions."""
    note_looked(get_visible(request.actor, number), [request.member.pk])
    return HttpResponse(status=204)
