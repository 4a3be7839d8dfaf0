"""Ways out: the accounts by which the organization's mail leaves."""

import uuid
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Router
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from moondesk.api.answers import answer, no_content, page
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.inputs import Email, Input
from moondesk.api.shapes import Page
from moondesk.channels.mail.reasons import reason_of
from moondesk.channels.ways import actions
from moondesk.channels.ways.actions import NAME_LENGTH, WayEdit
from moondesk.channels.ways.queries import Shown, get_way, shown_way, ways
from moondesk.organizations.permissions import Permission

router = Router(tags=["Mail"])
router.add_decorator(edge, mode="view")
ADDRESS = "/api/v1/ways-out/"
type Kind = Literal["smtp", "brevo", "mailgun", "mailjet", "postmark", "resend"]
type Security = Literal["tls", "starttls", "none", ""]
type Name = Annotated[str, StringConstraints(max_length=NAME_LENGTH)]
type Host = Annotated[str, StringConstraints(max_length=253)]
type User = Annotated[str, StringConstraints(max_length=254)]
type Secret = Annotated[str, StringConstraints(max_length=1000)]
type Addresses = Annotated[list[Email], Field(max_length=200)]


class WayTestOut(BaseModel):
    """How the last test stands; `delivered` means that it came back to this desk."""

    model_config = ConfigDict(extra="forbid")

    recipient: str
    state: str
    reason: str
    sent_at: AwareDatetime | None


class WayOutOut(BaseModel):
    """One way out. Its password or key is never shown."""

    model_config = ConfigDict(extra="forbid")

    id: uuid.UUID
    name: str
    kind: Kind
    host: str
    port: int | None
    security: Security
    username: str
    domain: str
    region: str
    has_return_path: bool
    is_active: bool = Field(description="While it is not, its mails wait")
    addresses: list[str] = Field(description="The addresses that send by it")
    problem: str = Field(description="What went wrong last; empty once a mail went out")
    waiting: int = Field(description="How many mails wait while it is paused")
    test: WayTestOut | None


class WayOutPage(Page):
    """All ways out."""

    items: list[WayOutOut]


class WayOutIn(Input):
    """A new way out: a mail server with `host`, or an account with a provider."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"name": "Office mail", "kind": "smtp", "host": "smtp.example.com", "port": 587,
                 "security": "starttls", "username": "desk@example.com", "secret": "…"}
            ]
        },
    )  # fmt: skip

    name: Name
    kind: Kind
    host: Host = ""
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    security: Security = "starttls"
    username: User = ""
    secret: Secret | None = Field(default=None, description="The password or key")
    domain: Host = ""
    region: Literal["", "us", "eu"] = ""
    has_return_path: bool = True
    addresses: Addresses = []


class WayOutPatch(Input):
    """What is to change of a way out. With another server or user the secret has to be given again."""

    name: Name | None = None
    host: Host | None = None
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    security: Security | None = None
    username: User | None = None
    secret: Secret | None = None
    domain: Host | None = None
    region: Literal["us", "eu"] | None = None
    has_return_path: bool | None = None
    is_active: bool | None = Field(default=None, description="False pauses it")
    addresses: Addresses | None = None


class WayTestIn(Input):
    """Where the test goes: to the address it is sent from, where it is read back, or to you."""

    to: Literal["inbox", "me"] = "inbox"


_PLAIN = ("name", "kind", "host", "port", "security", "username", "domain", "region", "has_return_path")


def _shown(one: Shown) -> dict[str, Any]:
    test = one.test
    return {name: getattr(one.way, name) for name in _PLAIN} | {
        "id": one.way.pk,
        "is_active": one.way.is_active,
        "addresses": [row.address for row in one.addresses],
        "problem": one.way.problem,
        "waiting": one.waiting,
        "test": {
            "recipient": test.recipient,
            "state": test.state,
            "reason": reason_of(test.code) or test.error,
            "sent_at": test.sent_at,
        }
        if test
        else None,
    }


@router.get("", response=WayOutPage, summary="List ways out", operation_id="list_ways_out")
@needs(Permission.MAIL_MANAGE)
def list_ways(request: ApiRequest) -> HttpResponse:
    """All ways out beside the installation's, which addresses without a way of their own use."""
    return page([_shown(one) for one in ways()], None)


@router.post("", response={201: WayOutOut}, summary="Add a way out", operation_id="create_way_out")
@needs(Permission.MAIL_MANAGE)
def create_way(request: ApiRequest, new: WayOutIn) -> HttpResponse:
    """Adds a way out. A server that this desk may not connect to is refused."""
    made = actions.add_way(WayEdit(**_given(new.model_dump())), by=request.actor)
    return answer(_shown(shown_way(made)), status=201, location=f"{ADDRESS}{made.pk}")


@router.get("/{uuid:way_id}", response=WayOutOut, summary="Read a way out", operation_id="get_way_out")
@needs(Permission.MAIL_MANAGE)
def read_way(request: ApiRequest, way_id: uuid.UUID) -> HttpResponse:
    """One way out."""
    return answer(_shown(shown_way(get_way(way_id))))


@router.patch("/{uuid:way_id}", response=WayOutOut, summary="Change or pause a way out", operation_id="update_way_out")
@needs(Permission.MAIL_MANAGE)
def update_way(request: ApiRequest, way_id: uuid.UUID, changes: WayOutPatch) -> HttpResponse:
    """Changes a way out. `is_active` false lets its mails wait, true sends them."""
    found = get_way(way_id, lock=True)
    sent = {name: value for name, value in changes.model_dump(exclude_unset=True).items() if value is not None}
    goes = sent.pop("is_active", None)
    if sent:
        now = _shown(shown_way(found))
        kept = {name: now[name] for name in (*_PLAIN, "addresses")}
        actions.change_way(found, WayEdit(**_given(kept | sent)), by=request.actor)
    if goes is not None:
        act = actions.resume_way if goes else actions.pause_way
        act(found, by=request.actor)
    return answer(_shown(shown_way(found)))


@router.post("/{uuid:way_id}/test", response={202: WayOutOut}, summary="Try a way out", operation_id="test_way_out")
@needs(Permission.MAIL_MANAGE)
def try_way(request: ApiRequest, way_id: uuid.UUID, how: WayTestIn) -> HttpResponse:
    """Sends a mail by it. Read the way out again for how the `test` stands."""
    found = get_way(way_id)
    actions.test_way(found, to_me=how.to == "me", by=request.actor)
    return answer(_shown(shown_way(get_way(way_id))), status=202)


@router.delete("/{uuid:way_id}", response={204: None}, summary="Remove a way out", operation_id="delete_way_out")
@needs(Permission.MAIL_MANAGE)
def delete_way(request: ApiRequest, way_id: uuid.UUID) -> HttpResponse:
    """Removes a way out; its addresses and the mails that wait for it use the installation's."""
    actions.remove_way(get_way(way_id), by=request.actor)
    return no_content()


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return values | {"addresses": tuple(values["addresses"])}
