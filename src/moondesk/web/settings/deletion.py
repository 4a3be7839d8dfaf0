"""Deleting the organization: its owner proves who they are, types its name, and has a month to take it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.accounts.queries import is_fresh
from moondesk.exports.actions import NewExport, start_export
from moondesk.exports.queries import exports_of
from moondesk.exports.rules import ExportFormat
from moondesk.kit.clock import now
from moondesk.kit.errors import Conflict, InvalidInput
from moondesk.organizations.actions.deletion import begin_deletion, check_owner, take_back_deletion
from moondesk.organizations.features import Feature
from moondesk.organizations.leaving import deletion_of
from moondesk.organizations.people import members_at_work
from moondesk.organizations.permissions import Permission
from moondesk.organizations.rules import DELETION_GRACE
from moondesk.organizations.switches import refuse_off
from moondesk.tickets.counts import tickets_by_stage
from moondesk.tickets.list_query import Archived, ListQuery
from moondesk.web.clock import own_zone
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.exporting import formats, shown
from moondesk.web.settings.page import refused, show
from moondesk.web.settings.proof import prove_first

LATEST = 5


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.ORGANIZATION_MANAGE, while_leaving=True)
def deletion(request: TenantRequest) -> HttpResponse:
    """Show what deleting means, and how far it is; by POST, begin it."""
    check_owner(request.actor)
    if request.organization.deletion_due_at is not None:
        return _leaving(request)
    if not is_fresh(request):
        return prove_first(request, "deletion")
    if request.method != "POST":
        return _page(request)
    try:
        request.organization = begin_deletion(request.POST.get("name", ""), by=request.actor)
    except (InvalidInput, Conflict) as error:
        return refused(request, error, _page)
    return redirect("settings:deletion", slug=request.organization.slug)


@require_POST
@in_desk(Permission.ORGANIZATION_MANAGE, while_leaving=True)
def take_back(request: TenantRequest) -> HttpResponse:
    """Open the organization again."""
    try:
        take_back_deletion(by=request.actor)
    except Conflict as error:
        messages.error(request, error.message)
        return redirect("settings:deletion", slug=request.organization.slug)
    messages.success(request, _("%(name)s is open again, as it was.") % {"name": request.organization.name})
    return redirect("settings:organization", slug=request.organization.slug)


@require_POST
@in_desk(Permission.ORGANIZATION_MANAGE, while_leaving=True)
def export(request: TenantRequest) -> HttpResponse:
    """Begin an export of all tickets, the archived ones too."""
    check_owner(request.actor)
    wanted = request.POST.get("format", "")
    zone = getattr(own_zone(request), "key", request.organization.time_zone)
    try:
        if wanted not in set(ExportFormat):
            text = _("This cannot be chosen.")
            raise InvalidInput(text, fields={"format": text})
        if request.organization.deletion_due_at is None:
            refuse_off(Feature.EXPORTS)
        start_export(NewExport(ExportFormat(wanted), ListQuery(archived=Archived.ANY), (), zone), by=request.actor)
    except (InvalidInput, Conflict) as error:
        return refused(request, error, _page if request.organization.deletion_due_at is None else _leaving)
    return redirect("settings:deletion", slug=request.organization.slug)


def _exports(request: TenantRequest) -> dict[str, Any]:
    found = [shown(one) for one in exports_of(request.actor)[:LATEST]]
    return {
        "formats": [(str(key), name) for key, name, _sentence in formats()],
        "exports": found,
        "active": any(one["export"].is_active for one in found),
    }


def _page(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    values = {
        "days": DELETION_GRACE.days,
        "members": members_at_work(),
        "tickets": sum(tickets_by_stage().values()),
        "page": "organization",
    }
    return show(request, "organization", values | _exports(request) | more, status=status, template="deletion")


def _leaving(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    """Show the one page there is while the organization is being deleted: outside of its desk, which is closed."""
    found = deletion_of(request.organization)
    values: dict[str, Any] = {
        "own": request.organization,
        "deletion": found,
        "is_over": found is not None and found.due_at <= now(),
        "slug": request.organization.slug,
        "errors": {},
    }
    return render(request, "organizations/leaving.html", values | _exports(request) | more, status=status)
