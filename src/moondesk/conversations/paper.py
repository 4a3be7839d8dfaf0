"""One ticket on paper: what is known of it and what was said, as far as its reader may see that."""

import datetime
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from markupsafe import Markup

from moondesk.conversations.attachments import files_of
from moondesk.conversations.models import Message
from moondesk.conversations.queries import messages_for
from moondesk.conversations.rules import AuthorKind, MessageKind
from moondesk.fields.models import in_language
from moondesk.fields.rules import Definition, Value
from moondesk.files.rules import size_words
from moondesk.organizations.actor import Actor
from moondesk.tickets.families import survivor_of
from moondesk.tickets.fielding import facts_of, fields_for_customer, people_for, read_catalogue, shown_value
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import participants_of
from moondesk.tickets.rules import Priority, TicketType
from moondesk.tickets.words import PRIORITIES, TYPES

MOST = 2000
"""Of a conversation that is longer, the latest."""

type Fact = tuple[str, str | datetime.datetime]


@dataclass(frozen=True)
class Spoken:
    """One message as it stands on paper; files are there by name."""

    author: str
    is_note: bool
    at: datetime.datetime
    edited: bool
    body: Markup
    files: Sequence[str]


@dataclass(frozen=True)
class Paper:
    """What stands on the paper: facts that are known, then the conversation, oldest first."""

    facts: list[Fact]
    said: list[Spoken]
    left_out: int
    """How many earlier messages there are that do not stand on it."""


def paper_for_desk(actor: Actor, ticket: Ticket, *, notes: bool) -> Paper:
    """Return the paper of one who works at the desk. Notes are on it if they may see notes."""
    found = messages_for(actor, ticket)
    said, left_out = _said(found if notes else found.filter(kind=MessageKind.REPLY), lambda one: one.author_name)
    return Paper(_known(_facts(ticket) + _fields(ticket)), said, left_out)


def paper_for_customer(actor: Actor, ticket: Ticket) -> Paper:
    """Return the paper of a customer: the public thread as they read it, whatever the rights of a reader are."""
    home = survivor_of(ticket)
    facts: list[Fact] = [
        (_("Status"), home.status.customer_label()),
        (_("Opened"), ticket.created_at),
        (_("Looks after you"), home.assignee.name if home.assignee else ""),
    ]
    names = {one.contact_id: one.contact.name for one in participants_of(ticket)}
    public = messages_for(actor, ticket).filter(kind=MessageKind.REPLY)
    said, left_out = _said(public, lambda one: name_for_customers(one, names))
    return Paper(_known(facts + _customers_fields(ticket)), said, left_out)


def name_for_customers(message: Message, names: Mapping[uuid.UUID, str]) -> str:
    """Return who wrote, as another customer may know it: a name, and never an address or a number."""
    if message.author_kind != AuthorKind.CUSTOMER:
        return message.author_name
    known = names.get(message.author_contact_id, "") if message.author_contact_id else ""
    return known if known and "@" not in known else _("Another person")


def _said(messages: QuerySet[Message], author: Callable[[Message], str]) -> tuple[list[Spoken], int]:
    """Return what was said; what was deleted or has not left yet is not on paper."""
    found = messages.filter(deleted_at=None, held_until=None)
    count = found.count()
    rows = list(found.order_by("-id")[:MOST])[::-1]
    files = files_of([one.pk for one in rows])
    said = [
        Spoken(
            author(one),
            one.kind == MessageKind.NOTE,
            one.created_at,
            one.edited_at is not None,
            Markup(one.html),  # noqa: S704 - sanitised when it was written
            [f"{file.name} ({size_words(file.size)})" for file in files.get(one.pk, ())],
        )
        for one in rows
    ]
    return said, max(0, count - MOST)


def _known(facts: list[Fact]) -> list[Fact]:
    return [one for one in facts if one[1]]


def _facts(ticket: Ticket) -> list[Fact]:
    requester = ticket.requester
    return [
        (_("Customer"), requester.shown_name),
        (_("Mail address"), requester.email or ""),
        (_("Company"), requester.company.name if requester.company else ""),
        (_("Status"), ticket.status.label()),
        (_("Priority"), str(PRIORITIES[Priority(ticket.priority)])),
        (_("Assignee"), ticket.assignee.name if ticket.assignee else _("Nobody")),
        (_("Department"), ticket.department.name if ticket.department else ""),
        (_("Category"), ticket.category.label() if ticket.category else ""),
        (_("Type"), str(TYPES[TicketType(ticket.type)])),
        (_("Tags"), ", ".join(ticket.tags)),
        (_("Opened"), ticket.created_at),
        (_("Due"), ticket.due_at or ""),
        (_("Resolved"), ticket.resolved_at or ""),
    ]


def _fields(ticket: Ticket) -> list[Fact]:
    """Return the fields of the ticket's form, then others that it has values of, as the page has them."""
    catalogue = read_catalogue()
    if not catalogue.definitions:
        return []
    on_form = [one for one, _item in catalogue.shown(facts_of(ticket), ticket.field_values)]
    beside = [one for one in catalogue.live if one.key in ticket.field_values and one not in on_form]
    return _valued([*on_form, *beside], ticket.field_values)


def _customers_fields(ticket: Ticket) -> list[Fact]:
    values = fields_for_customer(ticket)
    return _valued([one for one in read_catalogue().live if one.key in values], values) if values else []


def _valued(definitions: Sequence[Definition], values: Mapping[str, Value]) -> list[Fact]:
    people = people_for(definitions)
    return [(in_language(one.labels) or one.key, shown_value(one, values.get(one.key), people)) for one in definitions]
