"""Who is at the other end: the network address behind trusted proxies, for counting; and whether it is this machine."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

from moondesk.kit.addresses import client_address, network_of
from moondesk.kit.context import Origin

_CLIENT_LENGTH = 120


def address_of(request: HttpRequest) -> str:
    """Return the client's network address, or an empty text where there is none (a Unix socket)."""
    return client_address(
        request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""), settings.TRUSTED_PROXIES
    )


def origin_of(request: HttpRequest) -> Origin:
    """Return where the request came from, for the audit log; what the client calls itself is shortened."""
    called = "".join(one for one in request.headers.get("User-Agent", "") if one.isprintable())
    return Origin(address_of(request), called[:_CLIENT_LENGTH])


def counted_as(request: HttpRequest) -> str:
    """Return what the client is counted by, or an empty text where there is nothing (a Unix socket)."""
    return network_of(address_of(request))


def is_asked_on_this_machine(request: HttpRequest) -> bool:
    """Say whether the client surely runs on this machine and calls it so.

    The name matters where all names are answered: any page of the web could read this one through a name of its own
    that it lets point here, in the browser of whoever sits at this machine.
    """
    host, _port = split_domain_port(request.get_host())
    name = host.strip("[]")
    try:
        is_here = ip_address(name).is_loopback
    except ValueError:
        is_here = name == "localhost" or name.endswith(".localhost")
    return is_here and is_on_this_machine(request)


def is_on_this_machine(request: HttpRequest) -> bool:
    """Say whether the client surely runs on this machine: what a proxy passed on comes from anywhere."""
    proxied = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback and not proxied
    except ValueError:
        return False
