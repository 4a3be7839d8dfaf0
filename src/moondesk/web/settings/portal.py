"""How customers come to the help pages: links that sign in, and a domain of the organization's own."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.organizations.domains import record_name, record_of
from moondesk.organizations.features import Feature
from moondesk.organizations.permissions import Permission
from moondesk.organizations.switches import is_off
from moondesk.portals.actions import PortalEdit, change_portal, prove_domain
from moondesk.portals.queries import current_portal, origin_of
from moondesk.portals.rules import GRACE
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.settings.page import carry_out, show

PAGE = "portal"


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.ORGANIZATION_MANAGE)
def portal(request: TenantRequest) -> HttpResponse:
    """Show how customers come in, and change it."""
    if request.method != "POST":
        return _page(request)
    return carry_out(
        request,
        PAGE,
        lambda: change_portal(_edit(request), by=request.actor),
        _("Saved."),
        _page,
        undo_of=lambda: request.organization.pk,
    )


@require_POST
@in_desk(Permission.ORGANIZATION_MANAGE)
def check(request: TenantRequest) -> HttpResponse:
    """Look for the record that proves the domain."""
    said = _("The domain is yours. Your help pages are there now.")
    return carry_out(request, PAGE, lambda: prove_domain(by=request.actor), said, _page)


def _edit(request: TenantRequest) -> PortalEdit:
    which, sent = request.POST.get("which", ""), request.POST
    if which == "domain":
        return PortalEdit(domain=sent.get("domain", ""))
    if which == "use":
        return PortalEdit(is_used=sent.get("is_used") == "on")
    return PortalEdit(sign_in_links=sent.get("sign_in_links") == "on")


def _page(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    own = current_portal()
    values = {
        "own": own,
        "is_off": is_off(Feature.OWN_DOMAIN, request.organization),
        "record_name": record_name(own.domain) if own.domain else "",
        "record": record_of(own.domain) if own.domain else "",
        "own_address": origin_of(own.domain) if own.domain else "",
        "target": urlsplit(settings.BASE_URL).hostname or "",
        "grace": GRACE.days,
    }
    return show(request, "portal", values | more, status=status)
