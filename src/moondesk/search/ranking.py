"""Tickets in the order in which they fit a search: how well their words do, and how long ago they were touched."""

import base64
import json
import math
import uuid
from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils.translation import gettext as _

from moondesk.kit.written import ANY_TEXT, Statement, write
from moondesk.organizations.actor import Actor
from moondesk.search.fitting import Scored, Wanted, best_of_few, scored
from moondesk.tickets import frequency
from moondesk.tickets.list_errors import InvalidCursor
from moondesk.tickets.queries import listed_to
from moondesk.tickets.questions import Question
from moondesk.tickets.search_language import Clause
from moondesk.tickets.search_text import Found, has_words, is_text, merged_with_words, weights_of
from moondesk.tickets.searching import found_by, is_whole_number, numbered, words_alone

MOST_RANKED = 300
"""So many of the latest are put in order when more tickets have the words than are counted."""


@dataclass(frozen=True)
class Ranking:
    """One page of the tickets of a search, best first. ``is_part``: of the latest of very many, not of all."""

    ids: list[uuid.UUID]
    next: str | None
    is_part: bool


def rank(actor: Actor, clauses: list[Clause], *, cursor: str = "", limit: int = 25) -> Ranking | None:
    """Return the visible tickets that a search finds, best first; None when it has no words that must be there.

    Raises ``InvalidCursor``.
    """
    if not any(all(is_text(term) for term in clause) for clause in clauses):
        return None
    query = words_alone(actor, clauses)
    place = _read(cursor) if cursor else None
    also = numbered(clauses)
    first = also if is_whole_number(clauses) else []
    wanted = Wanted(query, weights_of(actor), first, place, limit + 1)
    rows: list[Scored] | None = None
    is_part = False
    if query and not frequency.has_words(query):
        rows = best_of_few(actor, wanted, also, most=frequency.MOST)
        if rows is None:
            frequency.learn_words(query)
    if rows is None:
        if query and not also and not merged_with_words(Question.of_all(actor), query):
            rows, is_part = _of_latest(actor, wanted)
        else:
            found = found_by(actor, clauses, many=query != "")
            if not found.query:
                return None
            rows, is_part = _of(actor, found, replace(wanted, query=found.query))
    page = rows[:limit]
    return Ranking([pk for _score, pk in page], _write(page[-1]) if len(rows) > limit else None, is_part)


def _of(actor: Actor, found: Found, wanted: Wanted) -> tuple[list[Scored], bool]:
    """Return tickets by words and fields, of very many the latest; and whether these are not all."""
    tickets = listed_to(actor).filter(found.condition)
    ordered = tickets if found.is_few else tickets.order_by("-updated_at", "-id")[:MOST_RANKED]
    listed = write(ordered.values_list("pk", "updated_at"))
    count, rows = scored(listed, wanted, is_common=False) if listed else (0, [])
    return rows, not found.is_few and count == MOST_RANKED


def _of_latest(actor: Actor, wanted: Wanted) -> tuple[list[Scored], bool]:
    """Do the same for words alone that very many tickets have, none of them merged."""
    listed = _latest(Question.of_all(actor))
    if listed is None:
        return [], False
    sql, values = listed
    given = tuple(wanted.query if one == ANY_TEXT else one for one in values)
    count, rows = scored((sql, given), wanted, is_common=True)
    return rows, count == MOST_RANKED


@lru_cache(maxsize=2000)
def _latest(sight: Question) -> Statement | None:
    latest = listed_to(sight.actor).filter(has_words(ANY_TEXT)).order_by("-updated_at", "-id")[:MOST_RANKED]
    return write(latest.values_list("pk", "updated_at"))


def _write(place: Scored) -> str:
    data = json.dumps(["rank", place[0], str(place[1])], separators=(",", ":"))
    return base64.urlsafe_b64encode(data.encode()).decode().rstrip("=")


def _read(cursor: str) -> Scored:
    try:
        kind, score, pk = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if kind != "rank" or not isinstance(score, float) or not math.isfinite(score):
            raise ValueError(kind)
        return score, uuid.UUID(pk)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        text = _("This page of the list is not there any more. Start from the first.")
        raise InvalidCursor(text, fields={"cursor": text}) from None
