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
from django.db.models import Exists, F, FloatField, Func, Lookup, OuterRef, Q, Subquery, UUIDField, Value

from moondesk.kit import database, prepared, tenancy
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.folding import fold
from moondesk.tickets.models import Ticket
from moondesk.tickets.queries import visible_to
from moondesk.tickets.search_language import Kind, Term
from moondesk.tickets.search_models import TicketWords

LANGUAGES = {"en": "english", "es": "spanish"}
"""The languages whose words are known by their stem; words of all others as they stand."""
MOST = 4000
"""Of so many tickets the ids are asked for first. When more have the words, one looks at them in the order of the list,
where soon one has them."""
SAMPLE = 200
MANY_OF_SAMPLE = 6
"""Where so many of the latest tickets have the words, and thus ``2 * MOST`` of all, the index is not asked."""
_MOST_MERGED = 4000
_WORTH = {"A": 1.0, "B": 0.5, "C": 0.3, "D": 0.25}
_NOWHERE = "'-'"
"""A word that no ticket has: what PostgreSQL makes of one that is too long for it (2 kB) is nothing at all."""
_PLURALS = (("ciones", "cion"), ("siones", "sion"))

_MANY = """WITH latest AS MATERIALIZED (SELECT w.words FROM tickets_ticketwords w WHERE w.organization_id = %s
ORDER BY w.ticket_id DESC LIMIT %s), those AS MATERIALIZED (SELECT count(*) AS n FROM latest l
WHERE l.words @@ %s::tsquery)
SELECT t.n >= %s AND EXISTS (SELECT 1 FROM tickets_ticketwords w WHERE w.organization_id = %s
OFFSET (SELECT %s / greatest(o.n, 1) FROM those o)) FROM those t"""
_LEAVES = """SELECT to_tsquery('english', en.x) || to_tsquery('spanish', es.x) || to_tsquery('simple', en.x),
numnode(to_tsquery('english', en.x)) = 0 OR numnode(to_tsquery('spanish', es.x)) = 0
FROM unnest(%s::text[]) WITH ORDINALITY AS en (x, place) JOIN unnest(%s::text[]) WITH ORDINALITY AS es (x, place)
USING (place) ORDER BY place"""


@UUIDField.register_lookup
class AnyOf(Lookup):
    """``= ANY`` of ids in one value, however many they are."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the comparison."""
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s::uuid[])", (*params, list(self.rhs))


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
    return "ABCD" if actor.may(Permission.NOTE_VIEW) else "ABC"


def _written(words: Iterable[str], weights: str, *, prefix: bool) -> str:
    """Return words in the syntax of ``to_tsquery``, one after the other. They are folded: letters and digits."""
    marked = list(words)
    ends = ["" for _word in marked[:-1]] + ["*" if prefix else ""]
    return " <-> ".join(f"'{word}':{end}{weights}" for word, end in zip(marked, ends, strict=True))


@lru_cache(maxsize=5000)
def _leaf(folded: str, weights: str, prefix: bool) -> tuple[str, bool]:
    """Return the ``tsquery`` of words beside each other in all languages, and whether a language passes over them."""
    pair = [[_written(words.split(), weights, prefix=prefix)] for words in (folded, stem_ready(folded))]
    with connection.cursor() as cursor:
        cursor.execute(_LEAVES, pair)
        query, passed_over = cursor.fetchone() or ("", False)
    return str(query) or _NOWHERE, bool(query and passed_over)


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
            plain, _over = _leaf(fold(term.text), weights, False) if goes_on else ("", False)
            weak = weak and (passed_over or (goes_on and _over)) and term.kind is Kind.WORD
            if plain and not exact:
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


def found_by_words(actor: Actor, query: str, *, positive: bool, also: Iterable[uuid.UUID] = ()) -> Found:
    """Return the condition that a ticket has the words, or that one has them that goes on in it and is seen, too.

    ``positive`` says that some word must be there: only then does the index know which tickets may have them. Tickets
    that are found otherwise are ``also`` among them.
    """
    counted = positive and not _are_many(query)
    ids = [row[0] for row in database.crossing("tickets_with_words", query, MOST + 1)] if counted else None
    if ids is not None and len(ids) <= MOST:
        return Found(among([*ids, *_going_on(actor, ids), *also]), query, is_few=True)
    has_words = TicketWords.objects.filter(ticket_id=OuterRef("pk"), words__has_words=query)
    merged = visible_to(actor).filter(Exists(has_words), merged_into__isnull=False)
    wanted = Q(Exists(has_words)) | Q(pk__in=list(merged.values_list("merged_into_id", flat=True)[:_MOST_MERGED]))
    return Found(wanted | among(also) if also else wanted, query if positive else "")


def _are_many(query: str) -> bool:
    """Say whether so many tickets must have the words that it is not worth asking the index.

    It would read all of them to give the first. The latest tickets tell at a glance how many in a hundred have them.
    """
    here = tenancy.current_organization_id()
    return bool(prepared.rows(_MANY, [here, SAMPLE, query, MANY_OF_SAMPLE, here, max(0, 2 * MOST * SAMPLE)])[0][0])


def _going_on(actor: Actor, ids: list[uuid.UUID]) -> list[uuid.UUID]:
    """Return where those of the tickets go on that are merged and that the actor may see."""
    merged = visible_to(actor).filter(pk__any_of=ids, merged_into__isnull=False) if ids else Ticket.objects.none()
    return list(merged.values_list("merged_into_id", flat=True))


def among(ids: Iterable[uuid.UUID]) -> Q:
    """Return the condition that a ticket is one of these."""
    wanted = set(ids)
    return Q(pk__any_of=wanted) if wanted else Q(pk__in=[])


def fit_of(query: str, weights: str) -> Subquery:
    """Return how well the words of a ticket fit a ``tsquery``, without those by which the asker may not find it."""
    worth = "{" + ",".join(str(_WORTH[one] if one in weights else 0.0) for one in "DCBA") + "}"
    fit = Func(Value(worth), F("words"), Value(query), function="ts_rank", output_field=FloatField())
    return Subquery(TicketWords.objects.filter(ticket_id=OuterRef("pk")).values_list(fit))


def tags_condition(tags: Iterable[str]) -> Q:
    """Return the condition that a ticket has any of the tags."""
    wanted = list(tags)
    ids = [row[0] for row in database.crossing("tickets_with_tags", wanted, MOST + 1)]
    return among(ids) if len(ids) <= MOST else Q(tags__overlap=wanted)
