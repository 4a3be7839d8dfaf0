"""Which files the organization takes, and how much it keeps."""

import re
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moondesk.files.actions import change_limits
from moondesk.files.errors import InvalidFile
from moondesk.files.queries import bytes_used, limits
from moondesk.files.rules import Limits, room_left, size_words
from moondesk.files.scanning import is_configured
from moondesk.organizations.elements import Element
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.levels import level
from moondesk.web.settings.page import carry_out, show

_MB = 1024 * 1024


@require_http_methods(["GET", "HEAD", "POST"])
@in_desk(Permission.SETTINGS_OPEN)
def files(request: TenantRequest) -> HttpResponse:
    """Show and change which files are taken."""
    if request.method == "POST":
        return carry_out(request, "files", lambda: _change(request), _("Saved."), _page)
    return _page(request)


def _change(request: TenantRequest) -> None:
    given = request.POST.get("most", "").strip()
    if not given.isascii() or not given.isdigit() or len(given) > 6:
        text = _("Write a whole number of megabytes.")
        raise InvalidFile(text, fields={"most": text})
    wanted = Limits(
        most=int(given) * _MB,
        allowed=_extensions(request.POST.get("allowed", "")),
        blocked=_extensions(request.POST.get("blocked", "")),
        from_forms=bool(request.POST.get("from_forms")),
    )
    change_limits(wanted, most_possible=settings.FILE_LIMIT, by=request.actor)


def _extensions(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.lower().lstrip(".") for one in re.split(r"[\s,;]+", text) if one.strip(".")))


def _page(request: TenantRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    own = limits()
    used = bytes_used()
    values = {
        "room": room_left(used, own.quota),
        "percent": min(100, used * 100 // own.quota) if own.quota else 0,
        "may_change": level(request, Element.FILES).usable,
        "own": own,
        "most": own.most // _MB,
        "most_possible": settings.FILE_LIMIT // _MB,
        "used": size_words(used),
        "quota": size_words(own.quota) if own.quota else "",
        "is_scanned": is_configured(),
    }
    return show(request, "files", values | more, status=status)
