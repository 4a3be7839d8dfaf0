"""What comes in by a web form: a ticket at once, or only when its sender has confirmed the address."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from moondesk.contacts.actions import check_email, confirm_email, find_or_create_contact
from moondesk.contacts.actors import contact_actor, unknown_actor
from moondesk.contacts.models import Contact
from moondesk.conversations.actions import open_ticket
from moondesk.conversations.actions.writing import check_body
from moondesk.events.actions import emit
from moondesk.files.actions import take_uploads
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor, Door
from moondesk.tickets.actions import NewTicket, issue_link
from moondesk.tickets.actions.fields import fields_at_opening
from moondesk.tickets.actions.opening import check_subject
from moondesk.tickets.models import Category, Ticket
from moondesk.tickets.queries import participants_of
from moondesk.tickets.rules import Channel, Priority, TicketType
from moondesk.webforms.events import ConfirmationAsked, RequestConfirmed
from moondesk.webforms.models import UnconfirmedRequest, WebForm
from moondesk.webforms.queries import waiting_request
from moondesk.webforms.rules import CONFIRM_HOURS


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What somebody sent with a form. ``claim`` proves the files to be theirs.

    ``is_proven`` says whether their browser worked for it, where the form asks that.
    """

    email: str
    subject: str
    body: str
    name: str = ""
    category: Category | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    file_ids: Sequence[uuid.UUID] = ()
    claim: str = ""
    language: str = "en"
    is_proven: bool = True


def receive(form: WebForm, sent: Sent) -> Ticket | UnconfirmedRequest:
    """Open a ticket, or keep what was sent until its sender confirms the address. Raises what does not fit."""
    if sent.is_proven and not form.confirms:
        contact = find_or_create_contact(sent.email, sent.name, language=sent.language)
        return _open(form, sent, contact)
    nobody, thought_of = _nobody(), rehearse(form, sent)
    waiting = UnconfirmedRequest.objects.create(
        form=form,
        email=check_email(sent.email),
        name=sent.name.strip()[:120],
        subject=check_subject(sent.subject),
        body=check_body(sent.body),
        category=thought_of.category,
        field_values=thought_of.field_values,
        file_ids=list(sent.file_ids),
        claim=sent.claim,
        language=sent.language,
        expires_at=now() + datetime.timedelta(hours=CONFIRM_HOURS),
    )
    emit(ConfirmationAsked(subject_id=waiting.pk, form=form.key), by=nobody)
    return waiting


def rehearse(form: WebForm, sent: Sent) -> Ticket:
    """Return the ticket that what was sent would become, kept nowhere. Raises what does not fit."""
    thought_of = Ticket(category=form.category or sent.category, type=TicketType.QUESTION, priority=Priority.MEDIUM)
    fields_at_opening(thought_of, sent.fields, by=_nobody())
    return thought_of


def confirm_request(request_id: uuid.UUID) -> tuple[UnconfirmedRequest, str]:
    """Open the ticket of what waited, once, and return it with a secret for the ticket's link.

    Who comes here had the link that was mailed to the address. Raises ``ConfirmationNotFound``.
    """
    waiting = waiting_request(request_id, lock=True)
    if waiting.ticket is None:
        contact = find_or_create_contact(waiting.email, waiting.name, language=waiting.language)
        confirm_email(contact)
        # What the form asks by now is asked of nobody who has sent it before.
        waiting.ticket = _open(waiting.form, _kept(waiting), contact, asked=False, preset=waiting.field_values)
        # What was typed lives on in the ticket alone, which can be changed, deleted and purged.
        waiting.subject, waiting.body, waiting.name, waiting.claim = "-", "-", "", ""
        waiting.field_values, waiting.file_ids = {}, []
        waiting.save()
        told = RequestConfirmed(subject_id=waiting.pk, form=waiting.form.key, ticket=str(waiting.ticket.pk))
        emit(told, by=_sender(contact))
    [requester] = [one for one in participants_of(waiting.ticket) if one.is_requester]
    return waiting, issue_link(requester)


def drop_expired() -> None:
    """Remove what was not confirmed in time, and what was when its link is not good any more."""
    UnconfirmedRequest.objects.filter(expires_at__lte=now()).delete()


def _kept(waiting: UnconfirmedRequest) -> Sent:
    """Return what waited."""
    return Sent(
        email=waiting.email,
        name=waiting.name,
        subject=waiting.subject,
        body=waiting.body,
        category=waiting.category,
        file_ids=waiting.file_ids,
        claim=waiting.claim,
        language=waiting.language,
    )


def _nobody() -> Actor:
    return unknown_actor(tenancy.current_organization_id(), door=Door.FORM)


def _sender(contact: Contact) -> Actor:
    return contact_actor(contact, door=Door.FORM)


def _open(
    form: WebForm, sent: Sent, contact: Contact, *, asked: bool = True, preset: Mapping[str, Any] | None = None
) -> Ticket:
    actor = _sender(contact)
    files = take_uploads(sent.file_ids, by=actor, claim=sent.claim) if sent.file_ids else []
    new = NewTicket(
        subject=sent.subject,
        requester=contact,
        channel=Channel.WEB,
        category=form.category or sent.category,
        department=form.department,
        language=sent.language,
        fields=sent.fields if asked else None,
        preset=preset,
    )
    ticket, _message = open_ticket(new, sent.body, by=actor, files=files)
    return ticket
