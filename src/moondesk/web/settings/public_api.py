"""Whose pages may use the public API."""

import re
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.settings.page import carry_out, show
from moondesk.webforms.actions import change_api_sites
from moondesk.webforms.queries import api_sites


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.ORGANIZATION_MANAGE)
def public_api(request: TenantRequest) -> HttpResponse:
    """Show the address and the sites, and change the sites."""
    if request.method != "POST":
        return _page(request)
    act = lambda: change_api_sites(lines_of(request.POST.get("sites", "")), by=request.actor)  # noqa: E731
    return carry_out(request, "public_api", act, _("Saved."), _page, undo_of=lambda: request.organization.pk)


def lines_of(text: str) -> list[str]:
    """Return sites as they are typed: one in a line, or with a comma between them."""
    return [one for one in re.split(r"[\s,;]+", text) if one]


def _page(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    values = {
        "sites": "\n".join(api_sites()),
        "address": f"{settings.BASE_URL}/api/v1/public/{request.organization.slug}/tickets",
    }
    return show(request, "public_api", values | more, status=status)
