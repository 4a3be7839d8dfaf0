"""Giving out contents of files: apart from sessions, sealed so that a browser runs nothing of them.

An original is always a download. Shown in a page is only what was drawn anew: pictures, and text with colours.
"""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moondesk.conversations import links
from moondesk.conversations.attachments import Found
from moondesk.files import giving, storage
from moondesk.files.actions import note_opened
from moondesk.files.errors import NoPreview
from moondesk.files.models import File
from moondesk.files.queries import check_given_out
from moondesk.files.rules import TEXT_BYTES, Drawing, served_type
from moondesk.kit import tenancy
from moondesk.kit.errors import NotFound
from moondesk.organizations.actor import Actor
from moondesk.organizations.queries import refuse_closed
from moondesk.web.edges import public
from moondesk.web.own_domain import served_here

_PICTURE_SECONDS = 600


@require_safe
@public
def file(request: HttpRequest, token: str) -> HttpResponse:
    """Give what a short-lived address names, if its asker may still see it. No cookie is needed or looked at."""
    here = served_here(request)
    kept = giving.named_by(token) if here is None else None
    if kept is not None:
        with tenancy.organization(uuid.UUID(kept.organization)):
            refuse_closed()
            return giving.given(kept)
    link = links.read(token)
    if here is not None and here.organization_id != link.organization_id:
        raise NotFound(_("There is no such file."))
    with tenancy.organization(link.organization_id):
        refuse_closed()
        found = links.follow(link)
        return picture(found.file, "small") if link.part == links.SMALL else content(found.file)


def content(found: File) -> HttpResponse:
    """Return a file's content as a download, from here or by an address of the bucket. Raises if nobody may have it."""
    check_given_out(found)
    return giving.given(
        giving.Kept(found.key, found.name, served_type(found.type), found.size, str(found.organization_id))
    )


def sent_on(found: Found, *, by: Actor) -> HttpResponse:
    """Send one who may see a file to the address that gives it, and note it when they are of the organization."""
    check_given_out(found.file)
    note_opened(found.file.pk, by=by)
    response = HttpResponseRedirect(giving.address_of(links.write(found, links.CONTENT, by=by)))
    response.headers["Cache-Control"] = "private, no-store"
    return response


def picture(found: File, part: str) -> HttpResponse:
    """Return a picture that was drawn of a file: ``small``, or a page by its number. Raises ``NoPreview``."""
    check_given_out(found)
    is_page = part.isascii() and part.isdigit() and 1 <= int(part) <= found.pictures
    if not found.has_picture or not (part == "small" or is_page):
        raise NoPreview(_("There is no such preview."))
    with storage.fetch(f"{found.key}.{part}") as kept:
        drawn = kept.read()
    type_ = "image/png" if is_page and found.drawing is Drawing.PDF else "image/webp"
    response = HttpResponse(drawn, content_type=type_)
    response.headers["Content-Disposition"] = "inline"
    return giving.sealed(response, caching=f"private, max-age={_PICTURE_SECONDS}")


def text(found: File) -> str:
    """Return a text file's coloured beginning, which has nothing but spans in it. Raises ``NoPreview``."""
    check_given_out(found)
    if not found.has_preview or found.drawing is not Drawing.TEXT:
        raise NoPreview(_("There is no such preview."))
    with storage.fetch(f"{found.key}.text") as kept:
        return kept.read(TEXT_BYTES).decode("utf-8", "replace")
