"""Words of a search as a ``tsquery``, and the tickets that have them.

The words of a ticket have four weights, which say who may find it by them: A is what everybody who sees it sees of its
head, B is the team's (tags, fields, addresses), C is what was written to and by customers, D is internal notes and all
else that only those who read notes see. A question names the weights that its asker may see, in each of its words.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import connection
from django.db.models import BooleanField, F, Lookup, OuterRef, Q, QuerySet, Subquery

from moondesk.kit.written import ANY_TEXT, written
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets import frequency
from moondesk.tickets.folding import fold
from moondesk.tickets.queries import visible_to
from moondesk.tickets.questions import Question
from moondesk.tickets.search_ids import among, ids_with_tags, ids_with_words
from moondesk.tickets.search_language import Kind, Term
from moondesk.tickets.search_models import TicketWords

LANGUAGES = {"en": "english", "es": "spanish"}
"""The languages whose words are known by their stem; words of all others as they stand."""
_MOST_MERGED = 4000
ALL_WEIGHTS = "ABCD"
_WORTH = {"A": 1.0, "B": 0.5, "C": 0.3, "D": 0.25}
_NOWHERE = "'-'"
"""A word that no ticket has: what PostgreSQL makes of one that is too long for it (2 kB) is nothing at all."""
_PLURALS = (("ciones", "cion"), ("siones", "sion"))

_LEAVES = """SELECT ARRAY[to_tsquery('english', en.x)::text, to_tsquery('spanish', es.x)::text,
to_tsquery('simple', en.x)::text], numnode(to_tsquery('english', en.x)) = 0 OR numnode(to_tsquery('spanish', es.x)) = 0
FROM unnest(%s::text[]) WITH ORDINALITY AS en (x, place) JOIN unnest(%s::text[]) WITH ORDINALITY AS es (x, place)
USING (place) ORDER BY place"""
_BEGINNING = "SELECT to_tsquery('simple', %s)"
"""How a word that goes on begins: as it was typed. Its stem may be the beginning of others: ``cars`` of ``carla``."""


@SearchVectorField.register_lookup
class HasWords(Lookup):
    """``@@`` with a text that is a ``tsquery`` already."""

    lookup_name = "has_words"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the comparison."""
        left, params = self.process_lhs(compiler, connection)
        return f"{left} @@ %s::tsquery", (*params, self.rhs)


def stem_ready(folded: str) -> str:
    """Return folded Spanish as its stemmer knows it: without accents it misses the plural of words in -ción."""
    words = folded.split()
    for plural, one in _PLURALS:
        words = [word[: -len(plural)] + one if word.endswith(plural) else word for word in words]
    return " ".join(words)


def weights_of(actor: Actor) -> str:
    """Return the weights of the words by which the actor may find a ticket."""
    if not actor.is_staff:
        return "AC"
    return ALL_WEIGHTS if actor.may(Permission.NOTE_VIEW) else "ABC"


def _written(words: Iterable[str], weights: str, *, prefix: bool) -> str:
    """Return words in the syntax of ``to_tsquery``, one after the other. They are folded: letters and digits."""
    marked = list(words)
    # All weights are said by none: then the index knows by itself who has a word, and no row is read to see its weight.
    named = "" if weights == ALL_WEIGHTS else weights
    ends = ["" for _word in marked[:-1]] + ["*" if prefix else ""]
    return " <-> ".join(f"'{word}':{end}{named}".rstrip(":") for word, end in zip(marked, ends, strict=True))


@lru_cache(maxsize=5000)
def _leaf(folded: str, weights: str, prefix: bool) -> tuple[str, bool]:
    """Return the ``tsquery`` of words beside each other in all languages, and whether a language passes over them."""
    if prefix and " " not in folded:
        plain, passed_over = _leaf(folded, weights, False)
        with connection.cursor() as cursor:
            cursor.execute(_BEGINNING, [_written([folded], weights, prefix=True)])
            (query,) = cursor.fetchone() or ("",)
        return f"{plain} | {query}" if query else plain, passed_over
    pair = [[_written(words.split(), weights, prefix=prefix)] for words in (folded, stem_ready(folded))]
    with connection.cursor() as cursor:
        cursor.execute(_LEAVES, pair)
        forms, passed_over = cursor.fetchone() or ([], False)
    # Each form once: a search weighs all of them in each ticket that it finds.
    query = " | ".join(f"({form})" for form in dict.fromkeys(forms) if form)
    return query or _NOWHERE, bool(query and passed_over)


