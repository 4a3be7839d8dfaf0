"""Files: upload them, then name them when a message is written; read what they are, fetch their content."""

import uuid
from typing import IO, cast

from django.http import HttpRequest, HttpResponse
from ninja import File as FilePart
from ninja import Router, UploadedFile
from pydantic import Field

from moondesk.api.answers import answer, no_content
from moondesk.api.edge import ApiRequest, edge, needs, network_of_client, open_to_all, takes_a_file
from moondesk.api.public import behind, organization_of
from moondesk.api.shapes import FileVersions
from moondesk.contacts.actors import contact_actor, unknown_actor
from moondesk.conversations import links
from moondesk.conversations.attachments import Found, add_version, find_file, versions
from moondesk.files.actions import Incoming, discard_upload, note_opened, store_file
from moondesk.files.errors import FileTypeNotAllowed, InvalidFile, NoPreview
from moondesk.files.giving import address_of
from moondesk.files.queries import check_given_out, limits
from moondesk.files.schemas import FileOut, PublicFileOut, file_out, public_file_out
from moondesk.kit import tenancy
from moondesk.kit.ids import new_secret
from moondesk.limits.actions import Limit, hit
from moondesk.organizations.actor import Actor, Door
from moondesk.organizations.features import Feature
from moondesk.organizations.permissions import Permission, Role
from moondesk.organizations.queries import refuse_closed
from moondesk.organizations.switches import refuse_off

router = Router(tags=["Files"])
router.add_decorator(edge, mode="view")
public_router = Router(tags=["Public"])
public_router.add_decorator(edge, mode="view")
ADDRESS = "/api/v1/files/"
_UPLOADS_BY_ADDRESS = Limit("public_api_upload_ip", 60, 3600)
_SHORTEST_CLAIM, _LONGEST_CLAIM = 20, 200


class PublicUploadOut(PublicFileOut):
    """A file that waits to be sent with a request."""

    claim: str = Field(description="Proves that it is yours: send it with further files and with the request")


def incoming(file: UploadedFile) -> Incoming:
    """Return an upload as files take it in."""
    return Incoming(file.name or "", file.content_type or "", cast("IO[bytes]", file.file))


@router.post("", response={201: FileOut}, summary="Upload a file", operation_id="create_file")
@takes_a_file
@needs(Permission.TICKET_REPLY)
def create_file(request: ApiRequest, file: FilePart[UploadedFile]) -> HttpResponse:
    """Takes one file as `multipart/form-data`. Name its id in `file_ids` of a message within 24 hours, or it goes."""
    made = store_file(incoming(file), by=request.actor)
    return answer(file_out(made), status=201, location=f"{ADDRESS}{made.pk}")


@router.get("/{uuid:file_id}", response=FileOut, summary="Read a file's facts", operation_id="get_file")
@needs(Permission.TICKET_VIEW)
def get_file(request: ApiRequest, file_id: uuid.UUID) -> HttpResponse:
    """What a file is: your own upload, or one on a message that you may read."""
    return answer(file_out(find_file(request.actor, file_id).file))


@router.delete("/{uuid:file_id}", response={204: None}, summary="Remove an upload", operation_id="delete_file")
@needs(Permission.TICKET_REPLY)
def delete_file(request: ApiRequest, file_id: uuid.UUID) -> HttpResponse:
    """Removes your own upload while it is on no message."""
    found = find_file(request.actor, file_id)
    discard_upload(found.file.pk, by=request.actor)
    return no_content()


@router.get("/{uuid:file_id}/content", response={302: None}, summary="Fetch a file", operation_id="get_file_content")
@needs(Permission.TICKET_VIEW)
def get_content(request: ApiRequest, file_id: uuid.UUID) -> HttpResponse:
    """Sends you to an address that gives the content for a minute and needs no token."""
    found = find_file(request.actor, file_id)
    response = _sent_on(found, links.CONTENT, by=request.actor)
    note_opened(found.file.pk, by=request.actor)
    return response


@router.get("/{uuid:file_id}/thumbnail", response={302: None}, summary="Thumbnail", operation_id="get_file_thumbnail")
@needs(Permission.TICKET_VIEW)
def get_thumbnail(request: ApiRequest, file_id: uuid.UUID) -> HttpResponse:
    """Sends you to an address that gives a small WebP of an image or a PDF for a minute."""
    return _sent_on(find_file(request.actor, file_id), links.SMALL, by=request.actor)


