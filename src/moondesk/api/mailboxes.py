"""Mailboxes elsewhere that are read by IMAP."""

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
from moondesk.channels.addressing import get_address
from moondesk.channels.mailboxes import actions, queries
from moondesk.channels.mailboxes.probing import probe
from moondesk.channels.mailboxes.settings import MailboxSettings
from moondesk.channels.mailboxes.words import words_of
from moondesk.channels.models import Mailbox
from moondesk.organizations.permissions import Permission

router = Router(tags=["Mail"])
router.add_decorator(edge, mode="view")
BASE = "/api/v1/mailboxes/"
type Word = Annotated[str, StringConstraints(max_length=500)]
type Secret = Annotated[str, StringConstraints(max_length=4000)]
type Trouble = Literal["", "unreachable", "sign_in", "token", "folder", "target", "server"]


class _Shape(BaseModel):
    host: Word
    port: int = Field(default=0, ge=0, le=65535, description="0 for the usual one of the encryption")
    security: Literal["tls", "starttls"] = "tls"
    username: Word
    sign_in: Literal["password", "google", "microsoft", "oauth"] = "password"
    client_id: Word = ""
    token_url: Word = Field(default="", description="Where tokens are given, with `oauth`")
    folder: Word = "INBOX"
    after: Literal["seen", "move", "delete", "keep"] = Field(
        default="seen", description="What is done with a mail there once it is here"
    )
    move_to: Word = ""
    delete_days: int = Field(default=0, ge=0, le=3650)
    past: Literal["leave", "take"] = Field(
        default="leave", description="Mail from before: left there, or taken in and never answered by machine"
    )


class MailboxOut(_Shape):
    """One mailbox. Secrets are never given out."""

    model_config = ConfigDict(extra="forbid")

    id: uuid.UUID
    address: uuid.UUID = Field(description="The mail address that its mails are for")
    is_paused: bool
    trouble: Trouble = Field(description="Why it is not read, or empty")
    message: str = Field(description="The same in plain words")
    last_success_at: datetime.datetime | None


class MailboxPage(Page):
    """All mailboxes."""

    items: list[MailboxOut]


class MailboxIn(Input, _Shape):
    """A new mailbox."""

    address: uuid.UUID
    secret: Secret = Field(description="The password, or the refresh token")
    client_secret: Secret = ""


class MailboxPatch(Input):
    """What is to change of a mailbox."""

    address: uuid.UUID | None = None
    host: Word | None = None
    port: int | None = Field(default=None, ge=0, le=65535)
    security: Literal["tls", "starttls"] | None = None
    username: Word | None = None
    sign_in: Literal["password", "google", "microsoft", "oauth"] | None = None
    secret: Secret | None = None
    client_id: Word | None = None
    client_secret: Secret | None = None
    token_url: Word | None = None
    folder: Word | None = None
    after: Literal["seen", "move", "delete", "keep"] | None = None
    move_to: Word | None = None
    delete_days: int | None = Field(default=None, ge=0, le=3650)
    past: Literal["leave", "take"] | None = None
    is_paused: bool | None = None


class ProbeOut(BaseModel):
    """Whether a mailbox can be read."""

    model_config = ConfigDict(extra="forbid")

    works: bool
    trouble: Trouble
    message: str
    mails: int = Field(description="In the folder")


def _kept(one: Mailbox) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _Shape.model_fields}


def _shown(one: Mailbox) -> dict[str, Any]:
    names = ("is_paused", "trouble", "last_success_at")
    about = {"id": one.pk, "address": one.address_id, "message": words_of(one.trouble)}
    return _kept(one) | about | {name: getattr(one, name) for name in names}


@router.get("", response=MailboxPage, summary="List mailboxes", operation_id="list_mailboxes")
@needs(Permission.MAIL_MANAGE)
def list_mailboxes(request: ApiRequest) -> HttpResponse:
    """All mailboxes that are read, and those that are paused."""
    return page([_shown(one) for one in queries.all_mailboxes(request.actor)], None)


@router.post("", response={201: MailboxOut}, summary="Add a mailbox", operation_id="create_mailbox")
@needs(Permission.MAIL_MANAGE)
def create_mailbox(request: ApiRequest, new: MailboxIn) -> HttpResponse:
    """Reads one more mailbox, from now on."""
    given = new.model_dump(exclude={"address"})
    made = actions.add_mailbox(get_address(new.address), MailboxSettings(**given), by=request.actor)
    return answer(_shown(made), status=201, location=f"{BASE}{made.pk}")


@router.get("/{uuid:mailbox_id}", response=MailboxOut, summary="Read a mailbox", operation_id="get_mailbox")
@needs(Permission.MAIL_MANAGE)
def read_mailbox(request: ApiRequest, mailbox_id: uuid.UUID) -> HttpResponse:
    """One mailbox and how it stands."""
    return answer(_shown(queries.get_mailbox(request.actor, mailbox_id)))


@router.patch("/{uuid:mailbox_id}", response=MailboxOut, summary="Change a mailbox", operation_id="update_mailbox")
@needs(Permission.MAIL_MANAGE)
def update_mailbox(request: ApiRequest, mailbox_id: uuid.UUID, changes: MailboxPatch) -> HttpResponse:
    """Changes how a mailbox is read, or pauses it. A new server wants the password again."""
    found = queries.get_mailbox(request.actor, mailbox_id)
    sent = {name: value for name, value in changes.model_dump(exclude_unset=True).items() if value is not None}
    address, paused = sent.pop("address", None), sent.pop("is_paused", None)
    if sent or address:
        target = get_address(address) if address else found.address
        actions.change_mailbox(found, target, MailboxSettings(**_kept(found) | sent), by=request.actor)
    if paused is not None:
        actions.pause_mailbox(found, by=request.actor, paused=paused)
    return answer(_shown(found))


@router.post("/{uuid:mailbox_id}/probe", response=ProbeOut, summary="Try a mailbox", operation_id="probe_mailbox")
@needs(Permission.MAIL_MANAGE)
def probe_mailbox(request: ApiRequest, mailbox_id: uuid.UUID) -> HttpResponse:
    """Signs in and opens the folder. Whatever keeps a connection from being made is told in the same words."""
    result = probe(queries.get_mailbox(request.actor, mailbox_id), by=request.actor)
    about = {"works": not result.trouble, "trouble": result.trouble.value, "message": result.words}
    return answer(about | {"mails": result.mails})


@router.delete("/{uuid:mailbox_id}", response={204: None}, summary="Remove a mailbox", operation_id="delete_mailbox")
@needs(Permission.MAIL_MANAGE)
def delete_mailbox(request: ApiRequest, mailbox_id: uuid.UUID) -> HttpResponse:
    """Reads a mailbox no more. Its mails are not touched."""
    actions.remove_mailbox(queries.get_mailbox(request.actor, mailbox_id), by=request.actor)
    return no_content()
