"""Providers by which people sign in, and proof of domains."""

import datetime
import uuid
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from moondesk.api.answers import answer, no_content, page
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.inputs import Input
from moondesk.api.shapes import Page
from moondesk.organizations import domains as proofs
from moondesk.organizations import providers
from moondesk.organizations.actions import providers as actions
from moondesk.organizations.actions.providers import MOST_DOMAINS, NewProvider, ProviderChange
from moondesk.organizations.permissions import Permission
from moondesk.organizations.sign_in_models import IdentityProvider

router = Router(tags=["Sign-in"])
router.add_decorator(edge, mode="view")
BASE = "/api/v1/identity-providers/"
type JoiningRole = Literal["", "support_agent", "viewer", "employee"]
type Name = Annotated[str, StringConstraints(max_length=80)]
type Secret = Annotated[str, StringConstraints(max_length=500)]
type Domain = Annotated[str, StringConstraints(max_length=253)]
type Domains = Annotated[list[Domain], Field(max_length=MOST_DOMAINS)]
_JOINS = "As what somebody joins who signs in the first time; empty: nobody joins by itself"


class DomainOut(BaseModel):
    """One domain, and the TXT record that proves that it is the organization's."""

    model_config = ConfigDict(extra="forbid")

    domain: str
    proven_at: datetime.datetime | None
    missing_since: datetime.datetime | None = Field(description="Since when the record was not seen in DNS")
    name: str = Field(description="Where the record stands")
    record: str


class IdentityProviderOut(BaseModel):
    """One provider. Its client secret is never given out again."""

    model_config = ConfigDict(extra="forbid")

    id: uuid.UUID
    name: str
    issuer: str
    client_id: str
    redirect_uri: str = Field(description="What has to be registered at the provider")
    domains: list[DomainOut]
    default_role: JoiningRole = Field(description=_JOINS)
    is_on: bool
    is_forced: bool = Field(description="Whether people of its proven domains come in only by it; owners always may")
    tested_at: datetime.datetime | None
    created_at: datetime.datetime


class IdentityProviderPage(Page):
    """All providers."""

    items: list[IdentityProviderOut]


class IdentityProviderIn(Input):
    """A new provider; it is off."""

    name: Name
    issuer: Annotated[str, StringConstraints(max_length=500)]
    client_id: Annotated[str, StringConstraints(max_length=200)]
    client_secret: Secret
    domains: Domains = []
    default_role: JoiningRole = Field(default="", description=_JOINS)


class IdentityProviderChange(Input):
    """What to change; what is left out stays."""

    name: Name | None = None
    client_secret: Secret | None = None
    domains: Domains | None = None
    default_role: JoiningRole | None = Field(default=None, description=_JOINS)
    is_on: bool | None = None
    is_forced: bool | None = None


class DomainIn(Input):
    """A domain to look up."""

    domain: Domain


def _shown(one: IdentityProvider) -> dict[str, Any]:
    names = ("name", "issuer", "client_id", "default_role", "is_on", "is_forced", "tested_at", "created_at")
    shown = {"id": one.pk, "redirect_uri": providers.callback_of(one), "domains": providers.standing_of(one.domains)}
    return shown | {name: getattr(one, name) for name in names}


@router.get(
    "/identity-providers",
    response=IdentityProviderPage,
    summary="List providers",
    operation_id="list_identity_providers",
)
@needs(Permission.ORGANIZATION_MANAGE)
def list_providers(request: ApiRequest) -> HttpResponse:
    """All providers by which people sign in."""
    return page([_shown(one) for one in providers.all_providers(request.actor)], None)


@router.post(
    "/identity-providers",
    response={201: IdentityProviderOut},
    summary="Add a provider",
    operation_id="create_identity_provider",
)
@needs(Permission.ORGANIZATION_MANAGE)
def create_provider(request: ApiRequest, new: IdentityProviderIn) -> HttpResponse:
    """Adds an OpenID Connect provider. Issuer and client cannot be changed later: add another one instead."""
    given = NewProvider(new.name, new.issuer, new.client_id, new.client_secret, new.domains, new.default_role)
    made = actions.add_provider(given, by=request.actor)
    return answer(_shown(made), status=201, location=f"{BASE}{made.pk}")


@router.patch(
    "/identity-providers/{uuid:provider_id}",
    response=IdentityProviderOut,
    summary="Change a provider",
    operation_id="update_identity_provider",
)
@needs(Permission.ORGANIZATION_MANAGE)
def update_provider(request: ApiRequest, provider_id: uuid.UUID, change: IdentityProviderChange) -> HttpResponse:
    """Changes it, switches it on or off, or makes it the only way in: once it was tested and a domain is proven."""
    found = providers.get_provider(request.actor, provider_id)
    wanted = ProviderChange(
        change.name, change.client_secret, change.domains, change.default_role, change.is_on, change.is_forced
    )
    actions.change_provider(found, wanted, by=request.actor)
    return answer(_shown(found))


@router.delete(
    "/identity-providers/{uuid:provider_id}",
    response={204: None},
    summary="Remove a provider",
    operation_id="delete_identity_provider",
)
@needs(Permission.ORGANIZATION_MANAGE)
def delete_provider(request: ApiRequest, provider_id: uuid.UUID) -> HttpResponse:
    """Removes it, and what connected people to it."""
    actions.remove_provider(providers.get_provider(request.actor, provider_id), by=request.actor)
    return no_content()


@router.post("/domain-proofs", response=DomainOut, summary="Prove a domain", operation_id="prove_domain")
@needs(Permission.ORGANIZATION_MANAGE)
def prove_domain(request: ApiRequest, asked: DomainIn) -> HttpResponse:
    """Asks DNS for the record; 409 `domain_not_proven` says which one it must be."""
    proofs.prove(asked.domain, by=request.actor)
    return answer(providers.standing_of([proofs.check_domain(asked.domain)])[0])
