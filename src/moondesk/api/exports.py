"""Tickets as files: ask for one, follow it, fetch it."""

import datetime
import uuid
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from moondesk.api.answers import answer, page
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.inputs import Input, Key
from moondesk.api.paging import PARAMETERS, paged, read_page
from moondesk.api.shapes import Page
from moondesk.exports.actions import NewExport, cancel_export, note_fetched, start_export
from moondesk.exports.errors import InvalidExport
from moondesk.exports.models import TicketExport
from moondesk.exports.queries import exports_of, get_export
from moondesk.exports.rules import MOST_CHOSEN, MOST_COLUMNS, TYPES, ExportFormat, ExportState
from moondesk.files import giving
from moondesk.organizations.permissions import Permission
from moondesk.tickets.known_keys import refuse_unknown_keys
from moondesk.tickets.list_query import parse_list_query

router = Router(tags=["Exports"])
router.add_decorator(edge, mode="view")
ADDRESS = "/api/v1/exports/"


class ExportIn(Input):
    """What is to be taken along: ``tickets`` by their numbers, or a ``filter``; without both it is all that you see."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"format": "json", "filter": {"status": "open"}},
                {"format": "xlsx", "tickets": ["TKT-7K3M9Q"]},
                {"format": "csv", "columns": ["number", "subject", "field.seat"], "time_zone": "Europe/Madrid"},
            ]
        },
    )

    format: ExportFormat
    filter: Annotated[dict[Key, Annotated[str, StringConstraints(max_length=2000)]], Field(max_length=30)] = Field(
        default_factory=dict, description="Filters and `sort` as in the list of tickets"
    )
    tickets: Annotated[list[Annotated[str, StringConstraints(max_length=40)]], Field(max_length=MOST_CHOSEN)] | None = (
        Field(default=None, description="Numbers of tickets, in place of filters; `filter` may then have `sort` alone")
    )
    columns: Annotated[list[Annotated[str, StringConstraints(max_length=60)]], Field(max_length=MOST_COLUMNS)] = Field(
        default_factory=list,
        description="Of CSV and XLSX, in this order; none are all. Fields are `field.` and their key",
    )
    time_zone: Annotated[str, StringConstraints(max_length=64)] = Field(
        default="UTC", description="Of moments in CSV and XLSX"
    )


class ExportOut(BaseModel):
    """An export and how far it got."""

    model_config = ConfigDict(extra="forbid")

    id: uuid.UUID
    format: ExportFormat
    filter: dict[str, str]
    chosen: int | None = Field(description="How many tickets were named, if they were")
    columns: list[str]
    time_zone: str
    state: ExportState
    problem: str | None = Field(description="Why it failed")
    percent: int
    total: int | None = Field(description="Tickets that fit when the work began")
    done: int = Field(description="Tickets that are written")
    size: int | None = Field(description="Bytes, when it is done")
    created_at: datetime.datetime
    finished_at: datetime.datetime | None
    expires_at: datetime.datetime | None = Field(description="Until when the file can be fetched")


class ExportPage(Page):
    """A page of one's own exports."""

    items: list[ExportOut]


def _shown(export: TicketExport) -> dict[str, Any]:
    return {
        "id": export.pk,
        "format": export.format,
        "filter": export.question,
        "chosen": None if export.chosen is None else len(export.chosen),
        "columns": export.columns,
        "time_zone": export.time_zone,
    } | how_far(export)


def how_far(export: TicketExport) -> dict[str, Any]:
    """Return how far an export got, whatever it has: shown alike wherever exports are."""
    return {
        "state": export.state,
        "problem": export.problem or None,
        "percent": export.percent,
        "total": export.total,
        "done": export.done,
        "size": export.size or None,
        "created_at": export.created_at,
        "finished_at": export.finished_at,
        "expires_at": export.expires_at,
    }


@router.get("", response=ExportPage, summary="List your exports", operation_id="list_exports")
@needs(Permission.TICKET_VIEW, parameters=PARAMETERS)
def list_exports(request: ApiRequest) -> HttpResponse:
    """The exports that this token asked for, latest first. They are kept for 30 days, their files for 24 hours."""
    asked = read_page(request, sorts={"created_at": datetime.datetime}, default="-created_at")
    found, following = paged(exports_of(request.actor), asked)
    return page([_shown(one) for one in found], following)


@router.post("", response={202: ExportOut}, summary="Export tickets", operation_id="create_export")
@needs(Permission.TICKET_VIEW)
def create_export(request: ApiRequest, new: ExportIn) -> HttpResponse:
    """Begins an export; a worker writes it. Follow it by its `id`, and fetch `/file` when its `state` is `done`.

    It has what you may see while it is written. Headings and words are in the language of `Accept-Language`.
    """
    question = parse_list_query({name: [value] for name, value in new.filter.items()})
    refuse_unknown_keys(request.actor, question)
    if new.tickets is not None and set(new.filter) - {"sort"}:
        text = "Name the tickets either by `tickets` or by `filter`."
        raise InvalidExport(text, fields={"tickets": text})
    wanted = NewExport(new.format, question, new.columns, new.time_zone, new.tickets)
    export = start_export(wanted, by=request.actor)
    return answer(_shown(export), status=202, location=f"{ADDRESS}{export.pk}")


@router.get("/{uuid:export_id}", response=ExportOut, summary="Read an export", operation_id="get_export")
@needs(Permission.TICKET_VIEW)
def read_export(request: ApiRequest, export_id: uuid.UUID) -> HttpResponse:
    """How far one of your exports got."""
    return answer(_shown(get_export(request.actor, export_id)))


@router.post("/{uuid:export_id}/cancel", response=ExportOut, summary="Cancel an export", operation_id="cancel_export")
@needs(Permission.TICKET_VIEW)
def cancel(request: ApiRequest, export_id: uuid.UUID) -> HttpResponse:
    """Stops an export that is under way; nothing of it is kept."""
    export = get_export(request.actor, export_id, lock=True)
    cancel_export(export, by=request.actor)
    return answer(_shown(export))


@router.get("/{uuid:export_id}/file", summary="Fetch an export", operation_id="get_export_file")
@needs(Permission.TICKET_VIEW)
def fetch(request: ApiRequest, export_id: uuid.UUID) -> HttpResponse:
    """The file, or, where files are in a bucket, a redirect to an address that gives it for a minute."""
    export = get_export(request.actor, export_id)
    note_fetched(export, by=request.actor)
    type_ = TYPES[ExportFormat(export.format)]
    return giving.download(giving.Kept(export.key, export.name, type_, export.size, str(export.organization_id)))
