"""What the organization is called, and where and when it is."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_http_methods

from moondesk.channels.queries import mail_addresses
from moondesk.kit.clock import known_zones
from moondesk.organizations.actions import UNDO_SECONDS, update_organization
from moondesk.organizations.elements import Element
from moondesk.organizations.permissions import Permission, Role
from moondesk.portals.queries import home_of
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.levels import level
from moondesk.web.settings.page import carry_out, show


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.SETTINGS_OPEN)
def organization(request: TenantRequest) -> HttpResponse:
    """Show and change name, language and time zone."""
    if request.method == "POST":
        return carry_out(request, "organization", lambda: _change(request), _("Saved."), _page)
    return _page(request)


def _change(request: TenantRequest) -> None:
    update_organization(
        request.organization,
        name=request.POST.get("name", ""),
        language=request.POST.get("language", ""),
        time_zone=request.POST.get("time_zone", ""),
        undo_seconds=_seconds(request.POST.get("undo_seconds"), request.organization.undo_seconds),
        by=request.actor,
    )


def _seconds(given: str | None, present: int) -> int:
    if given is None:
        return present
    return int(given) if given.isascii() and given.isdigit() and len(given) < 4 else -1


def _undo_choices(present: int) -> list[tuple[str, str]]:
    known = sorted({*UNDO_SECONDS, present})
    words = ngettext_lazy("%(count)d second", "%(count)d seconds", "count")
    return [(str(one), str(words % {"count": one}) if one else _("Leave at once")) for one in known]


def _page(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    own = request.organization
    values = {
        "may_change": level(request, Element.ORGANIZATION).usable,
        "languages_offered": settings.LANGUAGES,
        "zones": [(name, name.replace("_", " ")) for name in sorted(known_zones()) if "/" in name] + [("UTC", "UTC")],
        "addresses": mail_addresses(),
        "form_address": f"{home_of(own)}/new",
        "own": own,
        "is_owner": Role.OWNER in request.member.roles,
        "region": settings.DATA_REGION,
        "undo_choices": _undo_choices(own.undo_seconds),
    }
    return show(request, "organization", values | more, status=status)
