"""A list as a question and its asker: what decides which statement answers it, so that statements can be kept."""

import uuid
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from moondesk.kit import prepared
from moondesk.organizations.actor import Actor, Scope
from moondesk.organizations.permissions import Permission
from moondesk.tickets.list_query import ListQuery

_ALL = ListQuery()
_DATES = ("created", "updated", "replied", "due", "resolved", "closed")
_CHOOSY = attrgetter(
    "status", "priority", "category", "type", "department", "company", "channel", "sla", "due", "excluded", "empty",
    "cursor", *(f"{name}_{end}" for name in _DATES for end in ("from", "to")),
)  # fmt: skip


@dataclass(frozen=True)
class Sight:
    """All of an actor on which the statement of a list depends."""

    organization_id: uuid.UUID
    all: bool
    some: bool
    staff: bool
    member_id: uuid.UUID | None
    contact_id: uuid.UUID | None
    scope: Scope


class Question:
    """A question and its asker, equal to another when the statement is the same."""

    __slots__ = ("actor", "query", "sight")

    def __init__(self, actor: Actor, query: ListQuery) -> None:
        self.actor, self.query = actor, query
        self.sight = Sight(
            actor.organization_id,
            actor.may(Permission.TICKET_VIEW_ALL),
            actor.may(Permission.TICKET_VIEW),
            actor.is_staff,
            actor.member_id,
            actor.contact_id,
            actor.scope,
        )

    @classmethod
    def of_all(cls, actor: Actor) -> "Question":
        """Return the question for whatever the actor may see."""
        return cls(actor, _ALL)

    @property
    def is_kept(self) -> bool:
        """Say whether its statement can be kept.

        What is below a department, what fields there are, and what a search or a tag finds is read while compiling.
        """
        asked = self.query
        is_read = asked.department or asked.fields or asked.q or asked.tag
        return not (is_read or any(name in ("department", "tag") for name, _values in asked.excluded))

    @property
    def is_common(self) -> bool:
        """Say whether one plan is good for all who ask this: no filter that few or most tickets fit."""
        return not any(_CHOOSY(self.query))

    def run(self, sql: str, values: prepared.Values) -> list[tuple[Any, ...]]:
        """Return the rows of its statement, planned as often as it is worth it."""
        if self.query.q or self.query.tag:
            # A plan that fits all texts fits none of them well.
            return prepared.planned_anew(sql, values)
        return (prepared.rows if self.is_common else prepared.weighed)(sql, values)

    def __hash__(self) -> int:
        return hash((self.sight, self.query))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Question) and (self.sight, self.query) == (other.sight, other.query)