def is_passed_over(folded: str) -> bool:
    """Say whether a language passes over words like "the"."""
    return _leaf(folded, ALL_WEIGHTS, False)[1]


def is_text(term: Term) -> bool:
    """Say whether a term is about words, and has any letters or digits."""
    return term.kind is not Kind.FIELD and fold(term.text) != ""


def written_query(clauses: Iterable[tuple[Term, ...]], weights: str, *, exact: bool = False) -> str:
    """Return the ``tsquery`` of clauses of words. The last plain word may go on (``exact``: no word may).

    Words like "the" are passed over, unless nothing else is asked.
    """
    given = list(clauses)
    written: list[tuple[str, bool]] = []
    for at, clause in enumerate(given):
        parts, weak = [], len(clause) == 1
        for term in clause:
            goes_on = at == len(given) - 1 and term.kind is Kind.WORD and not term.negated and len(fold(term.text)) > 2
            query, passed_over = _leaf(fold(term.text), weights, term.prefix or (goes_on and not exact))
            parts.append(f"!({query})" if term.negated else f"({query})")
            plain, over = _leaf(fold(term.text), weights, False) if goes_on else ("", False)
            weak = weak and (passed_over or over) and term.kind is Kind.WORD
            if plain and not exact and " " in fold(term.text):
                parts[-1] = f"({plain} | {query})"
        written.append((f"({' | '.join(parts)})", weak))
    strong = [query for query, weak in written if not weak]
    return " & ".join(strong or [query for query, _weak in written])


@dataclass(frozen=True)
class Found:
    """A condition, the ``tsquery`` of its words, and whether so few tickets have them that all of them are known."""

    condition: Q
    query: str = ""
    is_few: bool = False


def found_by_words(
    actor: Actor, query: str, *, positive: bool, also: Iterable[uuid.UUID] = (), many: bool = False
) -> Found:
    """Return the condition that a ticket has the words, or that one has them that goes on in it and is seen, too.

    ``positive`` says that some word must be there: only then does the index know which tickets may have them. Tickets
    that are found otherwise are ``also`` among them. ``many`` have the words if that is known already.
    """
    sight = Question.of_all(actor)
    if positive and not many and not frequency.has_words(query):
        ids = ids_with_words(sight, query, frequency.MOST, also)
        if ids is not None:
            return Found(Q(pk__any_of=ids), query, is_few=True)
        frequency.learn_words(query)
    merged = merged_with_words(sight, query)
    wanted = Q(has_words(query)) | (Q(pk__in=merged) if merged else Q())
    return Found(wanted | among(also) if also else wanted, query if positive else "")


def has_words(query: str) -> Subquery:
    """Return the condition that a ticket has words, which PostgreSQL looks up for each that fits all else.

    Not ``EXISTS``: of that it may make a join that reads the words of all tickets.
    """
    words = TicketWords.objects.filter(ticket_id=OuterRef("pk"))
    return Subquery(words.values(has=HasWords(F("words"), query)), output_field=BooleanField())


def merged_with_words(sight: Question, query: str) -> list[uuid.UUID]:
    """Return where tickets go on that have words, are merged, and are seen."""
    return [row[0] for row in _merged_with_words(sight, text=query)]


@written
def _merged_with_words(sight: Question) -> QuerySet[Any, Any]:
    merged = visible_to(sight.actor).filter(has_words(ANY_TEXT), merged_into__isnull=False)
    return merged.values_list("merged_into_id")[:_MOST_MERGED]


def worth_of(weights: str) -> list[float]:
    """Return what words of each weight, D to A, add to how well a ticket fits: nothing for those one may not find."""
    return [_WORTH[one] if one in weights else 0.0 for one in "DCBA"]


def tags_condition(tags: Iterable[str]) -> Q:
    """Return the condition that a ticket has any of the tags."""
    wanted = list(tags)
    ids = None if frequency.has_tags(wanted) else ids_with_tags(wanted, frequency.MOST)
    if ids is not None:
        return Q(pk__any_of=ids)
    frequency.learn_tags(wanted)
    return Q(tags__overlap=wanted)
