"""Handing the organization on: an owner offers it, whom they chose accepts or declines; both signed in themselves."""

import datetime
import uuid
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from moondesk.api.answers import answer, no_content
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.inputs import Input, Key
from moondesk.api.proof import check_proof
from moondesk.handover.actions import accept_ownership
from moondesk.organizations.actions.deletion import check_owner
from moondesk.organizations.actions.transfer import (
    Handing,
    check_person,
    decline_offer,
    offer_ownership,
    withdraw_offer,
)
from moondesk.organizations.models import Member
from moondesk.organizations.permissions import Permission, Role
from moondesk.organizations.transfer import offer_seen_by
from moondesk.organizations.transfer_models import OwnershipOffer
from moondesk.organizations.transfer_rules import LEAVES

router = Router(tags=["Organization"])
router.add_decorator(edge, mode="view")
_ID = "0198c0de-0000-7000-8000-000000000001"


class TransferIn(Input):
    """To whom, what the owner keeps, and the name of the organization, as it is written."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"to": _ID, "keeps": "administrator", "name": "Acme Travel"}]}
    )

    to: uuid.UUID = Field(description="The member who shall be owner")
    keeps: Key | None = Field(Role.ADMINISTRATOR.value, description="The role that you keep; null: you leave")
    name: Annotated[str, StringConstraints(max_length=80)]


class SideOut(BaseModel):
    """One of the two."""

    model_config = ConfigDict(extra="forbid")

    id: uuid.UUID
    name: str


class TransferOut(BaseModel):
    """The offer that stands; all null where there is none."""

    model_config = ConfigDict(extra="forbid")

    offered_by: SideOut | None
    offered_to: SideOut | None
    keeps: str | None = Field(description="The role that who offers keeps; null: they leave")
    offered_at: datetime.datetime | None
    expires_at: datetime.datetime | None


@router.get(
    "/organization/transfer",
    response=TransferOut,
    summary="Read the offer of ownership",
    operation_id="get_organization_transfer",
)
@needs(None)
def get_organization_transfer(request: ApiRequest) -> HttpResponse:
    """The offer that stands, for owners and for whom it is made to."""
    return answer(_out(offer_seen_by(request.actor)))


@router.post(
    "/organization/transfer",
    response={201: TransferOut},
    summary="Offer ownership",
    operation_id="offer_organization",
)
@needs(Permission.ORGANIZATION_MANAGE)
def offer_organization(request: ApiRequest, new: TransferIn) -> HttpResponse:
    """Offers a member to become owner in your place, for 7 days. Takes an owner's session, proven again lately."""
    check_owner(request.actor)
    _check_fresh(request)
    offer_ownership(Handing(new.to, LEAVES if new.keeps is None else new.keeps, new.name), by=request.actor)
    return answer(_out(offer_seen_by(request.actor)), status=201)


@router.delete(
    "/organization/transfer",
    response={204: None},
    summary="Withdraw the offer",
    operation_id="withdraw_organization_offer",
)
@needs(Permission.ORGANIZATION_MANAGE)
def withdraw_organization_offer(request: ApiRequest) -> HttpResponse:
    """Takes the offer back, until it is accepted. Takes the session of any owner."""
    withdraw_offer(by=request.actor)
    return no_content()


@router.post(
    "/organization/transfer/acceptance",
    response={204: None},
    summary="Accept ownership",
    operation_id="accept_organization",
)
@needs(None)
def accept_organization(request: ApiRequest) -> HttpResponse:
    """Makes you owner in the place of who offered it. Takes the session of whom it is made to, proven again lately."""
    _check_fresh(request)
    accept_ownership(by=request.actor)
    return no_content()


@router.post(
    "/organization/transfer/refusal",
    response={204: None},
    summary="Decline ownership",
    operation_id="decline_organization",
)
@needs(None)
def decline_organization(request: ApiRequest) -> HttpResponse:
    """Says no; nothing changes. Takes the session of whom it is made to, proven again lately."""
    _check_fresh(request)
    decline_offer(by=request.actor)
    return no_content()


def _check_fresh(request: ApiRequest) -> None:
    check_person(request.actor)
    check_proof(request)


def _out(offer: OwnershipOffer | None) -> dict[str, Any]:
    if offer is None:
        return dict.fromkeys(TransferOut.model_fields)
    return {
        "offered_by": _side(offer.offered_by),
        "offered_to": _side(offer.offered_to),
        "keeps": offer.keeps or None,
        "offered_at": offer.offered_at,
        "expires_at": offer.expires_at,
    }


def _side(member: Member) -> dict[str, Any]:
    return {"id": member.pk, "name": member.name}
