"""How long requests take, by route."""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from moondesk.kit.metrics import REQUESTS

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class MeasuringMiddleware:
    """Counts every request under its route, never under its address: addresses hold numbers and secrets."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        start = time.perf_counter()
        response = self.get_response(request)
        method = request.method if request.method in _METHODS else "other"
        seconds = time.perf_counter() - start
        REQUESTS.labels(_route(request), method, str(response.status_code)).observe(seconds)
        return response


def _route(request: HttpRequest) -> str:
    if request.resolver_match is not None:
        return request.resolver_match.route
    return "static" if request.path.startswith(settings.STATIC_URL) else "none"
