"""Query sets that are written as SQL once and run prepared: Django takes longer to write one than to run it.

    @compiled
    def _of_ticket(ticket: uuid.UUID, *, notes: bool) -> QuerySet[Message]: ...

What is given by position are ids, lists of ids (for ``any_of``), texts or bytes, any; what is given by name decides how
the statement looks, and each shape is compiled when it is first asked for. The organization is the one in context, each
time anew.
"""

import uuid
from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache, wraps
from typing import Any

from django.db import connection, models
from django.db.models.base import ModelState
from django.db.models.query import get_related_populators
from psycopg import Binary

from moondesk.kit import context, prepared, written  # noqa: F401 - which knows the lookup any_of
from moondesk.kit.tenancy import current_organization_id

type Given = uuid.UUID | list[uuid.UUID] | str | bytes

_SHAPES = 64
_OWN, *_IDS = (uuid.uuid5(uuid.NAMESPACE_OID, f"moondesk place {number}") for number in range(9))
"""Stand for values while a statement is compiled, the first for the organization; no row has such an id."""
MOST_VALUES = len(_IDS)
"""How many values can be given by position."""
_PLACES: dict[type, Sequence[Given]] = {
    uuid.UUID: _IDS,
    str: [one.hex for one in _IDS],
    bytes: [one.bytes for one in _IDS],
    list: [[one] for one in _IDS],
}


class _Statement:
    """One compiled query set: its SQL, its values, and what makes instances of its rows."""

    def __init__(self, query: Any) -> None:
        compiler = query.get_compiler(connection.alias)
        self.sql, values = compiler.as_sql()
        self.values = [bytes(one.obj) if isinstance(one, Binary) else one for one in values]
        places = {_key(place): number for kind in _PLACES.values() for number, place in enumerate(kind)}
        keys = [_key(one) for one in self.values]
        self.places = [(at, places[key]) for at, key in enumerate(keys) if key in places]
        self.own = [at for at, one in enumerate(self.values) if one == _OWN]
        info, select = compiler.klass_info, compiler.select
        columns = info["select_fields"]
        self.model, self.columns = info["model"], slice(columns[0], columns[-1] + 1)
        self.names = [column[0].target.attname for column in select[self.columns]]
        self.related = get_related_populators(info, select, connection.alias, models.FETCH_ONE)
        self.compiler, self.converters = compiler, compiler.get_converters([column[0] for column in select])

    def run(self, given: Sequence[Given]) -> list[Any]:
        """Return the instances that the statement finds for these values."""
        values = list(self.values)
        for at, number in self.places:
            values[at] = given[number]
        for at in self.own:
            values[at] = current_organization_id()
        rows: Any = prepared.rows(self.sql, values)
        if self.converters:
            rows = self.compiler.apply_converters(rows, self.converters)
        return [self._instance(row) for row in rows]

    def _instance(self, row: Sequence[Any]) -> models.Model:
        # As ``Model.from_db``, which sets each field by itself and tells listeners of whom there are none.
        one: models.Model = self.model.__new__(self.model)
        state = ModelState()
        state.adding, state.db = False, connection.alias
        vars(one).update(zip(self.names, row[self.columns], strict=True), _state=state)
        for related in self.related:
            related.populate(row, one)
        return one


def _key(value: object) -> Hashable:
    """Return a value as a key, or None where it cannot be one that is given."""
    if isinstance(value, list):
        return tuple(value) if all(isinstance(one, uuid.UUID) for one in value) else None
    return value if isinstance(value, uuid.UUID | str | bytes) else None


def compiled[M: models.Model](make: Callable[..., models.QuerySet[M]]) -> Callable[..., list[M]]:
    """Return a function that gives the rows of the query set which ``make`` describes."""

    @lru_cache(maxsize=_SHAPES)
    def statement(kinds: tuple[type, ...], shape: tuple[tuple[str, Hashable], ...]) -> _Statement:
        token = context.organization_id.set(_OWN)
        try:
            places = [_PLACES[kind][number] for number, kind in enumerate(kinds)]
            return _Statement(make(*places, **dict(shape)).query)
        finally:
            context.organization_id.reset(token)

    @wraps(make)
    def rows(*given: Given, **shape: Hashable) -> list[M]:
        return statement(tuple(type(one) for one in given), tuple(shape.items())).run(given)

    return rows
