"""How a new ticket begins with a template: what it brings along, and its texts with their variables."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from moondesk.contacts.models import Contact
from moondesk.macros.models import TicketTemplate
from moondesk.macros.queries import values_for
from moondesk.macros.rules import chosen_body
from moondesk.macros.variables import fill_in, render_text
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Department
from moondesk.organizations.queries import current_organization
from moondesk.tickets.models import Category, Ticket
from moondesk.tickets.queries import default_status
from moondesk.tickets.rules import SUBJECT_LENGTH, Stage

UNKNOWN_IN_A_SUBJECT = ("ticket.number", "ticket.subject")
"""What there is not yet when a subject is written."""


@dataclass(frozen=True)
class Beginning:
    """What is known of a ticket that is about to be opened, for the variables of its texts."""

    requester: Contact
    category: Category | None = None
    department: Department | None = None
    language: str = ""

    def values(self, by: Actor) -> dict[str, str]:
        """Return what the variables stand for."""
        ticket = Ticket(
            requester=self.requester,
            category=self.category,
            department=self.department or (self.category.department if self.category else None),
            language=self.language,
            status=default_status(Stage.OPEN),
            subject="",
            number="",
        )
        return values_for(ticket, by) | {"ticket.number": ""}


def subject_of(template: TicketTemplate, language: str) -> str:
    """Return a template's subject in a language, as it is written."""
    return chosen_body(template.subjects, language, current_organization().language)


def body_of(template: TicketTemplate, language: str) -> str:
    """Return a template's text in a language, as it is written."""
    return chosen_body(template.bodies, language, current_organization().language)


def filled_subject(subject: str, beginning: Beginning, by: Actor) -> str:
    """Return a subject with what its variables stand for, no longer than subjects are."""
    if "{{" not in subject:
        return subject
    return fill_in(subject, beginning.values(by), is_line=True)[:SUBJECT_LENGTH]


def filled_words(by: Actor) -> Callable[[Ticket, str], str]:
    """Return what puts values into the text of a ticket that was just begun (``open_ticket``)."""

    def fill(ticket: Ticket, text: str) -> str:
        return fill_in(text, values_for(ticket, by)) if "{{" in text else text

    return fill


def texts_for_customer(template: TicketTemplate, language: str, contact: Contact | None, by: Actor) -> dict[str, Any]:
    """Return subject and text as a customer is shown them, with what is known of them and no variables."""
    organization = current_organization()
    values = {"organization.name": organization.name}
    if contact is not None:
        begun = Beginning(contact, template.category, template.department, language).values(by)
        values |= {name: value for name, value in begun.items() if not name.startswith(("agent.", "ticket.number"))}
    return {
        "subject": render_text(subject_of(template, language), values, is_line=True)[:SUBJECT_LENGTH].strip(),
        "message": render_text(body_of(template, language), values).strip(),
    }
