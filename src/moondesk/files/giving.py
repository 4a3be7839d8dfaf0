"""Giving out contents as HTTP: always a download, sealed so that a browser runs nothing of it."""

from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header

from moondesk.files import storage

_SALT = "moondesk.files.kept"
SEAL = "sandbox; default-src 'none'; frame-ancestors 'none'"


def sealed(response: HttpResponse | FileResponse, *, caching: str = "private, no-store") -> HttpResponse:
    """Return the response with what keeps a browser from running it, sharing it or keeping it."""
    response.headers["Content-Security-Policy"] = SEAL
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = caching
    return response  # type: ignore[return-value]  # a streaming response is one for everybody who passes it on


@dataclass(frozen=True)
class Kept:
    """One content as it is given out: where it is kept, and the name, type and size that it is told to have.

    ``organization`` is whose it is, which is asked once more where an address of a minute is followed.
    """

    key: str
    name: str
    type: str
    size: int
    organization: str


def address_of(token: str) -> str:
    """Return where a short-lived token is good: at the host of files if there is one, else here."""
    return f"{settings.FILES_ORIGIN}{reverse('file', kwargs={'token': token})}"


def download(kept: Kept) -> HttpResponse:
    """Return a content, or where it is for a minute: the bucket, or the host of files. Whoever asks was let in."""
    if settings.FILES_ORIGIN:
        token = signing.dumps(asdict(kept), salt=_SALT)
        return sealed(HttpResponseRedirect(address_of(token)))
    return given(kept)


def named_by(token: str) -> Kept | None:
    """Return the content that an address made by ``download`` names, while it holds."""
    try:
        said: dict[str, Any] = signing.loads(token, salt=_SALT, max_age=storage.LINK_SECONDS)
        return Kept(**said)
    except (signing.BadSignature, TypeError):  # or one that was made before an update
        return None


def given(kept: Kept) -> HttpResponse:
    """Return a content under its name, from here or by a short-lived address of the bucket."""
    disposition = content_disposition_header(True, kept.name) or "attachment"
    direct = storage.direct_address(kept.key, disposition, kept.type)
    if direct is not None:
        return sealed(HttpResponseRedirect(direct))
    response = FileResponse(storage.fetch(kept.key), content_type=kept.type)
    response.headers["Content-Disposition"] = disposition
    response.headers["Content-Length"] = str(kept.size)
    return sealed(response)
