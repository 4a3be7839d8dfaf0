"""Messages of a ticket."""

import datetime

from django.http import HttpResponse
from ninja import Router

from moondesk.api.answers import answer, page, wanted_version
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.inputs import MessageIn
from moondesk.api.paging import PARAMETERS, paged, read_page
from moondesk.api.shapes import MessagePage
from moondesk.contacts.actions import find_or_create_contact
from moondesk.conversations.actions import add_note, reply_to_customer
from moondesk.conversations.actions.addressing import address_reply
from moondesk.conversations.actions.answering import put_below
from moondesk.conversations.attachments import files_of
from moondesk.conversations.queries import messages_for
from moondesk.conversations.schemas import MessageOut, message_out
from moondesk.files.actions import take_uploads
from moondesk.organizations.permissions import Permission
from moondesk.tickets.queries import get_for_change, get_visible
from moondesk.tickets.rules import Channel

router = Router(tags=["Messages"])
router.add_decorator(edge, mode="view")


@router.get("/{number}/messages", response=MessagePage, summary="List messages", operation_id="list_messages")
@needs(Permission.TICKET_VIEW, parameters=PARAMETERS)
def list_messages(request: ApiRequest, number: str) -> HttpResponse:
    """The conversation, oldest first unless told otherwise. Notes only for those who may see them."""
    asked = read_page(request, sorts={"created_at": datetime.datetime}, default="created_at")
    messages, after = paged(messages_for(request.actor, get_visible(request.actor, number)), asked)
    files = files_of([message.pk for message in messages])
    return page([message_out(message, files.get(message.pk, [])) for message in messages], after)


@router.post("/{number}/messages", response={201: MessageOut}, summary="Reply or note", operation_id="create_message")
@needs(Permission.TICKET_VIEW)
def create_message(request: ApiRequest, number: str, new: MessageIn) -> HttpResponse:
    """Answers the customer, or adds a note for colleagues. `If-Match` refuses it when something new arrived."""
    ticket = get_for_change(request.actor, number, version=wanted_version(request))
    write = add_note if new.kind == "note" else reply_to_customer
    files = take_uploads(new.file_ids, by=request.actor)
    message = write(ticket, new.body, by=request.actor, channel=Channel.API, files=files)
    if new.reply_to is not None:
        put_below(message, ticket, new.reply_to, by=request.actor)
    if new.also_to:
        request.actor.require(Permission.CONTACT_MANAGE)
    once = [find_or_create_contact(email, "") for email in new.also_to]
    address_reply(message, ticket, leave_out=new.leave_out, once=once, by=request.actor)
    return answer(message_out(message, files), status=201)
