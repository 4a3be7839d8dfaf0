"""Help pages at an organization's own domain: that host gives out its portal and files, and nothing else.

Which organization is shown there says the host alone, and nobody is a user there: the desk's cookies are of another
host, and one that was carried over by hand is not looked at.
"""

from collections.abc import Callable
from typing import Any

import structlog
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port

from moondesk.portals.queries import served_by_name
from moondesk.web import errors
from moondesk.web.own_domain import served_here

type Handler = Callable[[HttpRequest], HttpResponse]

URLS = "moondesk.config.own_domain"


class OwnDomainMiddleware:
    """Answers at the domains of organizations with their help pages; at other hosts it changes nothing."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request at the host that it is for. A host that is nobody's Django refuses later."""
        name, port = split_domain_port(request.META.get("HTTP_HOST", "").lower())
        try:
            served = served_by_name(name)
        except errors.DATABASE_AWAY as error:
            return errors.away_before_the_page(request, error)
        if served is None:
            return self.get_response(request)
        if request.path_info.startswith(("/api/", "/scim/")):
            return HttpResponse("There is nothing here.\n", status=404, content_type="text/plain; charset=utf-8")
        here = f"{name}:{port}" if port else name
        # The database vouches for this host; Django knows only those that the operator wrote down.
        request.get_host = lambda: here  # type: ignore[method-assign]
        request.own_domain = served  # type: ignore[attr-defined]
        request.urlconf = URLS
        structlog.contextvars.bind_contextvars(own_domain=name)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let the page be that of the host's organization, and the reader nobody's user."""
        served = served_here(request)
        if served is not None:
            request.user = AnonymousUser()
            if "slug" in kwargs:
                kwargs["slug"] = served.slug
        return None
