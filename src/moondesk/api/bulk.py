"""Changing many tickets at once: begin, follow, see what became of each, cancel, take back."""

import datetime
import uuid
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from moondesk.api.answers import answer, page
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.errors import InvalidParameter
from moondesk.api.inputs import Input, Key
from moondesk.api.paging import PARAMETERS, paged, read_page
from moondesk.api.shapes import Page
from moondesk.bulk.actions import NewBulk, cancel_bulk, start_bulk, undo_bulk
from moondesk.bulk.errors import InvalidBulk
from moondesk.bulk.models import BulkChange
from moondesk.bulk.queries import asked_by, changes_of, get_change, results_of, subjects_of
from moondesk.bulk.rules import MOST_CHOSEN, BulkState, Operation, Outcome
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import current_organization
from moondesk.tickets.known_keys import refuse_unknown_keys

router = Router(tags=["Bulk changes"])
router.add_decorator(edge, mode="view")
_COUNTS = ("total", "changed", "unchanged", "skipped", "failed", "undone", "kept")


class BulkIn(Input):
    """What is to be done to which tickets: name them by ``tickets`` or by ``filter``, not by both."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"operation": "priority", "values": {"priority": "high"}, "tickets": ["TKT-7K3M9Q"]},
                {"operation": "add_tags", "values": {"tags": ["refund"]}, "filter": {"status": "open"}},
            ]
        },
    )

    operation: Operation
    values: Annotated[dict[Key, Any], Field(max_length=10)] = Field(
        default_factory=dict, description="What the operation needs, such as `priority`; see the guide"
    )
    tickets: Annotated[list[Annotated[str, StringConstraints(max_length=40)]], Field(max_length=MOST_CHOSEN)] | None = (
        Field(default=None, description="Numbers of tickets")
    )
    filter: Annotated[dict[Key, Annotated[str, StringConstraints(max_length=2000)]], Field(max_length=30)] | None = (
        Field(default=None, description="Filters as in the list of tickets: all tickets that fit when the work begins")
    )


class BulkOut(BaseModel):
    """A change of many tickets and how far it got."""

    model_config = ConfigDict(extra="forbid")

    id: uuid.UUID
    operation: Operation
    values: dict[str, Any]
    filter: dict[str, str] | None
    state: BulkState
    problem: str | None = Field(description="Why it failed as a whole")
    percent: int
    total: int
    changed: int
    unchanged: int = Field(description="These were so already")
    skipped: int = Field(description="These may not be changed; the results say why")
    failed: int
    undone: int
    kept: int = Field(description="These could not be taken back")
    created_at: datetime.datetime
    finished_at: datetime.datetime | None


class BulkPage(Page):
    """A page of one's own changes."""

    items: list[BulkOut]


class BulkResultOut(BaseModel):
    """What became of one ticket."""

    model_config = ConfigDict(extra="forbid")

    number: str
    subject: str | None = Field(description="Null for a ticket that you may not read any more")
    outcome: Outcome
    code: str | None
    reason: str | None


class BulkResultPage(Page):
    """A page of results, by number."""

    items: list[BulkResultOut]


def _shown(change: BulkChange) -> dict[str, Any]:
    return {
        "id": change.pk,
        "operation": change.operation,
        "values": change.given,
        "filter": change.question,
        "state": change.state,
        "problem": change.problem or None,
        "percent": change.percent,
        **{name: getattr(change, name) for name in _COUNTS},
        "created_at": change.created_at,
        "finished_at": change.finished_at,
    }


@router.get("", response=BulkPage, summary="List your bulk changes", operation_id="list_bulk_changes")
@needs(Permission.TICKET_UPDATE, parameters=PARAMETERS)
def list_bulk_changes(request: ApiRequest) -> HttpResponse:
    """The changes of many tickets that this token asked for, latest first. They are kept for 30 days."""
    asked = read_page(request, sorts={"created_at": datetime.datetime}, default="-created_at")
    found, following = paged(changes_of(request.actor), asked)
    return page([_shown(one) for one in found], following)


@router.post("", response={202: BulkOut}, summary="Change many tickets", operation_id="create_bulk_change")
@needs(Permission.TICKET_UPDATE)
def create_bulk_change(request: ApiRequest, new: BulkIn) -> HttpResponse:
    """Begins a change; a worker makes it, ticket by ticket as if each were changed alone. Follow it by its `id`.

    What may not be changed is skipped, and the results say why. One of yours is made after the other.
    """
    if (new.tickets is None) == (new.filter is None):
        text = "Name the tickets either by `tickets` or by `filter`."
        raise InvalidBulk(text, fields={"tickets": text})
    question = asked_by(new.filter) if new.filter is not None else None
    if question is not None:
        refuse_unknown_keys(request.actor, question)
    change = start_bulk(NewBulk(new.operation, new.values, new.tickets or (), question), by=request.actor)
    return answer(_shown(change), status=202, location=f"/api/v1/bulk-changes/{change.pk}")


@router.get("/{change_id}", response=BulkOut, summary="Read a bulk change", operation_id="get_bulk_change")
@needs(Permission.TICKET_UPDATE)
def get_bulk_change(request: ApiRequest, change_id: uuid.UUID) -> HttpResponse:
    """How far a change got that this token asked for."""
    return answer(_shown(get_change(request.actor, change_id)))


@router.get(
    "/{change_id}/results", response=BulkResultPage, summary="What became of each", operation_id="list_bulk_results"
)
@needs(Permission.TICKET_UPDATE, parameters=(*PARAMETERS, "outcome"))
def list_bulk_results(request: ApiRequest, change_id: uuid.UUID) -> HttpResponse:
    """Each ticket with what became of it, and why it was skipped; `outcome` narrows it to one of them."""
    change = get_change(request.actor, change_id)
    outcome = request.GET.get("outcome", "")
    if outcome and outcome not in set(Outcome):
        text = "Choose one of " + ", ".join(Outcome) + "."
        raise InvalidParameter(text, fields={"outcome": text})
    asked = read_page(request, sorts={"number": str}, default="number")
    found, following = paged(results_of(change, request.actor, outcome), asked)
    prefix, subjects = current_organization().number_prefix, subjects_of(found, request.actor)
    items = [
        {
            "number": f"{prefix}-{row.number}" if row.number else "",
            "subject": subjects.get(row.ticket_id),
            "outcome": row.outcome,
            "code": row.code or None,
            "reason": row.reason or None,
        }
        for row in found
    ]
    return page(items, following)


@router.post("/{change_id}/cancel", response=BulkOut, summary="Cancel a bulk change", operation_id="cancel_bulk_change")
@needs(Permission.TICKET_UPDATE)
def cancel_bulk_change(request: ApiRequest, change_id: uuid.UUID) -> HttpResponse:
    """Stops a change after the tickets at hand. What was done stays, and can be undone."""
    change = get_change(request.actor, change_id, lock=True)
    cancel_bulk(change, by=request.actor)
    return answer(_shown(change))


@router.post(
    "/{change_id}/undo", response={202: BulkOut}, summary="Undo a bulk change", operation_id="undo_bulk_change"
)
@needs(Permission.TICKET_UPDATE)
def undo_bulk_change(request: ApiRequest, change_id: uuid.UUID) -> HttpResponse:
    """Begins to take a change back, up to a day after its end. What somebody changed since stays (`kept`)."""
    change = get_change(request.actor, change_id, lock=True)
    undo_bulk(change, by=request.actor)
    return answer(_shown(change), status=202)
