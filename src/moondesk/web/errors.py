"""Error pages: what happened, what is safe, what to do next."""

import structlog
from django.conf import settings
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from psycopg_pool import PoolTimeout

from moondesk.kit import context
from moondesk.kit.errors import DomainError
from moondesk.organizations.errors import FeatureOff
from moondesk.web.framed import in_frame

log = structlog.get_logger(__name__)

DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeout)
RETRY_SECONDS = 5


def page(request: HttpRequest, status: int, code: str, title: str, message: str) -> HttpResponse:
    """Return an error page; a part of a page asked for by script gets the same text without a frame."""
    values = {
        "status": status,
        "code": code,
        "title": title,
        "message": message,
        "request_id": context.request_id.get(),
    }
    html = render_to_string("errors/error.html", values, request)
    response = HttpResponse(html, status=status)
    response["Moondesk-Error"] = code
    response["Cache-Control"] = "no-store"
    return response


def domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Return the page of an expected error."""
    titles = {
        401: _("Sign in first"),
        403: _("This is not for you"),
        404: _("Nothing here"),
        409: _("That cannot be done now"),
        412: _("Somebody was faster"),
        422: _("Something does not fit"),
        429: _("A little slower"),
    }
    title = _("Switched off") if isinstance(error, FeatureOff) else titles.get(error.status, _("That did not work"))
    message = error.message
    if "permission" in error.extra:
        # The name of the permission is for programs; a person needs to know who can help.
        message = _("Your role does not allow this. An owner or administrator can give you another.")
    answer = page(request, error.status, error.code, title, message)
    response = in_frame(request, answer, title, message, error.fields)
    if "retry_after" in error.extra:
        response["Retry-After"] = str(error.extra["retry_after"])
    return response


def unexpected(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """Return 503 when the database is away, 422 for what it cannot keep; None for what Django answers itself."""
    if isinstance(error, DataError):
        # A NUL character, a figure without end: what no page sends, but a program may.
        log.warning("input that the database refused", path=request.path, exc_info=error)
        message = _("There are characters or figures in it that cannot be kept. Nothing was changed.")
        return page(request, 422, "invalid", _("Something does not fit"), message)
    if not isinstance(error, DATABASE_AWAY):
        return None
    log.warning("database away", error=type(error).__name__, path=request.path)
    return database_away(request)


def database_away(request: HttpRequest) -> HttpResponse:
    """Say that the work goes on in a moment."""
    message = _("The database does not answer. Nothing you sent before is lost. Try again in a few seconds.")
    response = page(request, 503, "database_unavailable", _("One moment"), message)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def away_before_the_page(request: HttpRequest, error: Exception) -> HttpResponse:
    """Say so when the database is away before it is known who asks: in the language of the cookie or the browser."""
    log.warning("database away", error=type(error).__name__, path=request.path)
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    known = cookie if cookie in dict(settings.LANGUAGES) else translation.get_language_from_request(request)
    with translation.override(known):
        return database_away(request)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that leads nowhere."""
    return page(request, 404, "not_found", _("Nothing here"), _("This address leads nowhere, or not for you."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what is not allowed."""
    return page(request, 403, "not_allowed", _("This is not for you"), _("You do not have access to this page."))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that did not come from our page, or from one too old."""
    message = _("The page was open for too long. Go back, load it again, and send once more. Your text is still there.")
    return page(request, 403, "csrf_failed", _("Load the page again"), message)


def too_often(request: HttpRequest) -> HttpResponse:
    """Answer what was tried too many times, where allauth counts."""
    message = _("That was too often. Wait a little and try again.")
    return page(request, 429, "rate_limited", _("A little slower"), message)


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer more than any form takes."""
    message = _("This is larger than we take. Nothing was changed. Shorten it and send it again.")
    return page(request, 413, "body_too_large", _("Too large"), message)


def wrong_method(request: HttpRequest, allowed: str) -> HttpResponse:
    """Answer an address that only takes what a form sends, typed in or loaded again."""
    message = _("There is no page at this address: it takes what a form sends. Go back to the page you came from.")
    response = page(request, 405, "wrong_method", _("Nothing to see here"), message)
    response["Allow"] = allowed
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that cannot be read."""
    return page(request, 400, "bad_request", _("That did not work"), _("The request could not be read."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an error of ours."""
    message = _("An error on our side. Your data is safe. Try again, and tell us the number below if it stays.")
    try:
        return page(request, 500, "server_error", _("That was our mistake"), message)
    except Exception:
        return HttpResponse(f"Server error {context.request_id.get()}", status=500, content_type="text/plain")
