"""A search as a condition on tickets: its words by the index of words, its fields as lists know them."""

import uuid
from dataclasses import replace

from django.db.models import Q
from django.db.models.functions import Coalesce

from moondesk.kit.ids import normal_code
from moondesk.organizations.actor import Actor
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import NUMBER_LENGTH
from moondesk.tickets.search_fields import condition_of
from moondesk.tickets.search_language import Clause, Kind, Term, parse
from moondesk.tickets.search_text import Found, found_by_words, is_text, weights_of, written_query

_SHORTEST_NUMBER = 3
_MOST_NUMBERED = 1000
_LAST = "Z" * NUMBER_LENGTH


def search_condition(actor: Actor, asked: str) -> Q:
    """Return the condition of a search. Raises ``InvalidSearch`` for one that cannot be understood."""
    return found_by(actor, parse(asked)).condition


def found_by(actor: Actor, clauses: list[Clause], *, many: bool = False) -> Found:
    """Return what a search that was read finds. Raises ``InvalidSearch`` for fields that do not fit.

    ``many``: it is known that very many tickets have its words.
    """
    words = [clause for clause in clauses if all(is_text(term) for term in clause)]
    wanted = Q()
    for clause in clauses:
        if clause not in words:
            wanted &= _any(actor, clause)
    if not words:
        return Found(wanted)
    query = written_query(words, weights_of(actor))
    found = found_by_words(actor, query, positive=_is_positive(words), also=numbered(clauses), many=many)
    return found if words == clauses else replace(found, condition=wanted & found.condition)


def words_alone(actor: Actor, clauses: list[Clause]) -> str:
    """Return the ``tsquery`` of a search for nothing but words of which some must be there, else nothing."""
    is_so = clauses and all(is_text(term) for clause in clauses for term in clause) and _is_positive(clauses)
    return written_query(clauses, weights_of(actor)) if is_so else ""


def _is_positive(clauses: list[Clause]) -> bool:
    return any(not any(term.negated for term in clause) for clause in clauses)


def _any(actor: Actor, clause: Clause) -> Q:
    wanted = Q()
    for term in clause:
        wanted |= _one(actor, term)
    return wanted


def _one(actor: Actor, term: Term) -> Q:
    if term.kind is Kind.FIELD:
        return condition_of(actor, term)
    if is_text(term):
        query = written_query([(term,)], weights_of(actor))
        return found_by_words(actor, query, positive=not term.negated).condition
    # Signs have no words: they are looked for as they stand, where that can be seen at a glance.
    found = Q(subject__contains_any_case=term.text) if term.text.strip() else Q()
    return ~found if term.negated else found


def number_in(clauses: list[Clause]) -> str:
    """Return the number of a ticket, or its beginning, if a search is nothing else."""
    if len(clauses) != 1 or len(clauses[0]) != 1:
        return ""
    (term,) = clauses[0]
    if term.kind is not Kind.WORD or term.negated or not term.text.isascii():
        return ""
    before, dash, last = term.text.rpartition("-")
    number = normal_code(last)
    if not number.isalnum() or len(number) > NUMBER_LENGTH:
        return ""
    plain = dash and before.isalnum()
    is_one = plain or len(number) == NUMBER_LENGTH or any(char.isdigit() for char in last)
    return number if is_one and len(number) >= (1 if plain else _SHORTEST_NUMBER) else ""


def exact_number(clauses: list[Clause]) -> list[uuid.UUID]:
    """Return the ticket of which a search is the whole number, or where it goes on; whoever asks may not see it."""
    number = number_in(clauses)
    if len(number) != NUMBER_LENGTH:
        return []
    found = Ticket.objects.filter(number=number)
    return list(found.values_list(Coalesce("merged_into_id", "pk"), flat=True))


def numbered(clauses: list[Clause]) -> list[uuid.UUID]:
    """Return the tickets whose number begins as a search that is nothing else, or where such a one goes on."""
    number = number_in(clauses)
    if not number:
        return []
    found = Ticket.objects.filter(number__gte=number, number__lte=number + _LAST)
    return list(found.values_list(Coalesce("merged_into_id", "pk"), flat=True)[:_MOST_NUMBERED])
