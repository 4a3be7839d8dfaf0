"""Files that come in by a page: one by one while somebody writes, or with the form itself where there is no script."""

import uuid
from collections.abc import Collection, Sequence
from typing import IO, Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from moondesk.conversations.attachments import Found, add_version
from moondesk.files.actions import Incoming, discard_upload, store_file, take_uploads
from moondesk.files.errors import (
    FileTooLarge,
    InvalidFile,
    QuotaExceeded,
    StorageUnavailable,
    TooManyFiles,
    UploadNotFound,
)
from moondesk.files.models import File
from moondesk.files.queries import limits, uploads_of
from moondesk.files.rules import MOST_FILES, size_words
from moondesk.kit.errors import DomainError
from moondesk.organizations.actor import Actor

FILE_ERRORS = (InvalidFile, QuotaExceeded, StorageUnavailable, UploadNotFound)
"""What can be wrong with the files of a form, to be said beside them."""


def _incoming(file: "UploadedFile[Any]") -> Incoming:
    return Incoming(file.name or "", file.content_type or "", cast("IO[bytes]", file.file))


def receive(request: HttpRequest, actor: Actor, *, claim: str = "") -> HttpResponse:
    """Take one file in and answer with what the page shows of it, or with what is wrong and a code."""
    try:
        with transaction.atomic():
            file = store_file(_one(request), by=actor, claim=claim)
    except DomainError as error:
        return refusal(error)
    return JsonResponse(shown(file), status=201)


def receive_version(request: HttpRequest, actor: Actor, found: Found) -> None:
    """Take in a newer version of a file. Raises what is wrong with it."""
    with transaction.atomic():
        add_version(found, _one(request), by=actor)


def _one(request: HttpRequest) -> Incoming:
    file = request.FILES.get("file")
    if isinstance(file, UploadedFile):
        return _incoming(file)
    declared = request.META.get("CONTENT_LENGTH") or "0"
    if declared.isdigit() and int(declared) > settings.FILE_LIMIT:
        text = _("This file is too large. Up to %(most)s are taken.") % {"most": size_words(limits().most)}
        raise FileTooLarge(text, extra={"limit": limits().most})
    raise InvalidFile(_("Choose a file."), fields={"file": _("Choose a file.")})


def refusal(error: DomainError) -> HttpResponse:
    """Return what a script is told of an error."""
    return JsonResponse({"code": error.code, "message": error.message}, status=error.status)


def shown(file: File) -> dict[str, Any]:
    """Return what is shown of an upload that waits to be sent."""
    return {"id": str(file.pk), "name": file.name, "size": size_words(file.size)}


def given_back(actor: Actor, ids: Collection[uuid.UUID]) -> Sequence[dict[str, Any]]:
    """Return files of a message that was taken back, which are uploads of its writer again."""
    return [shown(file) for file in uploads_of(actor, ids)]


def discard(actor: Actor, file_id: uuid.UUID, *, claim: str = "") -> HttpResponse:
    """Remove an upload that is not wanted any more."""
    discard_upload(file_id, by=actor, claim=claim)
    return HttpResponse(status=204)


def _ids(request: HttpRequest) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(one) for one in request.POST.getlist("file_id")]
    except ValueError:
        raise UploadNotFound(_("A file is not there any more. Add it again.")) from None


def enclosed(request: HttpRequest, actor: Actor, *, claim: str = "") -> list[File]:
    """Return the files of a form, ready to be attached: uploaded before, or sent with it. Raises a ``FILE_ERRORS``."""
    sent = [file for file in request.FILES.getlist("files") if isinstance(file, UploadedFile) and file.name]
    ids = _ids(request)
    if len(ids) + len(sent) > MOST_FILES:
        raise TooManyFiles(_("One message carries up to %(most)s files.") % {"most": MOST_FILES})
    made = [store_file(_incoming(file), by=actor, claim=claim).pk for file in sent]
    return take_uploads([*ids, *made], by=actor, claim=claim)


def held_with(request: HttpRequest, actor: Actor, *, claim: str) -> list[uuid.UUID]:
    """Keep the files of a form as uploads, not attached yet, and return all that it names or brings."""
    sent = [file for file in request.FILES.getlist("files") if isinstance(file, UploadedFile) and file.name]
    known = [file.pk for file in uploads_of(actor, _ids(request), claim=claim)]
    if len(known) + len(sent) > MOST_FILES:
        raise TooManyFiles(_("One message carries up to %(most)s files.") % {"most": MOST_FILES})
    return known + [store_file(_incoming(file), by=actor, claim=claim).pk for file in sent]


def kept(actor: Actor, ids: Collection[uuid.UUID], *, claim: str) -> Sequence[dict[str, Any]]:
    """Return uploads of a form as they are shown when it comes back."""
    return [shown(file) for file in uploads_of(actor, ids, claim=claim)]


def held(request: HttpRequest, actor: Actor, *, claim: str = "") -> list[File]:
    """Return the files that a form names and that are uploads of the actor; others are left out."""
    try:
        return uploads_of(actor, _ids(request), claim=claim)
    except UploadNotFound:
        return []


def waiting(request: HttpRequest, actor: Actor, *, claim: str = "") -> Sequence[dict[str, Any]]:
    """Return the uploads of a form that comes back, so that nobody chooses them again."""
    return [shown(file) for file in held(request, actor, claim=claim)]
