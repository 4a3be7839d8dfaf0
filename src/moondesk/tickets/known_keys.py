"""Filters by keys that an organization chose: one that nothing has is a slip of whoever asks, and no empty list."""

from collections.abc import Callable

from moondesk.organizations.actor import Actor
from moondesk.tickets.list_errors import refused
from moondesk.tickets.list_query import NOT, ListQuery
from moondesk.tickets.models import Category, Status

_MOST_NAMED = 30
_KEYED: dict[str, Callable[[], list[str]]] = {
    "status": lambda: list(Status.objects.values_list("key", flat=True)),
    "category": lambda: list(Category.objects.values_list("key", flat=True)),
}


def refuse_unknown_keys(actor: Actor, query: ListQuery) -> None:
    """Refuse a question for a status or category that there is not. Raises ``InvalidList``.

    For questions that somebody writes now; what a view asked for once may be gone.
    """
    asked = [(name, name, getattr(query, name)) for name in _KEYED]
    asked += [(name + NOT, name, values) for name, values in query.excluded if name in _KEYED]
    for parameter, name, keys in asked:
        if keys:
            known = _KEYED[name]()
            if set(keys) - set(known):
                raise refused(parameter, known if actor.is_staff and len(known) <= _MOST_NAMED else ())
