"""Deleting the organization: a month to take it back, for owners who are signed in themselves."""

import datetime
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from moondesk.api.answers import answer, no_content
from moondesk.api.edge import ApiRequest, edge, needs, while_leaving
from moondesk.api.inputs import Input
from moondesk.api.proof import check_proof
from moondesk.organizations.actions.deletion import begin_deletion, check_owner, take_back_deletion
from moondesk.organizations.leaving import deletion_of
from moondesk.organizations.models import Organization
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import current_organization

router = Router(tags=["Organization"])
router.add_decorator(edge, mode="view")


class DeletionIn(Input):
    """The name of the organization, as it is written."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "Acme Travel"}]})

    name: Annotated[str, StringConstraints(max_length=80)]


class DeletionOut(BaseModel):
    """Whether the organization is being deleted, and since when."""

    model_config = ConfigDict(extra="forbid")

    due_at: datetime.datetime | None = Field(description="When it is removed for ever; null: nobody asked for that")
    asked_at: datetime.datetime | None
    asked_by: str


@router.get(
    "/organization/deletion",
    response=DeletionOut,
    summary="Read the deletion",
    operation_id="get_organization_deletion",
)
@while_leaving
@needs(Permission.ORGANIZATION_MANAGE)
def get_organization_deletion(request: ApiRequest) -> HttpResponse:
    """Says whether the organization is being deleted. While it is, only its owners' sessions are answered."""
    return answer(_out(current_organization()))


@router.post(
    "/organization/deletion",
    response={201: DeletionOut},
    summary="Delete the organization",
    operation_id="delete_organization",
)
@needs(Permission.ORGANIZATION_MANAGE)
def delete_organization(request: ApiRequest, new: DeletionIn) -> HttpResponse:
    """Closes the organization at once; 30 days later it is removed. Takes an owner's session, proven again lately."""
    check_owner(request.actor)
    check_proof(request)
    return answer(_out(begin_deletion(new.name, by=request.actor)), status=201)


@router.delete(
    "/organization/deletion",
    response={204: None},
    summary="Keep the organization",
    operation_id="keep_organization",
)
@while_leaving
@needs(Permission.ORGANIZATION_MANAGE)
def keep_organization(request: ApiRequest) -> HttpResponse:
    """Opens the organization again, as it was. Takes an owner's session."""
    take_back_deletion(by=request.actor)
    return no_content()


def _out(organization: Organization) -> dict[str, Any]:
    found = deletion_of(organization)
    if found is None:
        return {"due_at": None, "asked_at": None, "asked_by": ""}
    return {"due_at": found.due_at, "asked_at": found.asked_at, "asked_by": found.asked_by}
