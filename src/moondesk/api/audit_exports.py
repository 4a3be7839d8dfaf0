"""The audit log as a file for programs: ask for one, follow it, fetch it."""

import datetime
import uuid
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from moondesk.api.answers import answer, page
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.exports import how_far
from moondesk.api.inputs import Input
from moondesk.api.paging import PARAMETERS, paged, read_page
from moondesk.api.shapes import Page
from moondesk.audit.queries import read_question
from moondesk.exports.actions import cancel_export, note_fetched, start_audit_export
from moondesk.exports.models import TicketExport
from moondesk.exports.queries import exports_of, get_export
from moondesk.exports.rules import TYPES, Content, ExportFormat, ExportState
from moondesk.files import giving
from moondesk.organizations.permissions import Permission

router = Router(tags=["Audit log"])
router.add_decorator(edge, mode="view")
ADDRESS = "/api/v1/audit/exports/"

type Words = Annotated[str, StringConstraints(max_length=200)]


class AuditFilter(Input):
    """Which entries, as in the list of them: what is left out does not limit them."""

    q: Words = Field(default="", description="Words anywhere in an entry")
    who: Words = Field(default="", description="An id or a name")
    what: Words = Field(default="", description="A name such as `member.changed`, or its first part")
    since: Words = Field(default="", description="A day in UTC, or a full time")
    until: Words = Field(default="", description="A day in UTC, or a full time")


class AuditExportIn(Input):
    """What of the audit log is to be taken along; without a filter it is all of it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"format": "csv"}, {"format": "json", "filter": {"what": "token"}}]},
    )

    format: ExportFormat
    filter: AuditFilter = Field(default_factory=AuditFilter)


class AuditExportOut(BaseModel):
    """An export of the audit log and how far it got."""

    model_config = ConfigDict(extra="forbid")

    id: uuid.UUID
    format: ExportFormat
    filter: dict[str, str]
    state: ExportState
    problem: str | None = Field(description="Why it failed")
    percent: int
    total: int | None = Field(description="Entries that fit when the work began")
    done: int = Field(description="Entries that are written")
    size: int | None = Field(description="Bytes, when it is done")
    created_at: datetime.datetime
    finished_at: datetime.datetime | None
    expires_at: datetime.datetime | None = Field(description="Until when the file can be fetched")


class AuditExportPage(Page):
    """A page of one's own exports of the audit log."""

    items: list[AuditExportOut]


def _shown(export: TicketExport) -> dict[str, Any]:
    return {
        "id": export.pk,
        "format": export.format,
        "filter": export.question,
    } | how_far(export)


@router.get("", response=AuditExportPage, summary="List your exports of it", operation_id="list_audit_exports")
@needs(Permission.AUDIT_VIEW, parameters=PARAMETERS)
def list_exports(request: ApiRequest) -> HttpResponse:
    """Those that this token asked for, latest first. They are kept for 30 days, their files for 24 hours."""
    asked = read_page(request, sorts={"created_at": datetime.datetime}, default="-created_at")
    found, following = paged(exports_of(request.actor, Content.AUDIT), asked)
    return page([_shown(one) for one in found], following)


@router.post("", response={202: AuditExportOut}, summary="Export it", operation_id="create_audit_export")
@needs(Permission.AUDIT_VIEW)
def create_export(request: ApiRequest, new: AuditExportIn) -> HttpResponse:
    """Begins an export of the entries that fit; a worker writes it, however many there are.

    Follow it by its `id`, and fetch `/file` when its `state` is `done`.
    """
    question = read_question(new.filter.model_dump())
    export = start_audit_export(new.format, question, by=request.actor)
    return answer(_shown(export), status=202, location=f"{ADDRESS}{export.pk}")


@router.get("/{uuid:export_id}", response=AuditExportOut, summary="Read an export", operation_id="get_audit_export")
@needs(Permission.AUDIT_VIEW)
def read_export(request: ApiRequest, export_id: uuid.UUID) -> HttpResponse:
    """How far one of your exports got."""
    return answer(_shown(get_export(request.actor, export_id, Content.AUDIT)))


@router.post(
    "/{uuid:export_id}/cancel",
    response=AuditExportOut,
    summary="Cancel an export",
    operation_id="cancel_audit_export",
)
@needs(Permission.AUDIT_VIEW)
def cancel(request: ApiRequest, export_id: uuid.UUID) -> HttpResponse:
    """Stops an export that is under way; nothing of it is kept."""
    export = get_export(request.actor, export_id, Content.AUDIT, lock=True)
    cancel_export(export, by=request.actor)
    return answer(_shown(export))


@router.get("/{uuid:export_id}/file", summary="Fetch an export", operation_id="get_audit_export_file")
@needs(Permission.AUDIT_VIEW)
def fetch(request: ApiRequest, export_id: uuid.UUID) -> HttpResponse:
    """The file, or, where files are in a bucket, a redirect to an address that gives it for a minute."""
    export = get_export(request.actor, export_id, Content.AUDIT)
    note_fetched(export, by=request.actor)
    type_ = TYPES[ExportFormat(export.format)]
    return giving.download(giving.Kept(export.key, export.name, type_, export.size, str(export.organization_id)))
