"""The reader's time zone."""

import datetime
import zoneinfo
from functools import cache
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest

from moondesk.kit.clock import known_zones

ZONE_COOKIE = "moondesk_zone"


@cache
def _zone(name: str) -> datetime.tzinfo | None:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone(name: str) -> datetime.tzinfo | None:
    """Return a zone by its IANA name, or None."""
    return _zone(name) if name in known_zones() else None


def browser_zone(request: HttpRequest) -> str:
    """Return the name of the zone that the browser told us by its cookie, or nothing."""
    # The browser writes the cookie percent-encoded: Europe%2FMadrid.
    name = unquote(request.COOKIES.get(ZONE_COOKIE, ""))
    return name if zone(name) else ""


def own_zone(request: HttpRequest) -> datetime.tzinfo | None:
    """Return the zone of the reader's setting, or the browser's (cookie), if either is known."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        own = zone(request.user.time_zone)
        if own:
            return own
    return zone(browser_zone(request))


def reader_zone(request: HttpRequest) -> datetime.tzinfo:
    """Return the zone in which the reader is shown times: their own, or UTC until an organization is entered."""
    return own_zone(request) or datetime.UTC
