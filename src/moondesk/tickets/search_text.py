"""Words of a search as a ``tsquery``, and the tickets that have them.

The words of a ticket have four weights, which say who may find it by them: A is what everybody who sees it sees of its
head, B is the team's (tags, fields, addresses), C is what was written to and by customers, D is internal notes and all
else that only those who read notes see. A question names the weights that its asker may see, in each of its words.
"""

import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import connection
from django.db.models import BooleanField, F, Lookup, OuterRef, Q, QuerySet, Subquery

from moondesk.kit import prepared, tenancy
from moondesk.kit.written import ANY_TEXT, written
from moondesk.organizations.actor import Actor
from moondesk.organizations.permissions import Permission
from moondesk.tickets.folding import fold
from moondesk.tickets.queries import visible_to
from moondesk.tickets.questions import Question
from moondesk.tickets.search_ids import among, ids_with_tags, ids_with_words
from moondesk.tickets.search_language import Kind, Term
from moondesk.tickets.search_models import TicketWords

LANGUAGES = {"en": "english", "es": "spanish"}
"""The languages whose words are known by their stem; words of all others as they stand."""
MOST = 4000
"""Of so many tickets the ids are asked for first. When more have the words, one looks at them in the order of the list,
where soon one has them."""
SAMPLES = (((0.0,), 200), ((0.02, 0.1, 0.4), 100))
"""Where one looks first, and where if the words are not there: at which parts of the time between the newest ticket
and the oldest, and at how many tickets."""
MANY_OF_SAMPLE = 6
"""Where so many of them have the words, and thus ``2 * MOST`` of all, the index is not asked."""
_MOST_MERGED = 4000
_KNOWN_FOR = 60.0
"""Seconds for which a process remembers which words and tags are common."""
_MOST_KNOWN = 10_000
_known: dict[tuple[Any, ...], tuple[float, bool]] = {}
ALL_WEIGHTS = "ABCD"
_WORTH = {"A": 1.0, "B": 0.5, "C": 0.3, "D": 0.25}
_NOWHERE = "'-'"
"""A word that no ticket has: what PostgreSQL makes of one that is too long for it (2 kB) is nothing at all."""
_PLURALS = (("ciones", "cion"), ("siones", "sion"))

_MOMENT = "('x' || left(replace({end}.ticket_id::text, '-', ''), 12))::bit(48)::bigint"
_HERE = "SELECT w.ticket_id FROM tickets_ticketwords w WHERE w.organization_id = %s"
_SAMPLE = f"""ends AS MATERIALIZED (SELECT {_MOMENT.format(end="newest")} AS newest,
{_MOMENT.format(end="oldest")} AS oldest
FROM ({_HERE} ORDER BY w.ticket_id DESC LIMIT 1) newest, ({_HERE} ORDER BY w.ticket_id LIMIT 1) oldest),
sample AS MATERIALIZED (SELECT few.ticket_id FROM ends, unnest(%s::float[]) AS place (part), LATERAL ({_HERE}
AND w.ticket_id <= rpad(lpad(to_hex((newest - (newest - oldest) * part)::bigint), 12, '0'), 32, 'f')::uuid
ORDER BY w.ticket_id DESC LIMIT %s) AS few)"""  # noqa: S608 - constants
"""SQL: the ids of some tickets, by the organization (twice), where one looks, the organization and how many. Ids begin
with the moment, in milliseconds, so the index leads to any part of the time."""
_SOME = f"WITH {_SAMPLE} SELECT s.ticket_id FROM sample s"  # noqa: S608 - constants
_MANY = f"""WITH {_SAMPLE}, those AS MATERIALIZED (SELECT count(*) AS n FROM sample s JOIN {{table}} t
ON t.organization_id = %s AND t.{{key}} = s.ticket_id WHERE t.{{column}}), total AS MATERIALIZED
(SELECT coalesce(sum(y.tickets), 0) AS n FROM tickets_tally y WHERE y.organization_id = %s AND y.whole)
SELECT CASE WHEN a.n >= %s THEN (SELECT t.n >= %s AND t.n * a.n >= %s FROM those t) END FROM total a"""  # noqa: S608
"""SQL: whether that many have it, or nothing where there are fewer tickets, at which it does not look then."""
_MANY_WORDS = _MANY.format(table="tickets_ticketwords", key="ticket_id", column="words @@ %s::tsquery")
_MANY_TAGS = _MANY.format(table="tickets_ticket", key="id", column="tags && %s::varchar[]")
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
    if positive and not many and not have_many(query):
        ids = ids_with_words(sight, query, MOST, also)
        if ids is not None:
            return Found(Q(pk__any_of=ids), query, is_few=True)
    merged = merged_with_words(sight, query)
    wanted = Q(has_words(query)) | (Q(pk__in=merged) if merged else Q())
    return Found(wanted | among(also) if also else wanted, query if positive else "")


def have_many(query: str) -> bool:
    """Say whether very many tickets must have words that must be there."""
    return _are_many(_MANY_WORDS, query)


def _are_many(statement: str, wanted: Any) -> bool:
    """Say whether so many tickets must have the words or tags that it is not worth asking the index.

    It would read all of them to give the first. The latest tickets tell at a glance how many in a hundred have them;
    if these are of another kind, as after an import, a few older ones do. What is common stays so for a while, and
    either way finds the same.
    """
    here = tenancy.current_organization_id()
    key = (here, statement, str(wanted), MOST, MANY_OF_SAMPLE, SAMPLES)
    known = _known.get(key)
    if known is None or time.monotonic() - known[0] > _KNOWN_FOR:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        known = _known[key] = (time.monotonic(), _sample_says(statement, wanted))
    return known[1]


def _sample_says(statement: str, wanted: Any) -> bool:
    here = tenancy.current_organization_id()
    for parts, count in SAMPLES:
        most = max(0, 2 * MOST * count * len(parts))
        values = [here, here, list(parts), here, count, here, wanted, here, 2 * MOST, MANY_OF_SAMPLE, most]
        are_many = prepared.rows(statement, values)[0][0]
        if are_many is not False:
            return bool(are_many)
    return False


def sample_of_tickets() -> list[uuid.UUID]:
    """Return some of the latest tickets and some older ones, whoever may see them."""
    here = tenancy.current_organization_id()
    rows = [prepared.rows(_SOME, [here, here, list(parts), here, count]) for parts, count in SAMPLES]
    return [row[0] for some in rows for row in some]


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
    if _are_many(_MANY_TAGS, wanted):
        return Q(tags__overlap=wanted)
    ids = ids_with_tags(wanted, MOST)
    return Q(tags__overlap=wanted) if ids is None else Q(pk__any_of=ids)
