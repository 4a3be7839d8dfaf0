"""Calls: written down on a ticket, or as the beginning of a new one (I6)."""

import uuid
from typing import Annotated, Literal

from django.http import HttpResponse
from ninja import Router
from pydantic import ConfigDict, Field, StringConstraints

from moondesk.api.answers import answer
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.errors import NoSuchReference
from moondesk.api.inputs import Email, Input, Subject, Text
from moondesk.contacts.actions import create_contact, find_or_create_contact
from moondesk.contacts.models import Contact
from moondesk.contacts.phones import Number, callers, check_number, region_of
from moondesk.contacts.queries import ContactNotFound, get_visible
from moondesk.conversations.actions.calls import Call, log_call, open_by_call
from moondesk.conversations.rules import CallDirection
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.permissions import Permission
from moondesk.organizations.queries import current_organization
from moondesk.tickets.actions import NewTicket
from moondesk.tickets.queries import get_for_change
from moondesk.tickets.rules import Channel
from moondesk.tickets.schemas import Shape
from moondesk.timekeeping.actions import NewEntry, add_entry
from moondesk.timekeeping.rules import MOST_MINUTES

router = Router(tags=["Calls"])
router.add_decorator(edge, mode="view")
type Typed = Annotated[str, StringConstraints(max_length=60)]
type Name = Annotated[str, StringConstraints(max_length=120)]


class CallIn(Input):
    """One call. On a ticket it becomes a note; without one, a new ticket in the caller's words."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"number": "+34 911 23 45 67", "minutes": 4, "subject": "Lost bag", "note": "It is red."}]
        },
    )

    number: Typed = Field(description="With `+` and country, or as one dials it in the organization's country")
    direction: Literal["in", "out"] = "in"
    minutes: Annotated[int, Field(ge=0, le=MOST_MINUTES)] = Field(default=0, description="0 is not known")
    note: Text = Field(default="", description="What was said; markdown")
    ticket: Typed | None = Field(default=None, description="The number of the ticket that it is about")
    subject: Subject = Field(default="", description="Of a new ticket")
    contact: uuid.UUID | None = Field(default=None, description="The caller; found by the number if left out")
    name: Name = Field(default="", description="Of a caller whom nobody knows yet")
    email: Email = Field(default="", description="Of a caller whom nobody knows yet")
    confirm: bool = Field(default=False, description="Whether the caller gets a confirmation of a new ticket")
    book: bool = Field(default=False, description="Whether the minutes are booked as working time")


class CallOut(Shape):
    """What a call became."""

    ticket: str = Field(description="The number of the ticket")
    message: uuid.UUID = Field(description="The note, or the first message of the new ticket")
    contact: uuid.UUID
    number: str = Field(description="E.164")


@router.post("", response={201: CallOut}, summary="Log a call", operation_id="create_call")
@needs(Permission.TICKET_ON_BEHALF)
def create_call(request: ApiRequest, new: CallIn) -> HttpResponse:
    """Writes a call down. Without a contact it is the one known by the number, if there is one, else a new one."""
    if not request.actor.is_staff:
        raise NotAllowed("Only the organization's own people write down calls.")
    organization = current_organization()
    region = region_of(organization)
    call = Call(
        direction=CallDirection(new.direction),
        number=check_number(new.number, region),
        minutes=new.minutes,
        note=new.note.strip(),
    )
    if new.ticket is not None:
        ticket = get_for_change(request.actor, new.ticket)
        message = log_call(ticket, call, by=request.actor)
        requester = ticket.requester_id
    else:
        contact = _caller(request, new, call.number, region)
        requester = contact.pk
        opening = NewTicket(
            subject=new.subject,
            requester=contact,
            channel=Channel.PHONE,
            language=contact.language or organization.language,
        )
        ticket, message = open_by_call(opening, call, by=request.actor, quiet=not new.confirm)
    if new.book and call.minutes:
        add_entry(ticket, NewEntry(minutes=call.minutes), by=request.actor)
    shown = f"{organization.number_prefix}-{ticket.number}"
    made = {"ticket": shown, "message": message.pk, "contact": requester, "number": call.number.e164}
    return answer(made, status=201, location=f"/api/v1/tickets/{shown}")


def _caller(request: ApiRequest, new: CallIn, number: Number, region: str) -> Contact:
    if new.contact is not None:
        try:
            return get_visible(request.actor, new.contact)
        except ContactNotFound as error:
            raise NoSuchReference(error.message, fields={"contact": error.message}) from None
    found = callers(request.actor, number, region, most=1)
    if found:
        return found[0]
    if new.email:
        return find_or_create_contact(new.email, new.name)
    return create_contact(name=new.name, email=None, phone=number.shown, by=request.actor)
