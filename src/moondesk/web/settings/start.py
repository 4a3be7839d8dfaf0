"""The first page of a new organization: what to do until the first request is answered."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from moondesk.organizations.actions import close_first_steps
from moondesk.organizations.elements import Element
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.first_steps import FirstSteps
from moondesk.web.levels import level
from moondesk.web.settings.page import show
from moondesk.web.settings_list import address
from moondesk.web.setup_walk import Walk


@require_safe
@in_desk(Permission.DESK_OPEN)
def first(request: TenantRequest) -> HttpResponse:
    """Lead to the first page of settings that the member may open."""
    return redirect(address(request, "organization" if level(request, Element.ORGANIZATION).shown else "tokens"))


@require_safe
@in_desk(Permission.ORGANIZATION_MANAGE)
def start(request: TenantRequest) -> HttpResponse:
    """Show the first steps; here they stay, also when they were put away elsewhere."""
    start, walk = FirstSteps(request), Walk(request)
    values = {"start": start, "goes_on": bool(walk.current) and not start.is_over, "is_begun": walk.is_begun}
    return show(request, "start", values)


@require_POST
@in_desk(Permission.ORGANIZATION_MANAGE)
def close(request: TenantRequest) -> HttpResponse:
    """Put the first steps away."""
    close_first_steps(request.organization, by=request.actor)
    return redirect("desk:list", slug=request.organization.slug)
