"""Query sets whose rows are plain values, written as SQL once and run with other ids and another text each time.

    @written
    def _merged(actor: Actor) -> QuerySet: return visible_to(actor).filter(pk__any_of=ANY_IDS)...

    _merged(question, ids=[...])

What is given by position decides how the statement looks. Its plan is kept: each looks up by an index what it is given,
which takes less than planning it; the fences hold as ever.
"""

import uuid
from collections.abc import Callable, Collection, Hashable
from functools import lru_cache, wraps
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Lookup, QuerySet, UUIDField

from moondesk.kit import prepared


@UUIDField.register_lookup
class AnyOf(Lookup):
    """``= ANY`` of ids in one value, which may be a text as PostgreSQL writes an array of them.

    However many there are, the statement is the same, so its plan is kept.
    """

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the comparison."""
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s::uuid[])", (*params, self.rhs if isinstance(self.rhs, str) else list(self.rhs))


ANY_IDS = [uuid.uuid5(uuid.NAMESPACE_OID, "moondesk any ids")]
ANY_TEXT = "moondesk any text 5f0c"
_KEPT = 2000

type Statement = tuple[str, tuple[Any, ...]]


def write(rows: QuerySet[Any, Any]) -> Statement | None:
    """Return the SQL of a query set and its values, or None when it cannot find anything."""
    try:
        sql, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    return sql, tuple(values)


def run(statement: Statement | None, *, ids: Collection[uuid.UUID] = (), text: str = "") -> list[tuple[Any, ...]]:
    """Return the rows of a statement, for these ids and this text."""
    if statement is None:
        return []
    sql, values = statement
    here = list(ids)
    return prepared.rows(sql, [here if one == ANY_IDS else text if one == ANY_TEXT else one for one in values])


def written(make: Callable[..., QuerySet[Any, Any]]) -> Callable[..., list[tuple[Any, ...]]]:
    """Return a function that gives the rows of the query set which ``make`` describes by hashable values."""

    @lru_cache(maxsize=_KEPT)
    def statement(*shape: Hashable) -> Statement | None:
        return write(make(*shape))

    @wraps(make)
    def rows(*shape: Hashable, ids: Collection[uuid.UUID] = (), text: str = "") -> list[tuple[Any, ...]]:
        return run(statement(*shape), ids=ids, text=text)

    return rows
