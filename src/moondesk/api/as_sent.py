"""A mail as it was sent, for programs: its safe HTML, and what of it the conversation leaves out."""

import uuid
from typing import Any, Literal

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from moondesk.api.answers import answer
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.channels.mail.pictures import Reader, remote_count, shown_html
from moondesk.channels.mail.signing import shown_address, without_secrets
from moondesk.channels.queries import mail_of, page_of
from moondesk.conversations.revisions import find_message
from moondesk.kit.errors import NotFound
from moondesk.organizations.permissions import Permission
from moondesk.tickets.queries import get_visible

router = Router(tags=["Messages"])
router.add_decorator(edge, mode="view")


class MailAsSentOut(BaseModel):
    """One mail as its sender saw it."""

    model_config = ConfigDict(extra="forbid")

    sender: str
    recipient: str = Field(description="To which address of the organization it came")
    subject: str
    received_at: AwareDatetime
    proof: Literal["", "proven", "unproven", "doubted", "forged", "unknown"] = Field(
        description="Whether it is proven to be from its sender"
    )
    html: str = Field(
        description="Without scripts, forms and styles from elsewhere; empty where the mail has no HTML. Show it in a "
        "frame with `sandbox` all the same. Addresses of pictures are good for fifteen minutes"
    )
    text: str = Field(description="The whole text, where there is no HTML")
    quoted: str = Field(description="What an answer quotes below, which the conversation leaves out")
    pictures_elsewhere: int = Field(description="How many pictures are not in the mail itself")


@router.get(
    "/{number}/messages/{uuid:message_id}/as-sent",
    response=MailAsSentOut,
    summary="Read a mail as it was sent",
    operation_id="read_message_as_sent",
)
@needs(Permission.TICKET_VIEW, parameters=("pictures",))
def read_as_sent(
    request: ApiRequest, number: str, message_id: uuid.UUID, pictures: Literal["inside", "all"] = "inside"
) -> HttpResponse:
    """The mail that a message came by. With `pictures=all` those from elsewhere get addresses too, at the desk.

    The desk fetches them when they are asked for, so the sender does not learn who reads.
    """
    ticket = get_visible(request.actor, number)
    found = find_message(request.actor, ticket, message_id)
    mail = mail_of(found) if found.deleted_at is None else None
    if mail is None:
        raise NotFound(_("There is no mail behind this message."))
    page = page_of(found)
    at = settings.BASE_URL + reverse("mail_picture", kwargs={"token": "TOKEN"})
    reader = Reader(request.actor.member_id or uuid.UUID(int=0), ticket.pk)
    html = shown_html(page, at, reader, remote=pictures == "all") if page else ""
    said: dict[str, Any] = {name: getattr(mail, name) for name in ("sender", "subject", "received_at", "proof")}
    said |= {
        "recipient": shown_address(mail.recipient),
        "html": html,
        "text": "" if html else without_secrets(page.text) if page else found.body,
        "quoted": page.quoted if page else "",
        "pictures_elsewhere": remote_count(page) if page else 0,
    }
    return answer(said)
