"""What may have been meant by a word that stands nowhere: one like it in the subjects and names that the actor sees."""

import uuid
from collections.abc import Iterable

from django.db import connection

from moondesk.kit import database
from moondesk.organizations.actor import Actor
from moondesk.tickets.folding import fold
from moondesk.tickets.queries import listed_to, visible_to
from moondesk.tickets.search_language import Clause, Kind, Term
from moondesk.tickets.search_text import found_by_words, is_text, weights_of, written_query
from moondesk.tickets.wording import names_of

_SHORTEST = 4
_MOST_WORDS = 6
_MOST_READ = 200


def corrected(actor: Actor, asked: str, clauses: Iterable[Clause]) -> str:
    """Return a search with its misspelt words put right, or nothing if none is."""
    found, end = "", len(asked)
    better = [(term, _better(actor, term)) for term in _doubtful(clauses)]
    for term, word in reversed(better):
        if word:
            found = word + asked[term.end : end] + found
            end = term.start
    return asked[:end] + found if end < len(asked) or found else ""


def _doubtful(clauses: Iterable[Clause]) -> list[Term]:
    terms = [term for clause in clauses for term in clause]
    plain = [term for term in terms if term.kind is Kind.WORD and is_text(term) and not term.negated]
    return [term for term in plain if len(fold(term.text)) >= _SHORTEST and " " not in fold(term.text)][:_MOST_WORDS]


def _better(actor: Actor, term: Term) -> str:
    query = written_query([(term,)], weights_of(actor))
    seen = found_by_words(actor, query, positive=True).condition
    if listed_to(actor).filter(seen).exists():  # what others wrote says nothing here, not even that it is there
        return ""
    wanted = fold(term.text)
    with connection.cursor() as cursor:  # two letters that changed places leave a third of what is compared
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', '0.3', true)")
    near = [row[0] for row in database.crossing("tickets_with_names_like", wanted, _MOST_READ)]
    words = {word for names in _names(actor, near) for word in names.split()}
    best = max(words, key=lambda word: (likeness(wanted, word), word), default="")
    return best if best and likeness(wanted, best) >= _LIKE else ""


def _names(actor: Actor, ids: list[uuid.UUID]) -> list[str]:
    """Return subjects and names of those of the tickets that the actor sees: nobody is told a word of others."""
    seen = visible_to(actor).filter(pk__any_of=ids).values_list("pk", flat=True)
    return names_of(list(seen))


_LIKE = 0.6


def likeness(one: str, other: str) -> float:
    """Return how alike two words are: 1 is the same, and each letter that is wrong, missing or moved takes from it."""
    if abs(len(one) - len(other)) > 2:
        return 0.0
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one):
        before, last, row = row, before, [at + 1]
        for place, another in enumerate(other):
            cost = min(before[place + 1] + 1, row[place] + 1, before[place] + (letter != another))
            if at and place and letter == other[place - 1] and one[at - 1] == another:
                cost = min(cost, last[place - 1] + 1)
            row.append(cost)
    return 1 - row[-1] / max(len(one), len(other))
