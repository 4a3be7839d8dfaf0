"""How many tickets a list has: exactly where the kept tallies or few rows say it, else counted up to a bound."""

from dataclasses import dataclass

from moondesk.organizations.actor import Actor
from moondesk.tickets.bounded import bounded_counts
from moondesk.tickets.column_counts import tallied_by
from moondesk.tickets.list_query import ListQuery

MOST = 1000
"""Nobody counts on: what is more says no more than that it is many, and would cost as much as there are."""


@dataclass(frozen=True)
class Amount:
    """How many tickets there are. One that is not exact says that there are more than this."""

    count: int
    is_exact: bool = True


def count_list(actor: Actor, query: ListQuery) -> Amount:
    """Return how many tickets a question has on all pages, in the same time however many there are."""
    kept = tallied_by(actor, query, "status")
    if kept is not None:
        return Amount(sum(kept.values()))
    found = bounded_counts(actor, {"all": query.at("")}, MOST + 1)["all"]
    return Amount(min(found, MOST), found <= MOST)
