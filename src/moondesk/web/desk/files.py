"""Files at the desk: upload while writing, look, fetch, add a version."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from moondesk.conversations.attachments import find_file
from moondesk.organizations.permissions import Permission
from moondesk.web import attached, serving, uploads
from moondesk.web.edges import TenantRequest, in_desk
from moondesk.web.fragments import is_partial


def base(slug: str) -> str:
    """Return the address below which the desk's files are."""
    return reverse("desk:files", kwargs={"slug": slug})


@require_POST
@in_desk(Permission.TICKET_REPLY)
def upload(request: TenantRequest) -> HttpResponse:
    """Take one file in, to be sent with what is being written."""
    return uploads.receive(request, request.actor)


@require_POST
@in_desk(Permission.TICKET_REPLY)
def removal(request: TenantRequest, file_id: uuid.UUID) -> HttpResponse:
    """Remove an upload before it is sent."""
    return uploads.discard(request.actor, file_id)


@require_safe
@in_desk(Permission.TICKET_VIEW)
def content(request: TenantRequest, file_id: uuid.UUID) -> HttpResponse:
    """Send the browser to the file's content."""
    return serving.sent_on(find_file(request.actor, file_id), by=request.actor)


@require_safe
@in_desk(Permission.TICKET_VIEW)
def picture(request: TenantRequest, file_id: uuid.UUID, part: str) -> HttpResponse:
    """Give what was drawn of a file."""
    return serving.picture(find_file(request.actor, file_id).file, part)


@require_safe
@in_desk(Permission.TICKET_VIEW)
def preview(request: TenantRequest, file_id: uuid.UUID) -> HttpResponse:
    """Show what is in a file."""
    found = find_file(request.actor, file_id)
    return attached.look(request, request.actor, found, base(request.organization.slug), "desk.css")


@require_POST
@in_desk(Permission.TICKET_REPLY)
def versions(request: TenantRequest, file_id: uuid.UUID) -> HttpResponse:
    """Take in a newer version of a file that the team sent."""
    found = find_file(request.actor, file_id)
    try:
        uploads.receive_version(request, request.actor, found)
    except uploads.FILE_ERRORS as error:
        if is_partial(request) or found.attachment is None:
            return uploads.refusal(error)
        messages.error(request, error.message)
    else:
        messages.success(request, _("The new version is there."))
    if is_partial(request) or found.attachment is None:
        return HttpResponse(status=204)
    number = found.attachment.message.ticket.number
    return redirect(reverse("desk:ticket", kwargs={"slug": request.organization.slug, "number": number}))
