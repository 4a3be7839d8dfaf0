"""The audit log for programs: who signed in, changed settings and rights, took data along."""

import datetime
import uuid
from typing import Any

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from moondesk.api.answers import answer, page
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.paging import PARAMETERS, paged, read_page
from moondesk.api.shapes import Page
from moondesk.audit import queries
from moondesk.audit.schemas import document_of
from moondesk.organizations.permissions import Permission

router = Router(tags=["Audit log"])
router.add_decorator(edge, mode="view")
_SORTS: dict[str, type] = {"created_at": datetime.datetime}


class AuditEntryOut(BaseModel):
    """One entry. Nothing in it is secret; what a field held before and holds now is in `before` and `after`."""

    model_config = ConfigDict(extra="forbid")

    id: uuid.UUID
    at: datetime.datetime
    name: str = Field(description="What happened; such names never change", examples=["member.changed"])
    kind: str = Field(description="Who did it: member, token, contact, system, operator, unknown and others")
    actor: str
    actor_id: uuid.UUID | None
    door: str = Field(description="desk, account, api, console, command, job and others")
    address: str | None = Field(description="The network address behind the proxies that the operator trusts")
    client: str = Field(description="What the browser or program called itself, shortened")
    subject: uuid.UUID = Field(description="What it happened to")
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str
    about: dict[str, Any] = Field(description="What else is known")
    operation: uuid.UUID | None = Field(description="What was done at once shares this")


class AuditPage(Page):
    """A page of the audit log."""

    items: list[AuditEntryOut]


@router.get("/audit", response=AuditPage, summary="Read the audit log", operation_id="list_audit_entries")
@needs(Permission.AUDIT_VIEW, parameters=(*PARAMETERS, *queries.QUESTIONS))
def list_entries(request: ApiRequest) -> HttpResponse:
    """Latest first. Filter by `q` (words), `who` (id or name), `what` (a name, or its first part), `since`, `until`.

    Moments are days in UTC or full times. Follow `next` to fetch all; entries are never changed.
    """
    question = queries.read_question(request.GET.dict())
    asked = read_page(request, sorts=_SORTS, default="-created_at")
    found, following = paged(queries.found(question, by=request.actor), asked)
    return page([document_of(one) for one in found], following)


@router.get("/audit/{uuid:entry_id}", response=AuditEntryOut, summary="Read an entry", operation_id="get_audit_entry")
@needs(Permission.AUDIT_VIEW)
def read_entry(request: ApiRequest, entry_id: uuid.UUID) -> HttpResponse:
    """One entry of the audit log."""
    return answer(document_of(queries.get_entry(request.actor, entry_id)))
