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


@require_safe
@in_desk(Permission.DESK_OPEN)
def first(request: TenantRequest) -> HttpResponse:
    """Lead to the first page of settings that the member may open."""
    return redirect(address(request, "organization" if level(request, Element.ORGANIZATION).shown else "tokens"))


@require_safe
@in_desk(Permission.ORGANIZATION_MANAGE)
def start(request: TenantRequest) -> HttpResponse:
    """Show the first steps; here they stay, also when they were put away elsewhere."""
    return show(request, "start", {"start": FirstSteps(request)})


@require_POST
@in_desk(Permission.ORGANIZATION_MANAGE)
def close(request: TenantRequest) -> HttpResponse:
    """Put the first steps away."""
    close_first_steps(request.organization, by=request.actor)
    return redirect("desk:list", slug=request.organization.slug)
