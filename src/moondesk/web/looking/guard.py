"""Who looks with another's eyes changes nothing, wherever they try."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from moondesk.audit.errors import OnlyLooking
from moondesk.web import errors
from moondesk.web.looking.mark import mark_of

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


class OnlyLookingMiddleware:
    """Refuses every request that could change something, but the one that ends the looking and signing out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request. The API, which has words of its own for it, refuses by itself."""
        if request.method in SAFE or request.path_info.startswith("/api/") or (mark := mark_of(request)) is None:
            return self.get_response(request)
        if request.path_info in (reverse("end_viewing"), reverse("account_logout")):
            return self.get_response(request)
        return errors.domain_error(request, OnlyLooking(words(mark.label)))


def words(label: str) -> str:
    """Return why nothing can be changed."""
    return _("You look at the desk as %(name)s, so you cannot change anything. End it first.") % {"name": label}
