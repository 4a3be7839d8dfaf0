"""Tickets in the order in which they fit a search: how well their words do, and how long ago they were touched."""

import base64
import json
import math
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from moondesk.organizations.actor import Actor
from moondesk.tickets.list_errors import InvalidCursor
from moondesk.tickets.queries import listed_to
from moondesk.tickets.search_language import Clause
from moondesk.tickets.search_text import fit_of, weights_of
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
    """The tickets of a search with their scores, best first. ``is_part``: the latest of more, not all of them."""

    scored: list[Scored]
    is_part: bool


def rank(actor: Actor, clauses: list[Clause]) -> Ranking | None:
    """Return the visible tickets that a search finds, best first; None when it has no words that must be there."""
    found = found_by(actor, clauses)
    if not found.query:
        return None
    wanted = listed_to(actor).filter(found.condition)
    if not found.is_few:
        wanted = wanted.order_by("-updated_at", "-id")[:MOST_RANKED]
    rows = wanted.values_list("pk", "updated_at", fit_of(found.query, weights_of(actor)))
    first = set(exact_number(clauses))
    scored = [
        (round(_score(fit or 0.0, updated.timestamp()) + _NUMBER * (pk in first), 9), pk) for pk, updated, fit in rows
    ]
    return Ranking(sorted(scored, reverse=True), is_part=not found.is_few and len(scored) == MOST_RANKED)


def _score(fit: float, at: float) -> float:
    # Neither depends on the moment of asking, so a page and the next one have the same order.
    return math.log(_LEAST + fit) + at / _HALF_YEAR


def page_of(ranking: Ranking, cursor: str, limit: int) -> tuple[list[uuid.UUID], str | None]:
    """Return the ids of one page, and the cursor of the next. Raises ``InvalidCursor``."""
    scored: Sequence[Scored] = ranking.scored
    if cursor:
        place = _read(cursor)
        scored = [one for one in scored if one < place]
    page = scored[:limit]
    return [pk for _score, pk in page], _write(page[-1]) if len(scored) > limit else None


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
