"""Errors inside the desk, shown in its frame to those who work there: the rail stays, and the way back with it.

Whose page it was is never said: what another organization has and what nobody has are the same words.
"""

from collections.abc import Collection
from typing import cast

import structlog
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from moondesk.kit import tenancy
from moondesk.organizations.permissions import Permission
from moondesk.web.edges import TenantRequest
from moondesk.web.frame import Frame

log = structlog.get_logger(__name__)


def in_frame(
    request: HttpRequest, answer: HttpResponse, title: str, message: str, wrong: Collection[str] = ()
) -> HttpResponse:
    """Return an error page in the frame of the desk; as it was for parts, forms and other people.

    ``wrong`` names the parameters that do not fit: the page leads to the same address without them.
    """
    if not _is_page_of_desk(request) or answer.status_code >= 500:
        return answer
    inside = cast("TenantRequest", request)
    try:
        with tenancy.organization(inside.organization.pk):
            said = {"status": answer.status_code, "heading": title, "text": message}
            said |= {"first": _without(request, ["cursor"]), "rest": _without(request, wrong)}
            context = Frame(inside).context | said
            answer.content = render_to_string("desk/error.html", context, request).encode()
    except Error:
        log.warning("an error page without its frame", path=request.path, exc_info=True)
    return answer


def _without(request: HttpRequest, names: Collection[str]) -> str:
    """Return the address that was asked for without some of its parameters, if it has any of them."""
    asked = request.GET.copy()
    dropped = [asked.pop(name) for name in names if name in asked]
    return f"{request.path}?{asked.urlencode()}" if dropped else ""


def _is_page_of_desk(request: HttpRequest) -> bool:
    """Say whether a member opened a page: by its address, or by a link whose answer replaces the whole frame."""
    if request.method != "GET" or getattr(request, "member", None) is None:
        return False
    if request.headers.get("HX-Request") == "true" and request.headers.get("HX-Request-Type") != "full":
        return False
    return bool(cast("TenantRequest", request).actor.may(Permission.DESK_OPEN))
