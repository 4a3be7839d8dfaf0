"""Snoozing, waking and reminders."""

import datetime
import uuid

from django.http import HttpResponse
from ninja import Router
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from moondesk.api.answers import answer, page, version_etag, wanted_version
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.inputs import Input
from moondesk.api.shapes import Page
from moondesk.organizations.permissions import Permission
from moondesk.tickets.actions.snoozing import drop_reminder, set_reminder, snooze_ticket, wake_ticket
from moondesk.tickets.documents import document_of
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import get_for_change, get_visible
from moondesk.tickets.reminder_models import Reminder
from moondesk.tickets.reminders import get_reminder, reminders_of
from moondesk.tickets.schemas import TicketDetail

router = Router(tags=["Tickets"])
router.add_decorator(edge, mode="view")


class SnoozeIn(Input):
    """Until when a ticket is put aside."""

    until: AwareDatetime | None = Field(default=None, description="Null: until its customer writes")


class ReminderIn(Input):
    """When you want to be reminded, and of what."""

    at: AwareDatetime
    note: str = Field(default="", max_length=200)


class ReminderOut(BaseModel):
    """One reminder of yours."""

    model_config = ConfigDict(extra="forbid")

    id: uuid.UUID
    at: datetime.datetime
    note: str


class ReminderPage(Page):
    """Your reminders."""

    items: list[ReminderOut]


@router.put("/{number}/snooze", response=TicketDetail, summary="Snooze a ticket", operation_id="snooze_ticket")
@needs(Permission.TICKET_UPDATE)
def snooze(request: ApiRequest, number: str, wanted: SnoozeIn) -> HttpResponse:
    """Puts an active ticket aside. It comes back at its moment, and always when its customer writes."""
    ticket = get_for_change(request.actor, number, version=wanted_version(request))
    snooze_ticket(ticket, wanted.until, by=request.actor)
    return _ticket(ticket, request)


@router.delete("/{number}/snooze", response=TicketDetail, summary="Wake a ticket", operation_id="wake_ticket")
@needs(Permission.TICKET_UPDATE)
def wake(request: ApiRequest, number: str) -> HttpResponse:
    """Brings a snoozed ticket back."""
    ticket = get_for_change(request.actor, number, version=wanted_version(request))
    wake_ticket(ticket, by=request.actor)
    return _ticket(ticket, request)


@router.get("/{number}/reminders", response=ReminderPage, summary="List reminders", operation_id="list_reminders")
@needs(Permission.TICKET_UPDATE, parameters=())
def list_reminders(request: ApiRequest, number: str) -> HttpResponse:
    """Your own reminders of a ticket that are still to come."""
    found = reminders_of(request.actor, get_visible(request.actor, number))
    return page([_reminder(one) for one in found], None)


@router.post("/{number}/reminders", response={201: ReminderOut}, summary="Remind me", operation_id="create_reminder")
@needs(Permission.TICKET_UPDATE)
def remind(request: ApiRequest, number: str, new: ReminderIn) -> HttpResponse:
    """Reminds you of a ticket, once."""
    ticket = get_for_change(request.actor, number)
    return answer(_reminder(set_reminder(ticket, new.at, new.note, by=request.actor)), status=201)


@router.delete(
    "/{number}/reminders/{reminder_id}", response={204: None}, summary="Drop a reminder", operation_id="delete_reminder"
)
@needs(Permission.TICKET_UPDATE)
def forget(request: ApiRequest, number: str, reminder_id: uuid.UUID) -> HttpResponse:
    """Takes a reminder of yours back."""
    ticket = get_for_change(request.actor, number)
    drop_reminder(get_reminder(request.actor, ticket, reminder_id), by=request.actor)
    return HttpResponse(status=204)


def _reminder(reminder: Reminder) -> dict[str, object]:
    return {"id": reminder.pk, "at": reminder.at, "note": reminder.note}


def _ticket(ticket: Ticket, request: ApiRequest) -> HttpResponse:
    document = document_of(ticket, by=request.actor)
    return answer(document.json, etag=version_etag(document.version))
