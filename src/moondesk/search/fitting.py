"""The best tickets of a search by how well their words fit and how long ago they were touched, put in order by SQL."""

import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from moondesk.kit import prepared, tenancy
from moondesk.kit.written import Statement, write
from moondesk.organizations.actor import Actor
from moondesk.tickets.queries import listed_to
from moondesk.tickets.questions import Question
from moondesk.tickets.search_ids import FOUND, going_on
from moondesk.tickets.search_text import worth_of

type Scored = tuple[float, uuid.UUID]

_HALF_YEAR = 182 * 86_400.0
"""Seconds in which a hit must be e times (2.7) better to stand before one that is so much newer."""
_LEAST = 0.01
_NUMBER = 100.0
NEAR = 300
"""So many of those that fit best are looked at first."""


@dataclass(frozen=True)
class Wanted:
    """So many tickets by a ``tsquery`` after a place, those with the number that was asked for before all others."""

    query: str
    weights: str
    first: list[uuid.UUID]
    place: Scored | None
    count: int

    @property
    def after(self) -> list[Any]:
        """Return the values of ``_AFTER``."""
        score, pk = self.place or (None, None)
        return [pk, score, pk]

    @property
    def numbers(self) -> list[Any]:
        """Return the last values of ``_SCORE``."""
        return [_HALF_YEAR, self.first, _NUMBER]


_GOOD = f"ln({{fit}}::float8 + {_LEAST})"
_SCORE = f"""{_GOOD} + extract(epoch FROM {{at}})::float8 / %s
+ CASE WHEN {{id}} = ANY(%s::uuid[]) THEN %s::float8 ELSE 0 END"""
"""SQL: by what tickets are ordered. It does not depend on the moment of asking, so pages follow each other."""
_FIT = """coalesce((SELECT ts_rank(%s::real[], w.words, %s::tsquery) FROM tickets_ticketwords w
WHERE w.organization_id = %s AND w.ticket_id = {id}), 0)"""
_AFTER = "(%s::uuid IS NULL OR (s.score, s.id) < (%s::float8, %s::uuid))"

_BEST = f"""WITH {FOUND} AS MATERIALIZED (SELECT w.id, w.fit FROM tickets_fitting(%s::tsquery, %s::real[], %s) w),
other AS MATERIALIZED (SELECT o.id, {_FIT.format(id="o.id")} AS fit
FROM (({{going_on}} UNION SELECT unnest(%s::uuid[])) EXCEPT SELECT f.id FROM {FOUND} f
WHERE f.id <> ALL(%s::uuid[])) o (id)),
near AS MATERIALIZED (SELECT part.id, {_SCORE.format(fit="part.fit", at="l.at", id="part.id")} AS score
FROM ((SELECT f.id, f.fit FROM {FOUND} f ORDER BY f.fit DESC, f.id DESC LIMIT %s)
UNION ALL SELECT o.id, o.fit FROM other o) part, LATERAL ({{listed}}) l (id, at)),
bar AS MATERIALIZED (SELECT coalesce((SELECT s.score FROM (SELECT DISTINCT id, score FROM near) s WHERE {_AFTER}
ORDER BY s.score DESC OFFSET %s LIMIT 1), '-Infinity') AS score,
extract(epoch FROM (SELECT max(t.updated_at) FROM tickets_ticket t WHERE t.organization_id = %s))::float8 / %s
AS newest),
further AS MATERIALIZED (SELECT part.id, {_SCORE.format(fit="part.fit", at="l.at", id="part.id")} AS score
FROM bar b, {FOUND} part, LATERAL ({{listed}}) l (id, at)
WHERE {_GOOD.format(fit="part.fit")} + b.newest >= b.score)
SELECT c.n, s.score, s.id FROM (SELECT count(*) AS n FROM {FOUND}) c LEFT JOIN
(SELECT n.id, n.score FROM near n UNION SELECT f.id, f.score FROM further f) s ON {_AFTER}
ORDER BY s.score DESC NULLS LAST, s.id DESC LIMIT %s"""  # noqa: S608 - constants
"""SQL: the best tickets with words, each beside how many there are. After those that fit best one need look at none
that would not be among the best if it had been touched last of all."""

_SCORED = f"""WITH listed (id, at) AS MATERIALIZED ({{listed}}), scored AS MATERIALIZED (
SELECT l.id, {_SCORE.format(fit=_FIT.format(id="l.id"), at="l.at", id="l.id")} AS score FROM listed l)
SELECT (SELECT count(*) FROM listed), s.score, s.id FROM scored s WHERE {_AFTER}
ORDER BY s.score DESC, s.id DESC LIMIT %s"""  # noqa: S608 - constants


def best_of_few(actor: Actor, wanted: Wanted, also: list[uuid.UUID], *, most: int) -> list[Scored] | None:
    """Return the best tickets by nothing but words, and ``also`` these; None if more than ``most`` have the words."""
    statement = _best(Question.of_all(actor))
    if statement is None:
        return []
    sql, further, listed = statement
    here, worth = tenancy.current_organization_id(), worth_of(wanted.weights)
    after, numbers = wanted.after, wanted.numbers
    values = [wanted.query, worth, most + 1, worth, wanted.query, here, *further, also, wanted.first]
    values += [*numbers, NEAR, *listed, *after, wanted.count - 1, here, _HALF_YEAR]
    values += [*numbers, *listed, *after, wanted.count]
    rows = prepared.rows(sql, values)
    return None if rows and rows[0][0] > most else [(score, pk) for _count, score, pk in rows if pk is not None]


@lru_cache(maxsize=2000)
def _best(sight: Question) -> tuple[str, tuple[Any, ...], tuple[Any, ...]] | None:
    listed = write(listed_to(sight.actor).filter(pk__is_of="part").values_list("pk", "updated_at"))
    if listed is None:
        return None
    further = going_on(sight)
    return _BEST.format(going_on=further[0], listed=listed[0]), further[1], listed[1]


def scored(listed: Statement, wanted: Wanted, *, is_common: bool) -> tuple[int, list[Scored]]:
    """Return of how many tickets, by id and the moment they were touched, these are the best.

    ``is_common``: one plan is good for all of these statements.
    """
    read = prepared.rows if is_common else prepared.planned_anew
    sql = _SCORED.format(listed=listed[0])
    fit = [worth_of(wanted.weights), wanted.query, tenancy.current_organization_id()]
    rows = read(sql, [*listed[1], *fit, *wanted.numbers, *wanted.after, wanted.count])
    return (rows[0][0] if rows else 0), [(score, pk) for _count, score, pk in rows]
