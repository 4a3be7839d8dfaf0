"""Who gets the replies of a ticket: the requester, and contacts that are kept in copy."""

import uuid

from django.http import HttpResponse
from ninja import Router
from pydantic import ConfigDict, Field

from moondesk.api.answers import answer, no_content
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.inputs import RequesterIn
from moondesk.contacts.actions import find_or_create_contact
from moondesk.contacts.queries import get_visible as get_contact
from moondesk.organizations.permissions import Permission
from moondesk.tickets.actions import keep_in_copy, remove_from_copy
from moondesk.tickets.errors import InvalidTicket
from moondesk.tickets.models import Participant
from moondesk.tickets.queries import get_for_change, get_visible, participants_of
from moondesk.tickets.schemas import Shape

router = Router(tags=["Tickets"])
router.add_decorator(edge, mode="view")


class ParticipantIn(RequesterIn):
    """Whom to keep in copy: a known contact by ``id``, or anybody by ``email``, who becomes a contact if new."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"email": "paulo@customer.test"}]})


class ParticipantOut(Shape):
    """One who gets the replies."""

    contact: uuid.UUID
    name: str
    email: str | None
    is_requester: bool = Field(description="The one who asked always stays")
    in_copy: bool = Field(description="Gets every reply; else only those that were sent to them")


class ParticipantList(Shape):
    """All who get the replies."""

    items: list[ParticipantOut]


@router.get(
    "/{number}/participants", response=ParticipantList, summary="List participants", operation_id="list_participants"
)
@needs(Permission.DESK_OPEN)
def list_participants(request: ApiRequest, number: str) -> HttpResponse:
    """Who gets the replies, the requester first."""
    found = participants_of(get_visible(request.actor, number))
    return answer({"items": [_shown(one) for one in found]})


@router.post("/{number}/participants", response=ParticipantList, summary="Keep in copy", operation_id="add_participant")
@needs(Permission.TICKET_REPLY)
def add_participant(request: ApiRequest, number: str, new: ParticipantIn) -> HttpResponse:
    """Sends somebody every reply from now on; they may read the public part of the ticket."""
    ticket = get_for_change(request.actor, number)
    request.actor.require(Permission.CONTACT_MANAGE)
    if (new.id is None) == (new.email is None):
        text = "Give either the id of a contact or an email."
        raise InvalidTicket(text, fields={"email": text})
    contact = get_contact(request.actor, new.id) if new.id else find_or_create_contact(new.email or "", new.name)
    keep_in_copy(ticket, contact, by=request.actor)
    return answer({"items": [_shown(one) for one in participants_of(ticket)]})


@router.delete(
    "/{number}/participants/{uuid:contact_id}",
    response={204: None},
    summary="Take out of copy",
    operation_id="remove_participant",
)
@needs(Permission.TICKET_REPLY)
def remove_participant(request: ApiRequest, number: str, contact_id: uuid.UUID) -> HttpResponse:
    """Sends them nothing more; their links to the ticket stop working."""
    remove_from_copy(get_for_change(request.actor, number), contact_id, by=request.actor)
    return no_content()


def _shown(one: Participant) -> dict[str, object]:
    contact = one.contact
    return {
        "contact": contact.pk,
        "name": contact.shown_name,
        "email": contact.email,
        "is_requester": one.is_requester,
        "in_copy": one.in_copy,
    }
