"""Tokens for programs: one's own, and the organization's."""

import datetime
import uuid
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from moondesk.accounts.queries import is_fresh
from moondesk.api import idempotency
from moondesk.api.answers import answer, no_content, page
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.inputs import Input
from moondesk.api.paging import PARAMETERS, paged, read_page
from moondesk.api.shapes import Page
from moondesk.organizations import actions, people
from moondesk.organizations.actions import NewToken
from moondesk.organizations.actions.tokens import MOST_NETWORKS
from moondesk.organizations.actor import ActorKind
from moondesk.organizations.errors import InvalidOrganization, ProofNeeded
from moondesk.organizations.models import ApiToken, Member
from moondesk.organizations.permissions import Permission

router = Router(tags=["Tokens"])
router.add_decorator(edge, mode="view")
BASE = "/api/v1/tokens/"
MOST_DAYS = 3650
type Scope = Annotated[str, StringConstraints(max_length=60)]
type Network = Annotated[str, StringConstraints(max_length=50)]


class TokenOut(BaseModel):
    """One token that works, or did until it ended. Its secret is never given out again."""

    model_config = ConfigDict(extra="forbid")

    id: uuid.UUID
    name: str
    prefix: str = Field(description="How the secret begins")
    member: uuid.UUID | None = Field(description="Whose it is; null for one of the organization's own")
    scopes: list[str] = Field(description="The permissions it is cut down to; empty: all that its member may do")
    networks: list[str] = Field(description="From where alone it works; empty: from anywhere")
    created_at: datetime.datetime
    expires_at: datetime.datetime | None
    last_used_at: datetime.datetime | None
    last_used_from: str | None


class NewTokenOut(TokenOut):
    """A token just made."""

    secret: str = Field(description="What a program sends. Shown this once and kept nowhere")


class TokenPage(Page):
    """Tokens, the latest first."""

    items: list[TokenOut]


class TokenIn(Input):
    """A new token. It may never do, nor last, nor work from more than the token that makes it, and ends with it."""

    name: Annotated[str, StringConstraints(max_length=200)] = Field(description="What it is for")
    owner: Literal["me", "organization"] = "me"
    scopes: Annotated[list[Scope], Field(max_length=100)] = Field(
        default=[], description="What it may do; one of the organization's own needs at least one"
    )
    networks: Annotated[list[Network], Field(max_length=MOST_NETWORKS)] = []
    expires_in: Annotated[int, Field(ge=1, le=MOST_DAYS)] | None = Field(
        default=90,
        description="After so many days it ends; null: never. Left out: 90, or as soon as the token that makes it",
    )


def _shown(one: ApiToken) -> dict[str, Any]:
    names = ("name", "prefix", "scopes", "networks", "created_at", "expires_at", "last_used_at", "last_used_from")
    return {"id": one.pk, "member": one.member_id} | {name: getattr(one, name) for name in names}


@router.get("/tokens", response=TokenPage, summary="List tokens", operation_id="list_tokens")
@needs(Permission.TOKEN_OWN, parameters=PARAMETERS)
def list_tokens(request: ApiRequest) -> HttpResponse:
    """Your own tokens; all that there are for those who manage them. Revoked ones are not among them."""
    asked = read_page(request, sorts={"created_at": datetime.datetime, "name": str}, default="-created_at")
    found, after = paged(people.tokens_seen_by(request.actor), asked)
    return page([_shown(one) for one in found], after)


@router.post("/tokens", response={201: NewTokenOut}, summary="Make a token", operation_id="create_token")
@needs(Permission.TOKEN_OWN)
def create_token(request: ApiRequest, new: TokenIn) -> HttpResponse:
    """Makes a token. Of the organization's own it needs `organizations:token:manage`; their scopes must be yours.

    A session must have proven once more, lately, who it is of; that of an app (an access token) makes none.
    """
    idempotency.refuse(request)
    # A session that was stolen, or a token of it that is good for five minutes, must not become one that lasts.
    if request.actor.kind is not ActorKind.TOKEN and not is_fresh(request):
        raise ProofNeeded("Make it on the page of the API tokens, or prove there once more who you are.")
    made = _make(request, new)
    return answer(_shown(made.token) | {"secret": made.secret}, status=201, location=f"{BASE}{made.token.pk}")


def _make(request: ApiRequest, new: TokenIn) -> NewToken:
    by = request.actor
    lasts = datetime.timedelta(days=new.expires_in) if new.expires_in is not None else None
    if lasts is not None and "expires_in" not in new.model_fields_set:
        lasts = actions.Usual(lasts.days)
    if new.owner == "organization":
        return actions.create_organization_token(
            new.name, by=by, scopes=new.scopes, expires_in=lasts, networks=new.networks
        )
    if by.member_id is None:
        text = _("There is no member behind this token: it can make only tokens of the organization.")
        raise InvalidOrganization(text, fields={"owner": text})
    member = Member.objects.get(pk=by.member_id)
    return actions.create_token(member, new.name, by=by, scopes=new.scopes, expires_in=lasts, networks=new.networks)


@router.get("/tokens/{uuid:token_id}", response=TokenOut, summary="Read a token", operation_id="get_token")
@needs(Permission.TOKEN_OWN)
def get_token(request: ApiRequest, token_id: uuid.UUID) -> HttpResponse:
    """One token."""
    return answer(_shown(people.get_token(request.actor, token_id)))


@router.delete("/tokens/{uuid:token_id}", response={204: None}, summary="Revoke a token", operation_id="revoke_token")
@needs(Permission.TOKEN_OWN)
def revoke_token(request: ApiRequest, token_id: uuid.UUID) -> HttpResponse:
    """Makes a token, and all that it made, stop working at once: also the one that asks."""
    actions.revoke_token(people.get_token(request.actor, token_id), by=request.actor)
    return no_content()
