"""The short way in: requests of programs need no session, no cookies, no language of a page, no template context."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, get_resolver

from moondesk.api import cross_origin, problems
from moondesk.api.errors import RouteNotFound

ROOT = "/api/v1"
_PAGE = f"{ROOT}/docs"
_POLICY = "default-src 'none'; frame-ancestors 'none'"


class ApiDoorMiddleware:
    """Answers requests to the API that bring no session of a browser; all others go the ordinary way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, or hand it on."""
        path = request.path_info
        if not (path.startswith(f"{ROOT}/") or path == ROOT) or path == _PAGE:
            return self.get_response(request)
        if "HTTP_AUTHORIZATION" not in request.META and settings.SESSION_COOKIE_NAME in request.COOKIES:
            return cross_origin.let_read(request, self.get_response(request))
        response = cross_origin.let_read(request, _serve(request, path.removeprefix(ROOT)))
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        if not response.streaming and response.content:
            response.headers["Content-Length"] = str(len(response.content))
        return response


def _serve(request: HttpRequest, path: str) -> HttpResponse:
    try:
        if (asked := cross_origin.preflight(request)) is not None:
            return asked
        match = get_resolver("moondesk.api.urls").resolve(path)
        request.resolver_match = match
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    except Resolver404:
        return problems.problem(RouteNotFound("There is no such address in the API."))
    except Exception as error:
        return problems.problem_of(request, error)
    return response
