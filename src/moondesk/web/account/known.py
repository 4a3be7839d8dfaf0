"""Browsers in which somebody has signed in before, known by a signed cookie.

Wrong codes of strangers are counted by account, and above a limit strangers are not heard for a while. The owner is:
in a known browser codes are counted by that browser alone.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from moondesk.accounts.models import User

COOKIE = "__Host-moondesk_known" if settings.IS_HTTPS else "moondesk_known"
_SALT = "moondesk.known browser"
_YEAR = 31_536_000
_MOST = 5
"""So many people may share a browser."""


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Know the browser again in which somebody has just signed in."""
    held = [pair for pair in _held(request) if pair[0] != str(user.pk)]
    value = signing.dumps([*held, [str(user.pk), secrets.token_hex(8)]][-_MOST:], salt=_SALT)
    response.set_cookie(COOKIE, value, max_age=_YEAR, path="/", samesite="Lax", httponly=True, secure=settings.IS_HTTPS)


def mark_of(request: HttpRequest, user: User) -> str:
    """Return by what wrong codes are counted in a browser that this person has signed in with, else nothing."""
    return next((mark for pk, mark in _held(request) if pk == str(user.pk)), "")


def _held(request: HttpRequest) -> list[list[str]]:
    try:
        held: list[list[str]] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_YEAR)
    except signing.BadSignature:
        return []
    return held
