"""What happens to every request: an id for the logs, the reader's language, plain error pages."""

import functools
import re
import uuid
from collections.abc import Callable
from http import HTTPStatus

import structlog
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from moondesk.accounts.backends import read_with_session
from moondesk.accounts.sessions import SessionStore
from moondesk.kit import context
from moondesk.kit.errors import DomainError
from moondesk.web import errors
from moondesk.web.account.fresh import proof_first
from moondesk.web.client import origin_of
from moondesk.web.clock import reader_zone
from moondesk.web.language import of_reader
from moondesk.web.signed_in import needs_own_way, own_way_first

type Handler = Callable[[HttpRequest], HttpResponse]

_GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestContextMiddleware:
    """Gives the request an id, taken from ``X-Request-ID`` if it looks like one, and answers with it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        given = request.META.get("HTTP_X_REQUEST_ID", "")  # ``headers`` would read them all, each anew
        request_id = given if _GIVEN_ID.fullmatch(given) else uuid.uuid4().hex[:16]
        token = context.request_id.set(request_id)
        origin = context.origin.set(functools.partial(origin_of, request))
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            response = self.get_response(request)
        finally:
            context.origin.reset(origin)
            context.request_id.reset(token)
        response["X-Request-ID"] = request_id
        return response


class SignedInMiddleware(AuthenticationMiddleware):
    """Django's, which takes the user who was read with the session instead of reading them again."""

    def process_request(self, request: HttpRequest) -> None:
        """Let whoever asks for the user find out who it is."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _signed_in(request))  # type: ignore[assignment]


def _signed_in(request: HttpRequest) -> object:
    session = request.session
    with read_with_session(session.take_user() if isinstance(session, SessionStore) else None):
        return get_user(request)


class LanguageMiddleware:
    """Speaks the reader's language and zone: what they chose, or what the browser asks for."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        try:
            language, zone = of_reader(request), reader_zone(request)
        except errors.DATABASE_AWAY as error:
            return errors.away_before_the_page(request, error)
        with translation.override(language), timezone.override(zone):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        # A page of an organization may have found that its reader speaks another one (web/language.py).
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response


class ErrorPagesMiddleware:
    """Turns an expected error into its page; the API answers its own errors before they come here."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, unless it says that its body is larger than any form of ours."""
        declared = request.META.get("CONTENT_LENGTH") or "0"
        is_form = not request.path_info.startswith("/api/")
        if is_form and declared.isdigit() and int(declared) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return errors.too_large(request)
        response = self.get_response(request)
        is_bare = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content
        return errors.wrong_method(request, response["Allow"]) if is_form and is_bare else response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Keep whoever came by an organization's provider from the pages on how the account is entered.

        Others prove themselves anew before they change that.
        """
        return own_way_first(request) if needs_own_way(request) else proof_first(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer what a view raised."""
        if isinstance(exception, DomainError):
            return errors.domain_error(request, exception)
        return errors.unexpected(request, exception)
