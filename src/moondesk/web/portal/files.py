"""Files for customers: signed in, behind their secret link, or while filling in the public form."""

import uuid

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moondesk.conversations.attachments import find_file
from moondesk.files.errors import FileTypeNotAllowed, InvalidFile, NoPreview
from moondesk.files.queries import limits
from moondesk.limits.actions import Limit
from moondesk.web import attached, serving, uploads
from moondesk.web.edges import TenantRequest, in_portal
from moondesk.web.portal.counting import by_place, by_sender, counted, refusal
from moondesk.web.portal.place import Place, behind_link, secret_page, signed_in
from moondesk.web.portal.trap import read_opening

BY_CLIENT = Limit("portal_file_client", 200, 3600)
BY_PLACE = Limit("portal_file_place", 100, 3600)


@require_POST
@counted(BY_CLIENT, BY_PLACE, by_place)
@in_portal(sign_in=True)
def ticket_files(request: TenantRequest, number: str) -> HttpResponse:
    """Take one file in, to be sent with an answer."""
    return _receive(signed_in(request, number))


@require_http_methods(["GET", "HEAD", "POST"])
@in_portal(sign_in=True)
def ticket_file(request: TenantRequest, number: str, file_id: uuid.UUID, part: str = "") -> HttpResponse:
    """Give a file of a ticket, or something of it."""
    return _file(signed_in(request, number), file_id, part)


@require_POST
@counted(BY_CLIENT, BY_PLACE, by_place)
@in_portal()
@secret_page
def link_files(request: TenantRequest, secret: str) -> HttpResponse:
    """Take one file in, to be sent with an answer."""
    return _receive(behind_link(request, secret))


@require_http_methods(["GET", "HEAD", "POST"])
@in_portal()
@secret_page
def link_file(request: TenantRequest, secret: str, file_id: uuid.UUID, part: str = "") -> HttpResponse:
    """Give a file of a ticket, or something of it."""
    return _file(behind_link(request, secret), file_id, part)


@require_POST
@counted(BY_CLIENT, BY_PLACE, by_sender)
@in_portal()
def form_files(request: TenantRequest) -> HttpResponse:
    """Take one file in, to be sent with the public form: it belongs to this one opening of it."""
    opening = read_opening(request.POST.get("opened", ""))
    refused = refusal(request)
    if refused is not None:
        return uploads.refusal(refused)
    if opening.mark != request.POST.get("opened"):
        return uploads.refusal(InvalidFile(str(opening.problem)))
    if not limits().from_forms:
        return uploads.refusal(FileTypeNotAllowed(_("Files are not taken with this form.")))
    return uploads.receive(request, request.actor, claim=opening.claim)


@require_POST
@in_portal()
def form_file(request: TenantRequest, file_id: uuid.UUID) -> HttpResponse:
    """Remove an upload of the public form before it is sent."""
    return uploads.discard(request.actor, file_id, claim=read_opening(request.POST.get("opened", "")).claim)


def _receive(place: Place) -> HttpResponse:
    refused = refusal(place.request)
    if refused is not None:
        return uploads.refusal(refused)
    return uploads.receive(place.request, place.actor)


def _file(place: Place, file_id: uuid.UUID, part: str) -> HttpResponse:
    if place.request.method == "POST":
        if part != "removal":
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        return uploads.discard(place.actor, file_id)
    found = find_file(place.actor, file_id, ticket=place.ticket)
    if not part:
        return serving.sent_on(found, by=place.actor)
    if part == "preview":
        return attached.look(place.request, place.actor, found, place.files, "portal.css")
    kind, _slash, picture = part.partition("/")
    if kind != "pictures":
        raise NoPreview(_("There is no such preview."))
    return serving.picture(found.file, picture)
