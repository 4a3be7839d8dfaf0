"""Opening a ticket, and what a message does to it. ``conversations.actions`` calls these; nobody else should."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from moondesk.contacts.models import Contact
from moondesk.events.actions import draft, publish
from moondesk.events.models import Event
from moondesk.kit import rows
from moondesk.kit.clock import now
from moondesk.kit.ids import random_code
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Department
from moondesk.tickets.actions.fields import fields_at_opening
from moondesk.tickets.actions.tagging import know_tags, tidy_tags
from moondesk.tickets.errors import InvalidTicket
from moondesk.tickets.events import TicketOpened
from moondesk.tickets.field_models import FieldValue
from moondesk.tickets.models import Category, Participant, Ticket
from moondesk.tickets.rules import (
    NUMBER_LENGTH,
    SUBJECT_LENGTH,
    Channel,
    Priority,
    Stage,
    TicketType,
    due_at,
    subject_problem,
)

_NUMBER_TRIES = 8
_DEFAULT_STATUS = "(SELECT id FROM tickets_status WHERE organization_id = %s AND stage = %s AND is_default)"


@dataclass(frozen=True, kw_only=True)
class NewTicket:
    """What a new ticket starts with. ``department`` None takes the category's.

    ``fields`` has values of custom fields, which must be whole; None where nobody could be asked for any, as by mail.
    ``preset`` has values that a template or another ticket brings along; what does not fit any more is left out.
    ``on_behalf`` has the ticket say that whoever opens it does so for the requester.
    """

    subject: str
    requester: Contact
    channel: Channel
    priority: Priority = Priority.MEDIUM
    type: TicketType = TicketType.QUESTION
    category: Category | None = None
    department: Department | None = None
    tags: tuple[str, ...] = ()
    language: str = "en"
    follows: uuid.UUID | None = None
    fields: Mapping[str, Any] | None = None
    preset: Mapping[str, Any] | None = None
    on_behalf: bool = False


def ticket_like(ticket: Ticket, requester: Contact, subject: str) -> NewTicket:
    """Return what another ticket about the same starts with; without a subject it has the same one."""
    return NewTicket(
        subject=subject.strip() or ticket.subject,
        requester=requester,
        channel=Channel(ticket.channel),
        priority=Priority(ticket.priority),
        type=TicketType(ticket.type),
        category=ticket.category,
        department=ticket.department,
        language=ticket.language,
    )


def check_subject(subject: str) -> str:
    """Return the subject trimmed. Raises ``InvalidTicket`` with the reason beside the field."""
    problem = subject_problem(subject)
    if problem is None:
        return subject.strip()
    texts = {
        "empty": _("Write a subject."),
        "too_long": _("Keep the subject under %(most)s characters.") % {"most": SUBJECT_LENGTH + 1},
        "control": _("The subject has characters that cannot be shown."),
    }
    raise InvalidTicket(texts[problem], fields={"subject": texts[problem]})


def create_ticket(new: NewTicket, *, by: Actor) -> Ticket:
    """Write a ticket with its requester as participant, and tell of it. The first message is the caller's to add."""
    ticket = place_ticket(new, by=by)
    publish(*opening_of(ticket, by=by, on_behalf=new.on_behalf))
    return ticket


def place_ticket(new: NewTicket, *, by: Actor, messages: int = 0) -> Ticket:
    """Write the ticket's row under a number of its own, counting the customer's ``messages`` that are written with it.

    The caller publishes what ``opening_of`` returns, with those messages.
    """
    moment = now()
    ticket = Ticket(
        subject=check_subject(new.subject),
        stage=Stage.OPEN,
        priority=new.priority,
        category=new.category,
        type=new.type,
        department_id=new.department.pk if new.department else (new.category.department_id if new.category else None),
        channel=new.channel,
        requester=new.requester,
        tags=tidy_tags(new.tags),
        language=new.language,
        follows_id=new.follows,
        created_at=moment,
        updated_at=moment,
        last_message_at=moment,
        due_at=due_at(new.priority, moment),
        message_count=messages,
        version=1 + messages,
    )
    asks_nothing = new.fields is None and not new.preset
    found = [] if asks_nothing else fields_at_opening(ticket, new.fields, by=by, preset=new.preset)
    if ticket.tags:
        know_tags(ticket.tags)
    status = (_DEFAULT_STATUS, (ticket.organization_id, Stage.OPEN))
    for _attempt in range(_NUMBER_TRIES):
        ticket.number = random_code(NUMBER_LENGTH)
        if rows.insert_if_free(ticket, "organization_id", "number", status_id=status):
            if found:
                FieldValue.objects.bulk_create(found)
            return ticket
    raise IntegrityError(f"{_NUMBER_TRIES} ticket numbers were taken")


def opening_of(ticket: Ticket, *, by: Actor, on_behalf: bool = False) -> tuple[Participant, Event]:
    """Return the rows that go with a ticket that was just placed: its requester's part, and the event."""
    requester = Participant(ticket=ticket, contact=ticket.requester, is_requester=True)
    opened = TicketOpened(
        subject_id=ticket.pk,
        number=ticket.number,
        channel=str(ticket.channel),
        follows=ticket.follows_id,
        fields=ticket.field_values,
        on_behalf_of=ticket.requester.shown_name if on_behalf else "",
    )
    return requester, draft(opened, by=by)


def add_participant(ticket: Ticket, contact: Contact) -> Participant:
    """Make a contact part of the ticket, once."""
    participant, _created = Participant.objects.get_or_create(ticket=ticket, contact=contact)
    return participant


def message_counted(ticket: Ticket, *, at: datetime.datetime, by_customer: bool, public: bool) -> rows.Changed:
    """Return what a new message changes of the ticket, to be written beside it: its times, its count, a new version."""
    fields = ["message_count", "version", "updated_at"]
    ticket.message_count += 1
    ticket.version += 1
    ticket.updated_at = at
    if public:
        ticket.last_message_at = at
        ticket.last_message_by_customer = by_customer
        fields += ["last_message_at", "last_message_by_customer"]
    if public and not by_customer and ticket.first_response_at is None:
        ticket.first_response_at = at
        fields.append("first_response_at")
    return rows.Changed(ticket, tuple(fields))


def recount_messages(
    ticket: Ticket,
    *,
    count: int,
    last_at: datetime.datetime,
    last_by_customer: bool,
    first_response_at: datetime.datetime | None,
) -> None:
    """Write down on the ticket what its messages say after one is gone: a new version."""
    ticket.message_count, ticket.version, ticket.updated_at = count, ticket.version + 1, now()
    ticket.last_message_at, ticket.last_message_by_customer = last_at, last_by_customer
    ticket.first_response_at = first_response_at
    ticket.save(
        update_fields=[
            "message_count", "version", "updated_at",
            "last_message_at", "last_message_by_customer", "first_response_at",
        ]
    )  # fmt: skip
