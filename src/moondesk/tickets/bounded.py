"""Counts of any questions, up to a bound: what is not in the kept tallies is counted only as far as it is shown."""

from collections.abc import Mapping

from django.core.exceptions import EmptyResultSet

from moondesk.kit import prepared
from moondesk.organizations.actor import Actor
from moondesk.tickets.list_query import InvalidList, ListQuery
from moondesk.tickets.lists import matching

BOUND = 100


def bounded_counts(actor: Actor, questions: Mapping[str, ListQuery], bound: int = BOUND) -> dict[str, int]:
    """Return how many tickets each question has for the actor, or ``bound`` for as many and more, in one statement.

    A question that cannot be asked (its field is gone) has none.
    """
    parts, params = [], []
    found = dict.fromkeys(questions, 0)
    for name, query in questions.items():
        try:
            rows = matching(actor, query).order_by().values_list("pk")[:bound]
            sql, given = rows.query.sql_with_params()
        except (InvalidList, EmptyResultSet):
            continue
        parts.append(f"SELECT %s::text, count(*) FROM ({sql}) AS one")  # noqa: S608 - of Django's making
        params += [name, *given]
    if parts:
        # Planned for what is asked: a plan that fits all of them fits none.
        found |= dict(prepared.planned_anew(" UNION ALL ".join(parts), tuple(params)))
    return found
