"""Files under a host name of their own (``MOONDESK_FILES_ORIGIN``), which browsers give none of the desk's cookies.

That host gives out files and nothing else, and the desk's own host gives out none then: whatever a browser could be
brought to do with a content, it does it where nobody is signed in.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.utils import translation
from django.utils.translation import gettext as _

type Handler = Callable[[HttpRequest], HttpResponse]

_PLACE = "/files/"


class FilesHostMiddleware:
    """Keeps the two hosts apart. Without a host for files nothing changes."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request at the host that it is for."""
        own = urlsplit(settings.FILES_ORIGIN).hostname
        if own is None:
            return self.get_response(request)
        is_file = request.path.startswith(_PLACE)
        if _name(request) != own:
            return _nothing(request) if is_file else self.get_response(request)
        if not is_file:
            return _nothing(request)
        request.META.pop("HTTP_COOKIE", None)
        response = self.get_response(request)
        response.cookies.clear()
        # The desk's pages about errors need its styles and scripts, which are not here.
        return _nothing(request, response.status_code) if response.status_code >= 400 else response


def _name(request: HttpRequest) -> str:
    try:
        return split_domain_port(request.get_host())[0]
    except DisallowedHost:
        return ""


def _nothing(request: HttpRequest, status: int = 404) -> HttpResponse:
    with translation.override(translation.get_language_from_request(request)):
        text = _("This cannot be opened here. Open the file from its ticket again.")
    response = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
