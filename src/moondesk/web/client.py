"""Who is at the other end: the network address behind trusted proxies, for counting only."""

from django.conf import settings
from django.http import HttpRequest

from moondesk.kit.addresses import client_address


def address_of(request: HttpRequest) -> str:
    """Return the client's network address, or an empty text where there is none (a Unix socket)."""
    return client_address(
        request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""), settings.TRUSTED_PROXIES
    )
