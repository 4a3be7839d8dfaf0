"""What a proxy asks before it gets a certificate for a name that it does not know (docs/operations/own-domains.md)."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from moondesk.web.edges import public
from moondesk.web.own_domain import may_have_certificate


@require_safe
@public
def certificate(request: HttpRequest) -> HttpResponse:
    """Answer 200 for a name that may have a certificate, 404 for others, and for all who are no proxy of ours."""
    is_good = _is_asked_by_proxy(request) and may_have_certificate(request.GET.get("domain", ""))
    status, text = (200, "yes\n") if is_good else (404, "no\n")
    response = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def _is_asked_by_proxy(request: HttpRequest) -> bool:
    """Say whether the proxy itself asks: what it passes on for others has a header that says so."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        peer = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return peer.is_loopback or any(peer in ip_network(one, strict=False) for one in settings.TRUSTED_PROXIES)
