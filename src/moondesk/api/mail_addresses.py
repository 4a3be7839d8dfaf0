"""Addresses at which the organization receives mail."""

import uuid
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from moondesk.api.answers import answer, no_content, page
from moondesk.api.domain_shapes import DomainCheckIn, DomainCheckOut, domain_shown
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.inputs import Email, Input
from moondesk.api.shapes import Page
from moondesk.channels import addressing
from moondesk.channels.addressing import NAME_LENGTH, SIGNATURE_LENGTH, AddressEdit
from moondesk.channels.domains.checking import check_address
from moondesk.channels.models import MailAddress
from moondesk.organizations.permissions import Permission

router = Router(tags=["Mail"])
router.add_decorator(edge, mode="view")
ADDRESS = "/api/v1/mail-addresses/"
type Name = Annotated[str, StringConstraints(max_length=NAME_LENGTH)]
type Signature = Annotated[str, StringConstraints(max_length=SIGNATURE_LENGTH)]


class MailAddressOut(BaseModel):
    """One address."""

    model_config = ConfigDict(extra="forbid")

    id: uuid.UUID
    address: str
    name: str = Field(description="What recipients see; empty for the organization's name")
    department: uuid.UUID | None = Field(description="Of the tickets that come in here")
    is_default: bool = Field(description="Answers come from it")
    is_active: bool = Field(description="Mail to one that is off is refused")
    signature: str = Field(description="Markdown below replies")


class MailAddressPage(Page):
    """All addresses, the default one first."""

    items: list[MailAddressOut]


class MailAddressPatch(Input):
    """What is to change of an address."""

    name: Name | None = None
    department: uuid.UUID | None = None
    is_default: bool | None = Field(default=None, description="To change the default, make another one it")
    is_active: bool | None = None
    signature: Signature | None = None


class MailAddressIn(Input):
    """A new address."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"address": "flights@example.com", "name": "Flights"}]}
    )

    address: Email
    name: Name = ""
    department: uuid.UUID | None = None
    is_default: bool = False
    signature: Signature = ""


def _shown(one: MailAddress) -> dict[str, Any]:
    names = ("address", "name", "is_default", "is_active", "signature")
    return {"id": one.pk, "department": one.department_id} | {name: getattr(one, name) for name in names}


@router.get("", response=MailAddressPage, summary="List mail addresses", operation_id="list_mail_addresses")
@needs(Permission.MAIL_MANAGE)
def list_addresses(request: ApiRequest) -> HttpResponse:
    """All addresses, also those that are off."""
    return page([_shown(one) for one in addressing.addresses()], None)


@router.post("", response={201: MailAddressOut}, summary="Add a mail address", operation_id="create_mail_address")
@needs(Permission.MAIL_MANAGE)
def create_address(request: ApiRequest, new: MailAddressIn) -> HttpResponse:
    """Receives mail at one more address. One that another desk has, or that somebody signs in with, is refused."""
    made = addressing.add_address(AddressEdit(**new.model_dump()), by=request.actor)
    return answer(_shown(made), status=201, location=f"{ADDRESS}{made.pk}")


@router.get(
    "/{uuid:address_id}", response=MailAddressOut, summary="Read a mail address", operation_id="get_mail_address"
)
@needs(Permission.MAIL_MANAGE)
def read_address(request: ApiRequest, address_id: uuid.UUID) -> HttpResponse:
    """One address."""
    return answer(_shown(addressing.get_address(address_id)))


@router.patch(
    "/{uuid:address_id}", response=MailAddressOut, summary="Change a mail address", operation_id="update_mail_address"
)
@needs(Permission.MAIL_MANAGE)
def update_address(request: ApiRequest, address_id: uuid.UUID, changes: MailAddressPatch) -> HttpResponse:
    """Changes an address. The default one cannot be switched off."""
    found = addressing.get_address(address_id)
    sent = changes.model_dump(exclude_unset=True)
    kept = {name: value for name, value in sent.items() if value is not None or name == "department"}
    now = {name: value for name, value in _shown(found).items() if name != "id"}
    addressing.change_address(found, AddressEdit(**(now | kept)), by=request.actor)
    return answer(_shown(found))


@router.post(
    "/{uuid:address_id}/dns-check",
    response=DomainCheckOut,
    summary="Check the DNS of a mail address",
    operation_id="check_mail_address_dns",
)
@needs(Permission.MAIL_MANAGE)
def check_dns(request: ApiRequest, address_id: uuid.UUID, how: DomainCheckIn) -> HttpResponse:
    """Asks DNS now about MX, SPF, DKIM and DMARC of the domain, and whose it is where proof is demanded."""
    checked = check_address(addressing.get_address(address_id), by=request.actor, selector=how.selector)
    return answer(domain_shown(checked))


@router.delete(
    "/{uuid:address_id}", response={204: None}, summary="Remove a mail address", operation_id="delete_mail_address"
)
@needs(Permission.MAIL_MANAGE)
def delete_address(request: ApiRequest, address_id: uuid.UUID) -> HttpResponse:
    """Removes an address that no mail has come to; one that has had mail can be switched off."""
    addressing.remove_address(addressing.get_address(address_id), by=request.actor)
    return no_content()
