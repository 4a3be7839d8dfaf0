"""Giving out contents as HTTP: always a download, sealed so that a browser runs nothing of it."""

from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.utils.http import content_disposition_header

from moondesk.files import storage

SEAL = "sandbox; default-src 'none'; frame-ancestors 'none'"


def sealed(response: HttpResponse | FileResponse, *, caching: str = "private, no-store") -> HttpResponse:
    """Return the response with what keeps a browser from running it, sharing it or keeping it."""
    response.headers["Content-Security-Policy"] = SEAL
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = caching
    return response  # type: ignore[return-value]  # a streaming response is one for everybody who passes it on


def download(key: str, name: str, type_: str, size: int) -> HttpResponse:
    """Return a content under a name, from here or by a short-lived address of the bucket. Whoever asks was let in."""
    disposition = content_disposition_header(True, name) or "attachment"
    direct = storage.direct_address(key, disposition, type_)
    if direct is not None:
        return sealed(HttpResponseRedirect(direct))
    response = FileResponse(storage.fetch(key), content_type=type_)
    response.headers["Content-Disposition"] = disposition
    response.headers["Content-Length"] = str(size)
    return sealed(response)