@router.get(
    "/{uuid:file_id}/versions", response=FileVersions, summary="List versions", operation_id="list_file_versions"
)
@needs(Permission.TICKET_VIEW)
def list_versions(request: ApiRequest, file_id: uuid.UUID) -> HttpResponse:
    """All versions of a file on a message, the newest first; each has an id of its own."""
    return answer({"items": [file_out(one) for one in versions(find_file(request.actor, file_id))]})


@router.post(
    "/{uuid:file_id}/versions", response={201: FileOut}, summary="Add a version", operation_id="create_file_version"
)
@takes_a_file
@needs(Permission.TICKET_REPLY)
def create_version(request: ApiRequest, file_id: uuid.UUID, file: FilePart[UploadedFile | None] = None) -> HttpResponse:
    """Adds a newer version of a file that your team sent; the older ones stay."""
    found = find_file(request.actor, file_id)
    if file is None:
        raise InvalidFile("Choose a file.", fields={"file": "Choose a file."})
    made = add_version(found, incoming(file), by=request.actor)
    return answer(file_out(made), status=201, location=f"{ADDRESS}{made.pk}")


@public_router.post(
    "/{slug}/tickets/{number}/files",
    response={201: PublicFileOut},
    summary="Upload a file as the customer",
    operation_id="create_public_file",
)
@takes_a_file
@open_to_all()
def create_public_file(request: HttpRequest, slug: str, number: str, file: FilePart[UploadedFile]) -> HttpResponse:
    """Takes one file, to be named in `file_ids` of an answer with the same secret."""
    with behind(request, slug, number) as (_ticket, participant):
        guest = contact_actor(participant.contact, door=Door.API, role=Role.GUEST)
        return answer(public_file_out(store_file(incoming(file), by=guest)), status=201)


@public_router.get(
    "/{slug}/tickets/{number}/files/{uuid:file_id}/content",
    response={302: None},
    summary="Fetch a file as the customer",
    operation_id="get_public_file_content",
)
@open_to_all()
def get_public_content(request: HttpRequest, slug: str, number: str, file_id: uuid.UUID) -> HttpResponse:
    """Sends to an address that gives a file of the public thread for a minute."""
    with behind(request, slug, number) as (ticket, participant):
        guest = contact_actor(participant.contact, door=Door.API, role=Role.GUEST)
        return _sent_on(find_file(guest, file_id, ticket=ticket), links.CONTENT, by=guest)


@public_router.post(
    "/{slug}/files",
    response={201: PublicUploadOut},
    summary="Upload a file before writing in",
    operation_id="create_public_upload",
)
@takes_a_file
@open_to_all()
def create_public_upload(request: HttpRequest, slug: str, file: FilePart[UploadedFile]) -> HttpResponse:
    """Takes one file, to be named in `file_ids` of a new request within 24 hours, with `claim` as its `file_claim`.

    Send the claim of the first file in the header `Moondesk-Upload-Claim` with the others, so that all have the same.
    """
    organization_id = organization_of(slug)
    hit(_UPLOADS_BY_ADDRESS, str(organization_id), network_of_client(request))
    claim = request.headers.get("Moondesk-Upload-Claim", "") or new_secret()
    if len(claim) < _SHORTEST_CLAIM or len(claim) > _LONGEST_CLAIM:
        text = "Send the claim that came with the first file."
        raise InvalidFile(text, fields={"Moondesk-Upload-Claim": text})
    with tenancy.organization(organization_id):
        refuse_closed()
        refuse_off(Feature.PUBLIC_API)
        if not limits().from_forms:
            raise FileTypeNotAllowed("Files are not taken with new requests.")
        nobody = unknown_actor(organization_id, door=Door.API, role=Role.CUSTOMER)
        shown = public_file_out(store_file(incoming(file), by=nobody, claim=claim))
        return answer(shown | {"claim": claim}, status=201)


def _sent_on(found: Found, part: str, *, by: Actor) -> HttpResponse:
    check_given_out(found.file)
    if part == links.SMALL and not found.file.has_picture:
        raise NoPreview("There is no thumbnail of this file.")
    response = HttpResponse(status=302)
    del response.headers["Content-Type"]
    response.headers["Location"] = address_of(links.write(found, part, by=by))
    response.headers["Cache-Control"] = "private, no-store"
    return response
