"""Tickets by their ids, however many: thousands stay in PostgreSQL, or travel as one text."""

import uuid
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.models import Lookup, Q, UUIDField

from moondesk.kit import prepared, written
from moondesk.tickets.queries import visible_to
from moondesk.tickets.questions import Question

type Ids = str
"""Ids as PostgreSQL writes an array of them. Nobody here takes it apart: that costs more than finding them."""

FOUND = "found"
"""The part of a statement in which the tickets with words stand."""


@UUIDField.register_lookup
class StandsIn(Lookup):
    """``IN`` the ids of another part of the statement, which is ours to name."""

    lookup_name = "stands_in"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the comparison."""
        left, params = self.process_lhs(compiler, connection)
        return f"{left} IN (SELECT part.id FROM {self.rhs} part)", tuple(params)  # noqa: S608 - the name is ours


@UUIDField.register_lookup
class IsOf(StandsIn):
    """``=`` the id of a row beside which the statement stands as ``LATERAL``."""

    lookup_name = "is_of"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the comparison."""
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = {self.rhs}.id", tuple(params)


def among(ids: Iterable[uuid.UUID]) -> Q:
    """Return the condition that a ticket is one of these."""
    wanted = set(ids)
    return Q(pk__any_of=wanted) if wanted else Q(pk__in=[])


@lru_cache(maxsize=2000)
def going_on(sight: Question) -> written.Statement:
    """Return the statement of where those of ``FOUND`` go on that are merged and that one sees."""
    merged = visible_to(sight.actor).filter(pk__stands_in=FOUND, merged_into__isnull=False)
    return written.write(merged.values_list("merged_into_id")) or ("SELECT NULL::uuid WHERE false", ())


def ids_with_words(sight: Question, query: str, most: int, also: Iterable[uuid.UUID]) -> Ids | None:
    """Return the tickets that have words, with those where they go on, and ``also``; None if more than ``most`` do."""
    further, values = going_on(sight)
    sql = f"""WITH {FOUND} AS MATERIALIZED (SELECT w.id FROM tickets_with_words(%s::tsquery, %s) w),
every AS (SELECT f.id FROM {FOUND} f UNION {further} UNION SELECT unnest(%s::uuid[]))
SELECT CASE WHEN (SELECT count(*) <= %s FROM {FOUND}) THEN coalesce(array_agg(e.id), '{{}}')::text END
FROM every e"""  # noqa: S608 - constants
    found: Ids | None = prepared.rows(sql, [query, most + 1, *values, list(also), most])[0][0]
    return found


def ids_with_tags(tags: list[str], most: int) -> Ids | None:
    """Return the tickets that have any of the tags; None if more than ``most`` do."""
    sql = (
        "SELECT CASE WHEN count(*) <= %s THEN coalesce(array_agg(t.id), '{}')::text END "
        "FROM tickets_with_tags(%s, %s) t"
    )
    found: Ids | None = prepared.rows(sql, [most, tags, most + 1])[0][0]
    return found
