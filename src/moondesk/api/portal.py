"""How customers come to the help pages: links that sign in, and a domain of the organization's own."""

import datetime
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from moondesk.api.answers import answer, check_content, content_etag, unchanged
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.inputs import Input
from moondesk.organizations.domains import record_name, record_of
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import current_organization
from moondesk.portals.actions import PortalEdit, change_portal, prove_domain
from moondesk.portals.models import Portal
from moondesk.portals.queries import current_portal, home_of, locked_portal

router = Router(tags=["Help pages"])
router.add_decorator(edge, mode="view")


class PortalDomainOut(BaseModel):
    """The domain of the help pages, and the TXT record that proves that it is the organization's."""

    model_config = ConfigDict(extra="forbid")

    domain: str
    proven_at: datetime.datetime | None
    missing_since: datetime.datetime | None = Field(description="Since when the record is gone from DNS")
    is_used: bool = Field(description="Whether links lead to the domain")
    name: str = Field(description="Where the record stands")
    record: str


class PortalOut(BaseModel):
    """How customers come to the help pages."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(description="Where links in mails lead")
    sign_in_links: bool = Field(description="Whether customers sign in by a link from a mail")
    own_domain: PortalDomainOut | None


class PortalChange(Input):
    """What to change; what is left out stays."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"domain": "help.example.com", "sign_in_links": True}]}
    )

    sign_in_links: bool = True
    domain: Annotated[str, StringConstraints(max_length=253)] = Field(
        default="", description="Empty for none; another one has to be proven anew"
    )
    is_used: bool = Field(default=False, description="Whether links lead to the domain, once it is proven")


@router.get("/portal", response=PortalOut, summary="Read the help pages", operation_id="get_portal")
@needs(Permission.ORGANIZATION_MANAGE)
def get_portal(request: ApiRequest) -> HttpResponse:
    """How customers sign in, and at which domain they do."""
    shown = _out(current_portal())
    etag = content_etag(shown)
    return unchanged(request, etag) or answer(shown, etag=etag)


@router.patch("/portal", response=PortalOut, summary="Change the help pages", operation_id="update_portal")
@needs(Permission.ORGANIZATION_MANAGE)
def update_portal(request: ApiRequest, changes: PortalChange) -> HttpResponse:
    """Changes what is named."""
    check_content(request, _out(locked_portal()))
    return _shown(change_portal(PortalEdit(**changes.model_dump(include=changes.model_fields_set)), by=request.actor))


@router.post("/portal/domain-check", response=PortalOut, summary="Prove the domain", operation_id="check_portal_domain")
@needs(Permission.ORGANIZATION_MANAGE)
def check_portal_domain(request: ApiRequest) -> HttpResponse:
    """Looks in DNS for the record that proves that the domain is the organization's."""
    return _shown(prove_domain(by=request.actor))


def _shown(portal: Portal) -> HttpResponse:
    shown = _out(portal)
    return answer(shown, etag=content_etag(shown))


def _out(portal: Portal) -> dict[str, Any]:
    own = None
    if portal.domain:
        own = {name: getattr(portal, name) for name in ("domain", "proven_at", "missing_since", "is_used")}
        own |= {"name": record_name(portal.domain), "record": record_of(portal.domain)}
    return {"url": home_of(current_organization()), "sign_in_links": portal.sign_in_links, "own_domain": own}
