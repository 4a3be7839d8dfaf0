"""Opening a ticket, and what a message does to it. ``conversations.actions`` calls these; nobody else should."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from moondesk.contacts.models import Contact
from moondesk.events.actions import emit
from moondesk.kit.clock import now
from moondesk.kit.ids import random_code
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Department
from moondesk.tickets.errors import InvalidTicket
from moondesk.tickets.events import TicketOpened
from moondesk.tickets.models import Category, Participant, Status, Ticket
from moondesk.tickets.queries import default_status
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


@dataclass(frozen=True, kw_only=True)
class NewTicket:
    """What a new ticket starts with. ``department`` None takes the category's."""

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
    status = default_status(Stage.OPEN)
    moment = now()
    ticket = Ticket(
        subject=check_subject(new.subject),
        status=status,
        stage=Stage.OPEN,
        priority=new.priority,
        category=new.category,
        type=new.type,
        department_id=new.department.pk if new.department else (new.category.department_id if new.category else None),
        channel=new.channel,
        requester=new.requester,
        tags=list(new.tags),
        language=new.language,
        follows_id=new.follows,
        created_at=moment,
        updated_at=moment,
        last_message_at=moment,
        due_at=due_at(new.priority, moment),
    )
    _save_with_number(ticket)
    add_participant(ticket, new.requester, is_requester=True)
    emit(
        TicketOpened(subject_id=ticket.pk, number=ticket.number, channel=new.channel.value, follows=new.follows), by=by
    )
    return ticket


def _save_with_number(ticket: Ticket) -> None:
    for attempt in range(_NUMBER_TRIES):
        ticket.number = random_code(NUMBER_LENGTH)
        try:
            with transaction.atomic():
                ticket.save(force_insert=True)
        except IntegrityError as error:
            if attempt == _NUMBER_TRIES - 1 or "ticket_number" not in str(error):
                raise
        else:
            return


def add_participant(ticket: Ticket, contact: Contact, *, is_requester: bool = False) -> Participant:
    """Make a contact part of the ticket, once."""
    if is_requester:
        return Participant.objects.create(ticket=ticket, contact=contact, is_requester=True)
    participant, _created = Participant.objects.get_or_create(ticket=ticket, contact=contact)
    return participant


def note_message(ticket: Ticket, *, at: datetime.datetime, by_customer: bool, public: bool) -> None:
    """Write down on the ticket that a message was added: its times, its count, a new version."""
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
    ticket.save(update_fields=fields)


def status_of(ticket: Ticket) -> Status:
    """Return the ticket's status row."""
    return Status.objects.get(pk=ticket.status_id)
