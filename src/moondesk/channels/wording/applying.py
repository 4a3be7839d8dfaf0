"""Putting an organization's own words into a mail."""

import datetime
import zoneinfo

from django.db.models import QuerySet
from django.utils import translation

from moondesk.channels.mail.colours import brand_of
from moondesk.channels.mail.letters import Letter, message_html
from moondesk.channels.mail.moments import moment_text
from moondesk.channels.models import MailTemplate, OutgoingMail
from moondesk.channels.wording.rules import VARIABLES, Texts, fill
from moondesk.events.queries import event_of
from moondesk.kit.compiled import compiled
from moondesk.kit.markup import plain_text, render_markdown
from moondesk.macros.variables import as_words
from moondesk.organizations.models import Member, Organization
from moondesk.tickets.families import survivor_of
from moondesk.tickets.models import Ticket


def reworded(letter: Letter, mail: OutgoingMail, organization: Organization, *, quotes: bool) -> Letter:
    """Return a letter with the organization's own words, if it has some for it.

    Without ``quotes`` nothing that was typed into the ticket is in them (see ``compose.may_quote``).
    """
    ticket = mail.ticket
    if ticket is None or mail.kind not in VARIABLES:
        return letter
    own = {one.category_id: one for one in _own_words(str(mail.kind), letter.language)}
    found = own.get(None)
    if mail.kind == "confirmation":
        found = own.get(ticket.category_id, found)
    if found is None:
        return letter
    with translation.override(letter.language):
        values = values_of(ticket, organization, quotes=quotes)
        values |= _more(mail, organization)
    return put_in(letter, Texts(found.subject, found.heading, found.body), values, organization)


@compiled
def _own_words(kind: str, language: str) -> QuerySet[MailTemplate]:
    return MailTemplate.objects.filter(kind=kind, language=language)


def put_in(letter: Letter, texts: Texts, values: dict[str, str], organization: Organization) -> Letter:
    """Put texts with their values into a letter, before the message that it carries."""
    escaped = {name: as_words(value) for name, value in values.items()}
    body = fill(texts.body, escaped)
    plain = plain_text(body)
    letter.subject = " ".join(fill(texts.subject, values).split()) or letter.subject
    letter.heading = " ".join(fill(texts.heading, values).split())
    letter.paragraphs, letter.strong = [], ""
    drawn = message_html(render_markdown(body), brand_of(organization.brand_hue).link)
    letter.html = drawn + letter.html if plain else letter.html
    letter.text = f"{plain}\n\n{letter.text}".strip()
    letter.preheader = " ".join(plain.split())[:120] or letter.preheader
    return letter


def values_of(ticket: Ticket, organization: Organization, *, quotes: bool) -> dict[str, str]:
    """Return what the variables stand for on a ticket."""
    current, language = survivor_of(ticket), translation.get_language() or organization.language
    requester = ticket.requester
    typed = {
        "ticket.subject": ticket.subject,
        "customer.name": requester.name,
        "customer.first_name": next(iter(requester.name.split()), ""),
    }
    return {
        "organization.name": organization.name,
        "ticket.number": f"{organization.number_prefix}-{ticket.number}",
        "ticket.status": current.status.customer_label(language),
        "ticket.category": current.category.label(language) if current.category else "",
        "ticket.department": current.department.name if current.department else "",
        **(typed if quotes else {}),
    }


def values_of_member(member: Member) -> dict[str, str]:
    """Return what the variables of a mail to a member stand for."""
    return {"member.name": member.name, "member.first_name": next(iter(member.name.split()), "")}


def _more(mail: OutgoingMail, organization: Organization) -> dict[str, str]:
    values = values_of_member(mail.member) if mail.member else {}
    if mail.message is not None:
        values["agent.name"] = mail.message.author_name
    if mail.kind == "closing":
        closes_at = datetime.datetime.fromisoformat(event_of(mail.event_id).data["closes_at"])
        values["ticket.closes_at"] = moment_text(closes_at, zoneinfo.ZoneInfo(organization.time_zone))
    return values
