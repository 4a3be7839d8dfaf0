"""Doors for providers that push mail."""

import datetime
import uuid
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from moondesk.api.answers import answer, no_content, page
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.inputs import Input
from moondesk.api.shapes import Page
from moondesk.channels.addressing import get_address
from moondesk.channels.hooks import actions
from moondesk.channels.hooks.actions import KEY_LENGTH
from moondesk.channels.models import MailHook
from moondesk.organizations.permissions import Permission

router = Router(tags=["Mail"])
router.add_decorator(edge, mode="view")
BASE = "/api/v1/mail-hooks/"
type ProviderName = Literal["mailgun", "postmark", "brevo", "mailjet", "resend"]


class MailHookOut(BaseModel):
    """One door. Its secret and the provider's key are never given out again."""

    model_config = ConfigDict(extra="forbid")

    id: uuid.UUID
    provider: ProviderName
    address: uuid.UUID = Field(description="Where mail goes that is to none of your addresses")
    created_at: datetime.datetime
    last_used_at: datetime.datetime | None


class NewMailHookOut(MailHookOut):
    """A door just opened."""

    url: str | None = Field(description="Where it pushes mail that comes in, if it does; shown this once")
    reports_url: str = Field(description="Where it reports what became of mails that went out; shown this once")


class MailHookPage(Page):
    """All doors."""

    items: list[MailHookOut]


class MailHookIn(Input):
    """A new door."""

    provider: ProviderName
    address: uuid.UUID
    key: Annotated[str, StringConstraints(max_length=KEY_LENGTH)] = Field(
        default="",
        description="Mailgun's signing key, Resend's signing secret; else `name:password`, if you agreed on one",
    )


def _shown(one: MailHook) -> dict[str, Any]:
    about = {"id": one.pk, "address": one.address_id}
    return about | {name: getattr(one, name) for name in ("provider", "created_at", "last_used_at")}


@router.get("", response=MailHookPage, summary="List doors for providers", operation_id="list_mail_hooks")
@needs(Permission.MAIL_MANAGE)
def list_hooks(request: ApiRequest) -> HttpResponse:
    """All doors for providers that push mail."""
    return page([_shown(one) for one in actions.all_hooks(request.actor)], None)


@router.post("", response={201: NewMailHookOut}, summary="Open a door for a provider", operation_id="create_mail_hook")
@needs(Permission.MAIL_MANAGE)
def create_hook(request: ApiRequest, new: MailHookIn) -> HttpResponse:
    """Opens a door. The answer has its address, which proves the provider and is shown this once."""
    made = actions.open_hook(get_address(new.address), new.provider, new.key, by=request.actor)
    urls = {
        "url": settings.BASE_URL + actions.path_of(made.secret) if new.provider in actions.BRING_MAIL else None,
        "reports_url": settings.BASE_URL + actions.reports_path_of(made.secret),
    }
    return answer(_shown(made.hook) | urls, status=201, location=f"{BASE}{made.hook.pk}")


@router.delete(
    "/{uuid:hook_id}", response={204: None}, summary="Close a door for a provider", operation_id="delete_mail_hook"
)
@needs(Permission.MAIL_MANAGE)
def delete_hook(request: ApiRequest, hook_id: uuid.UUID) -> HttpResponse:
    """Closes a door at once."""
    actions.close_hook(actions.get_hook(request.actor, hook_id), by=request.actor)
    return no_content()
