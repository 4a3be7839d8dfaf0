"""A search as a condition on tickets: its words by the index of words, its fields as lists know them."""

import uuid
from dataclasses import replace
from functools import lru_cache

from django.db.models import Q
from django.db.models.functions import Coalesce

from moondesk.kit import tenancy
from moondesk.kit.ids import normal_code
from moondesk.kit.prepared import planned_anew
from moondesk.kit.written import ANY_TEXT, Statement, write
from moondesk.organizations.actor import Actor
from moondesk.tickets.models import Ticket
from moondesk.tickets.rules import NUMBER_LENGTH
from moondesk.tickets.search_fields import condition_of, refuse_unfinished
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
    refuse_unfinished(clauses)
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
    """Return the ``tsquery`` of a search for nothing but words of which some must be there, else nothing.

    Raises ``InvalidSearch`` as ``found_by`` does.
    """
    refuse_unfinished(clauses)
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


def numbered(clauses: list[Clause]) -> list[uuid.UUID]:
    """Return the tickets whose number begins as a search that is nothing else, or where such a one goes on.

    Whoever asks may not see them.
    """
    number = number_in(clauses)
    statement = _beginning(tenancy.current_organization_id()) if number else None
    if statement is None:
        return []
    sql, values = statement
    ends = {ANY_TEXT: number, ANY_TEXT + _LAST: number + _LAST}
    return [row[0] for row in planned_anew(sql, [ends.get(str(one), one) for one in values])]


def is_whole_number(clauses: list[Clause]) -> bool:
    """Say whether a search is nothing but the whole number of a ticket."""
    return len(number_in(clauses)) == NUMBER_LENGTH


@lru_cache(maxsize=2000)
def _beginning(_organization: uuid.UUID) -> Statement | None:
    found = Ticket.objects.filter(number__gte=ANY_TEXT, number__lte=ANY_TEXT + _LAST)
    return write(found.values_list(Coalesce("merged_into_id", "pk"))[:_MOST_NUMBERED])
