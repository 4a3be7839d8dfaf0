"""The addresses of the API, below ``/api/v1/``."""

import functools
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path

from moondesk.api import problems
from moondesk.api.edge import PERMISSION
from moondesk.api.errors import RouteNotFound
from moondesk.api.reference import openapi_json, reference
from moondesk.api.v1 import api


def _in_json(pattern: URLPattern) -> URLPattern:
    """Let a method that an address does not have be answered as a problem, too."""
    view = pattern.callback

    @functools.wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = view(request, **kwargs)
        if isinstance(response, HttpResponseNotAllowed):
            return problems.method_not_allowed(", ".join(sorted(response["Allow"].split(", "))))
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return URLPattern(pattern.pattern, answer, name=pattern.name)


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer an address that is not one of the API."""
    return problems.problem(RouteNotFound("There is no such address in the API."))


nothing_here.csrf_exempt = True  # type: ignore[attr-defined]
setattr(nothing_here, PERMISSION, None)

app_name = "api"
urlpatterns = [
    *(_in_json(pattern) for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"),
    path("openapi.json", openapi_json, name="openapi"),
    path("docs", reference, name="reference"),
    path("", nothing_here),
    path("<path:rest>", nothing_here, name="nothing"),
]
