"""The addresses of the API, below ``/api/v1/``."""

import functools
import itertools
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path
from ninja.operation import PathView

from moondesk.api import problems
from moondesk.api.edge import PERMISSION
from moondesk.api.errors import RouteNotFound
from moondesk.api.inbound_mail import inbound_mail, mail_reports
from moondesk.api.reference import openapi_json, reference
from moondesk.api.v1 import api


def _patterns() -> Iterator[URLPattern]:
    for router in api._get_bound_routers():
        patterns = router.urls_paths(router.prefix)
        for view in router.path_operations.values():
            for pattern in list(itertools.islice(patterns, len(view.operations)))[:1]:
                yield _in_json(pattern, view)


def _in_json(pattern: URLPattern, path_view: PathView) -> URLPattern:
    """Let a method that an address does not have be answered as a problem, too. The view tells its operations."""
    view = pattern.callback

    @functools.wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = view(request, **kwargs)
        if isinstance(response, HttpResponseNotAllowed):
            return problems.method_not_allowed(", ".join(sorted(response["Allow"].split(", "))))
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]
    answer.__self__ = path_view  # type: ignore[attr-defined]
    return URLPattern(pattern.pattern, answer, name=pattern.name)


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer an address that is not one of the API."""
    return problems.problem(RouteNotFound("There is no such address in the API."))


nothing_here.csrf_exempt = True  # type: ignore[attr-defined]
setattr(nothing_here, PERMISSION, None)

app_name = "api"
urlpatterns = [
    *_patterns(),
    path("inbound-mail/<str:secret>/mime", inbound_mail, name="inbound_mail"),
    path("inbound-mail/<str:secret>/reports", mail_reports, name="mail_reports"),
    path("openapi.json", openapi_json, name="openapi"),
    path("docs", reference, name="reference"),
    path("", nothing_here),
    path("<path:rest>", nothing_here, name="nothing"),
]
