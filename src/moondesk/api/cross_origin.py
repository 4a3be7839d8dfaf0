"""Which pages of other sites may use the public API from a browser: those that the organization has named (CORS).

Nothing is ever allowed with credentials: no page of another site acts for somebody who is signed in. Who sends no
``Origin`` is no page, and not concerned.
"""

import re

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from moondesk.kit import tenancy
from moondesk.organizations.errors import OrganizationNotFound
from moondesk.organizations.queries import organization_id_of
from moondesk.webforms.queries import api_sites

METHODS = "GET, POST, PUT, PATCH, DELETE"
HEADERS = "Accept-Language, Content-Type, Idempotency-Key, Moondesk-Ticket-Secret, Moondesk-Upload-Claim"
SHOWN = "Location, Retry-After"
_PUBLIC = re.compile(r"/api/v1/public/([a-z0-9-]{1,40})/.+")
_LONGEST = 300
_KEPT = 600


def slug_of(request: HttpRequest) -> str:
    """Return the organization whose public API a request is for, or nothing for other addresses."""
    found = _PUBLIC.fullmatch(request.path_info)
    return found.group(1) if found else ""


def preflight(request: HttpRequest) -> HttpResponse | None:
    """Return the answer to a browser that asks whether it may send a request, or None for any other request."""
    if request.method != "OPTIONS" or "Access-Control-Request-Method" not in request.headers or not slug_of(request):
        return None
    response = HttpResponse(status=204)
    del response.headers["Content-Type"]
    if "Origin" in request.headers and _is_named(request):
        response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Headers"] = HEADERS
        response.headers["Access-Control-Max-Age"] = str(_KEPT)
    return response


def let_read[R: HttpResponseBase](request: HttpRequest, response: R) -> R:
    """Let the page that asked read the answer, if its site is named."""
    if not slug_of(request):
        return response
    patch_vary_headers(response, ["Origin"])
    if "Origin" in request.headers and _is_named(request):
        response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
        response.headers["Access-Control-Expose-Headers"] = SHOWN
    return response


def _is_named(request: HttpRequest) -> bool:
    """Say whether the site is named, read once for a request."""
    known: bool | None = getattr(request, "_moondesk_site_is_named", None)
    if known is None:
        known = _read(slug_of(request), request.headers["Origin"])
        request._moondesk_site_is_named = known  # type: ignore[attr-defined]
    return known


def _read(slug: str, origin: str) -> bool:
    if len(origin) > _LONGEST:
        return False
    try:
        organization_id = organization_id_of(slug)
    except OrganizationNotFound:
        return False
    with tenancy.organization(organization_id):
        return origin in api_sites()
