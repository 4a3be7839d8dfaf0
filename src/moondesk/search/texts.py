"""What the words of tickets are made of: each text with the weight that says who may find the ticket by it."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from moondesk.conversations.wording import said_in
from moondesk.fields.queries import read_definitions
from moondesk.fields.rules import Definition
from moondesk.organizations.queries import current_organization
from moondesk.tickets.actions.wording import Words
from moondesk.tickets.folding import fold
from moondesk.tickets.models import Ticket
from moondesk.tickets.search_text import LANGUAGES, stem_ready
from moondesk.tickets.wording import worded_tickets

MOST_OF_A_MESSAGE = 20_000
MOST_BYTES = {"A": 10_000, "B": 50_000, "C": 220_000, "D": 220_000}
"""By weight. PostgreSQL keeps a megabyte of words of a ticket, with up to twice the length of short ones, and else
refuses it all; the latest messages come first."""

type Texts = dict[str, list[str]]
"""Texts by their weight."""


def words_of(ticket_ids: Collection[uuid.UUID]) -> list[Words]:
    """Return the words of tickets as they are now, in a few statements however many they are."""
    tickets = worded_tickets(ticket_ids)
    if not tickets:
        return []
    prefix, definitions = current_organization().number_prefix, read_definitions()
    texts = {ticket.pk: _of_ticket(ticket, prefix, definitions) for ticket in tickets}
    for said in said_in(list(texts)):
        weight = "C" if said.is_public else "D"
        texts[said.ticket_id][weight] += [*said.files, said.body[:MOST_OF_A_MESSAGE]]
    return [_words(ticket, texts[ticket.pk]) for ticket in tickets]


def _of_ticket(ticket: Ticket, prefix: str, definitions: Iterable[Definition]) -> Texts:
    who, texts = ticket.requester, defaultdict[str, list[str]](list)
    texts["A"] += [ticket.subject, f"{prefix}-{ticket.number}"]
    company = who.company.name if who.company else ""
    texts["B"] += [who.name, who.email or "", who.phone, company, *ticket.tags]
    for definition in definitions:
        if not definition.is_retired and definition.key in ticket.field_values:
            texts["B"] += _shown(definition, ticket.field_values[definition.key])
    return texts


def _shown(definition: Definition, value: Any) -> list[str]:
    """Return a value as people read it, an option in all languages."""
    values = value if isinstance(value, list) else [value]
    if not definition.options:
        return [str(one) for one in values if isinstance(one, str)]
    options = [definition.option(str(one)) for one in values]
    return [str(label) for option in options if option for label in option.labels.values()]


def _words(ticket: Ticket, texts: Texts) -> Words:
    config = LANGUAGES.get(ticket.language.partition("-")[0], "simple")
    names = fold(f"{ticket.subject} {ticket.requester.name} {ticket.requester.email or ''}")
    whole = {weight: fold(" ".join(texts[weight])).encode() for weight in MOST_BYTES}
    folded = {weight: text[: MOST_BYTES[weight]].decode(errors="ignore") for weight, text in whole.items()}
    if config == "spanish":
        folded = {weight: stem_ready(text) for weight, text in folded.items()}
    return Words(ticket.pk, config, names, folded["A"], folded["B"], folded["C"], folded["D"])
