"""Asking the network in the middle of a request, with no transaction open meanwhile.

A server elsewhere may take its time, and a transaction that waits for it keeps a connection, locks and old rows. So
the request is undone where it asks, the answer is waited for with nothing held, and the request is done anew and
finds the answer there. Whatever it looked at before, rights too, is looked at again (docs/decisions/asking.md).
"""

import functools
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import Any, cast

from django.db import connection

from moondesk.kit import tenancy

_MOST = 3

_known: ContextVar[dict[Hashable, "_Answer"] | None] = ContextVar("answers", default=None)


class Asks(Exception):
    """A request waits for the network: its edge asks, and does the request anew."""

    def __init__(self, key: Hashable, ask: Callable[[], "_Answer"]) -> None:
        super().__init__("This is for the edge of a request, and nobody else")
        self.key = key
        self.ask = ask


class _Answer:
    """What came back, or what was raised in its place."""

    def __init__(self, ask: Callable[[], Any]) -> None:
        self._value: Any = None
        self._error: Exception | None = None
        try:
            self._value = ask()
        except Exception as error:
            self._error = error

    def take(self) -> Any:
        if self._error is not None:
            raise self._error
        return self._value


def asked[T](key: Hashable, ask: Callable[[], T], *, first: Callable[[], object] = lambda: None) -> T:
    """Return what ``ask`` says, which needs no database; within a request, with no transaction open meanwhile.

    ``first`` counts that somebody asks, in a transaction of its own, which lasts whatever becomes of the request.
    """
    known = _known.get()
    organization_id = tenancy.current_organization_id()

    def whole() -> T:
        with tenancy.organization(organization_id):
            first()
        if not connection.in_atomic_block:
            connection.close()  # nobody else waits for it meanwhile
        return ask()

    if known is None:
        return whole()
    if key not in known:
        raise Asks(key, lambda: _Answer(whole))
    return cast("T", known[key].take())


def between_transactions[**P, R](edge: Callable[P, R]) -> Callable[P, R]:
    """Wrap what begins and ends the transaction of a request, so that what is asked in it is asked outside of it."""

    @functools.wraps(edge)
    def again(*args: P.args, **kwargs: P.kwargs) -> R:
        answers: dict[Hashable, _Answer] = {}
        token = _known.set(answers)
        try:
            for _time in range(_MOST):
                try:
                    return edge(*args, **kwargs)
                except Asks as question:
                    asks = question
                answers[asks.key] = asks.ask()
            raise RuntimeError("The request asks for something else each time")
        finally:
            _known.reset(token)

    return again
