"""The mails of a message, and the addresses to which mails do not arrive."""

import datetime
import uuid
from typing import Any, Literal

from django.http import HttpResponse
from ninja import Router
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from moondesk.api.answers import no_content, page
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.paging import PARAMETERS, paged, read_page
from moondesk.api.shapes import Page
from moondesk.channels import dead
from moondesk.channels.models import DeadAddress
from moondesk.channels.queries import Delivery, delivery_of
from moondesk.channels.resending import send_message_again
from moondesk.conversations.revisions import find_message
from moondesk.organizations.permissions import Permission
from moondesk.tickets.queries import get_for_change, get_visible

router = Router(tags=["Messages"])
router.add_decorator(edge, mode="view")
dead_router = Router(tags=["Mail"])
dead_router.add_decorator(edge, mode="view")
type State = Literal["queued", "sending", "sent", "delivered", "delayed", "failed", "bounced", "complained", "withheld"]


class MailOut(BaseModel):
    """How far one mail of a message got. What comes after `sent` is what the recipient's side said of it."""

    model_config = ConfigDict(extra="forbid")

    recipient: str
    state: State
    reason: str = Field(description="Why it did not arrive or waits, in plain words; may be empty")
    code: str = Field(description="The status code of why (RFC 3463), if known")


class MailPage(Page):
    """All mails of a message."""

    items: list[MailOut]


class DeadAddressOut(BaseModel):
    """One address to which nothing goes by itself."""

    model_config = ConfigDict(extra="forbid")

    email: str
    why: Literal["bounces", "complaint"]
    bounces: int
    code: str
    reason: str
    stopped_at: AwareDatetime


class DeadAddressPage(Page):
    """Addresses to which nothing goes by itself."""

    items: list[DeadAddressOut]


def _mail(one: Delivery) -> dict[str, Any]:
    return {"recipient": one.recipient, "state": one.state, "reason": one.reason, "code": one.code}


def _dead(one: DeadAddress) -> dict[str, Any]:
    names = ("email", "why", "bounces", "code", "stopped_at")
    return {name: getattr(one, name) for name in names} | {"reason": dead.why_stopped(one)}


@router.get(
    "/{number}/messages/{uuid:message_id}/mails",
    response=MailPage,
    summary="List the mails of a message",
    operation_id="list_message_mails",
)
@needs(Permission.TICKET_VIEW)
def list_mails(request: ApiRequest, number: str, message_id: uuid.UUID) -> HttpResponse:
    """How far the mails of a message got, one for each recipient."""
    found = find_message(request.actor, get_visible(request.actor, number), message_id)
    return page([_mail(one) for one in delivery_of([found.pk]).get(found.pk, [])], None)


@router.post(
    "/{number}/messages/{uuid:message_id}/mails/again",
    response=MailPage,
    summary="Send the mails of a message again",
    operation_id="resend_message_mails",
)
@needs(Permission.TICKET_REPLY)
def send_again(request: ApiRequest, number: str, message_id: uuid.UUID) -> HttpResponse:
    """Sends those again that did not arrive. With none of these it is refused with `mail_not_resendable`."""
    ticket = get_for_change(request.actor, number)
    found = find_message(request.actor, ticket, message_id)
    send_message_again(ticket, found.pk, by=request.actor)
    return page([_mail(one) for one in delivery_of([found.pk]).get(found.pk, [])], None)


@dead_router.get(
    "", response=DeadAddressPage, summary="List addresses that mails come back from", operation_id="list_dead_addresses"
)
@needs(Permission.CONTACT_VIEW, parameters=(*PARAMETERS, "email"))
def list_dead(request: ApiRequest) -> HttpResponse:
    """Addresses to which nothing goes by itself: mails came back, or their owner complained. Replies still go.

    `email` is an address or a part of one; `sort` takes `email` and `stopped_at`.
    """
    asked = read_page(request, sorts={"email": str, "stopped_at": datetime.datetime}, default="email")
    found, after = paged(dead.stopped(request.GET.get("email", "")).order_by(), asked)
    return page([_dead(one) for one in found], after)


@dead_router.delete("/{email}", response={204: None}, summary="Mail an address again", operation_id="lift_dead_address")
@needs(Permission.CONTACT_MANAGE)
def lift_dead(request: ApiRequest, email: str) -> HttpResponse:
    """Lets mails go to an address by themselves again; with none to lift it answers `dead_address_not_found`."""
    dead.lift(email, by=request.actor)
    return no_content()
