"""Tickets in the order in which they fit a search: how well their words do, and how long ago they were touched."""

import base64
import heapq
import json
import math
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import FloatField, QuerySet, Subquery, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast, Coalesce, Extract, Ln
from django.utils.translation import gettext as _

from moondesk.kit.written import ANY_IDS, ANY_TEXT, written
from moondesk.organizations.actor import Actor
from moondesk.tickets.list_errors import InvalidCursor
from moondesk.tickets.queries import listed_to
from moondesk.tickets.questions import Question
from moondesk.tickets.search_language import Clause
from moondesk.tickets.search_text import fit_of, is_text, weights_of
from moondesk.tickets.searching import exact_number, found_by

MOST_RANKED = 300
"""So many of the latest are put in order when more tickets have the words than are counted."""
_HALF_YEAR = 182 * 86_400.0
"""Seconds in which a hit must be e times (2.7) better to stand before one that is so much newer."""
_LEAST = 0.01
_NUMBER = 100.0

type Scored = tuple[float, uuid.UUID]


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
    found = found_by(actor, clauses)
    if not found.query:
        return None
    place = _read(cursor) if cursor else None
    ids, is_part = found.ids, False
    if ids is None:
        wanted = listed_to(actor).filter(found.condition)
        ordered = wanted if found.is_few else wanted.order_by("-updated_at", "-id")[:MOST_RANKED]
        ids = list(ordered.values_list("pk", flat=True))
        is_part = not found.is_few and len(ids) == MOST_RANKED
    first = exact_number(clauses)
    most = None if place or first else limit + 1
    scored = _scored(Question.of_all(actor), weights_of(actor), most, ids=ids, text=found.query) if ids else []
    rows: list[Scored] = [(score + _NUMBER * (pk in first), pk) for score, pk in scored]
    rows = heapq.nlargest(limit + 1, (row for row in rows if place is None or row < place))
    page = rows[:limit]
    return Ranking([pk for _score, pk in page], _write(page[-1]) if len(rows) > limit else None, is_part)


@written
def _scored(sight: Question, weights: str, most: int | None) -> QuerySet[Any, Any]:
    tickets = listed_to(sight.actor).filter(pk__any_of=ANY_IDS)
    scored = tickets.annotate(score=_score(fit_of(ANY_TEXT, weights))).values_list("score", "pk")
    return scored.order_by("-score", "-pk")[:most] if most else scored


def _score(fit: Subquery) -> CombinedExpression:
    """Return by what tickets are ordered. It does not depend on the moment of asking, so pages follow each other."""
    good = Ln(Coalesce(fit, Value(0.0)) + Value(_LEAST), output_field=FloatField())
    at = Cast(Extract("updated_at", "epoch"), FloatField()) / Value(_HALF_YEAR)
    score: CombinedExpression = good + at
    return score


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
