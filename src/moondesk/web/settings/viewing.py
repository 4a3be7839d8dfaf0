"""Looking at the desk as another member does."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from moondesk.audit.actions import begin_viewing
from moondesk.audit.rules import LONGEST_REASON, VIEWING_MINUTES
from moondesk.kit.errors import InvalidInput, NotAllowed
from moondesk.organizations import people
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.looking.mark import set_mark
from moondesk.web.settings.page import refused, show


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.MEMBER_VIEW_AS)
def viewing(request: TenantRequest, member_id: uuid.UUID) -> HttpResponse:
    """Ask for the reason, and begin."""
    member = people.get_member(member_id)
    if request.method != "POST":
        return _page(request, member)
    try:
        begun = begin_viewing(member, request.POST.get("reason", ""), by=request.actor)
    except (InvalidInput, NotAllowed) as error:
        return refused(request, error, lambda request, **more: _page(request, member, **more))
    set_mark(request, begun, member.name)
    return redirect("desk:list", slug=request.organization.slug)


def _page(request: TenantRequest, member: Member, *, status: int = 200, **more: Any) -> HttpResponse:
    values = {"page": "members", "who": member, "minutes": VIEWING_MINUTES, "longest": LONGEST_REASON}
    return show(request, "viewing", values | more, status=status)
