"""What may have been meant by a word that stands nowhere: one like it in the subjects and names that the actor sees."""

import uuid
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from moondesk.kit import database
from moondesk.organizations.actor import Actor
from moondesk.tickets.folding import fold
from moondesk.tickets.frequency import sample_of_tickets
from moondesk.tickets.queries import listed_to
from moondesk.tickets.questions import Question
from moondesk.tickets.search_language import Clause, Kind, Term
from moondesk.tickets.search_text import found_by_words, is_text, weights_of, written_query
from moondesk.tickets.wording import names_seen

_SHORTEST = 4
_MOST_WORDS = 6
_MOST_READ = 200
_LIKE = 0.6
_SURE = 0.8
"""One letter in five or more. Such a word of the sample is taken without looking for a better one."""


def corrected(actor: Actor, asked: str, clauses: Iterable[Clause]) -> str:
    """Return a search with its misspelt words put right, or nothing if none is."""
    found, end = "", len(asked)
    doubtful = _doubtful(clauses := list(clauses))
    # Nothing is found: a word that was all that was asked stands nowhere.
    alone = len(clauses) == 1 and len(clauses[0]) == 1
    better = [(term, _better(actor, term)) for term in doubtful if alone or not _stands(actor, term)]
    for term, word in reversed(better):
        if word:
            found = word + asked[term.end : end] + found
            end = term.start
    return asked[:end] + found if end < len(asked) or found else ""


def _doubtful(clauses: Iterable[Clause]) -> list[Term]:
    terms = [term for clause in clauses for term in clause]
    plain = [term for term in terms if term.kind is Kind.WORD and is_text(term) and not term.negated]
    return [term for term in plain if len(fold(term.text)) >= _SHORTEST and " " not in fold(term.text)][:_MOST_WORDS]


def _stands(actor: Actor, term: Term) -> bool:
    """Say whether the actor finds anything by a word: what others wrote says nothing, not even that it is there."""
    query = written_query([(term,)], weights_of(actor))
    return listed_to(actor).filter(found_by_words(actor, query, positive=True).condition).exists()


def _better(actor: Actor, term: Term) -> str:
    wanted = fold(term.text)
    likeness, word = _best(wanted, _names(actor, sample_of_tickets()))
    return word if likeness >= _SURE else _rare(actor, wanted, word)


def _rare(actor: Actor, wanted: str, known: str) -> str:
    """Return what only few tickets have, which an index finds; of what many have it would read all."""
    # Two letters that changed places leave a third of what is compared.
    near = [row[0] for row in database.alike(0.3, "tickets_with_names_like", wanted, _MOST_READ)]
    return _best(wanted, [*_names(actor, near), known])[1]


def _best(wanted: str, names: Iterable[str]) -> tuple[float, str]:
    """Return the word most like another, and how much: each letter that is wrong, missing or moved takes from 1."""
    words = {word for name in names for word in name.split()}
    near = process.extract(wanted, words, scorer=OSA.normalized_similarity, score_cutoff=_LIKE, limit=None)
    return max(((likeness, word) for word, likeness, _place in near), default=(0.0, ""))


def _names(actor: Actor, ids: list[uuid.UUID]) -> list[str]:
    """Return subjects and names of those of the tickets that the actor sees: nobody is told a word of others."""
    return [row[0] for row in names_seen(Question.of_all(actor), ids=ids)] if ids else []
