"""The rules of tickets that belong together, as pure functions: what may be merged, and what a link may say."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Any

MOST_MERGED = 50
"""How many tickets can be merged into one."""
MOST_LINKS = 100
"""How many links a ticket can have."""


class LinkKind(StrEnum):
    """What a link says of its first ticket; ``INVERSE`` has the words of the other end."""

    RELATES = "relates_to"
    DUPLICATES = "duplicates"
    BLOCKS = "blocks"
    PARENT = "parent_of"
    CAUSES = "causes"


class Relation(StrEnum):
    """What a ticket is to the one at the other end of a link, as people and programs say it."""

    RELATES_TO = "relates_to"
    DUPLICATES = "duplicates"
    DUPLICATED_BY = "duplicated_by"
    BLOCKS = "blocks"
    BLOCKED_BY = "blocked_by"
    PARENT_OF = "parent_of"
    CHILD_OF = "child_of"
    CAUSES = "causes"
    CAUSED_BY = "caused_by"


INVERSE: dict[Relation, LinkKind] = {
    Relation.DUPLICATED_BY: LinkKind.DUPLICATES,
    Relation.BLOCKED_BY: LinkKind.BLOCKS,
    Relation.CHILD_OF: LinkKind.PARENT,
    Relation.CAUSED_BY: LinkKind.CAUSES,
}
"""The relations that are the same link read from its other end."""
_FROM_THE_END = {kind: relation for relation, kind in INVERSE.items()}


def kind_of(relation: Relation) -> tuple[LinkKind, bool]:
    """Return the kind of link that says this, and whether the ticket it is said of is its second end."""
    if relation in INVERSE:
        return INVERSE[relation], True
    return LinkKind(relation.value), False


def relation_of(kind: LinkKind, *, from_the_end: bool) -> Relation:
    """Return what a link says of one of its ends."""
    return _FROM_THE_END.get(kind, Relation(kind.value)) if from_the_end else Relation(kind.value)


def makes_a_circle[T](links: Iterable[tuple[T, T]], first: T, second: T) -> bool:
    """Say whether a link from ``first`` to ``second`` beside those there are would lead back to where it starts."""
    after: dict[T, list[T]] = {}
    for one, other in links:
        after.setdefault(one, []).append(other)
    seen, waiting = {second}, [second]
    while waiting:
        at = waiting.pop()
        if at == first:
            return True
        for following in after.get(at, ()):
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return False


def survivors[T](into: Mapping[T, T], members: Collection[T]) -> dict[T, T | None]:
    """Return for each ticket in which one it is found in the end; ``into`` has what is merged into what."""
    found: dict[T, T | None] = {}
    for member in members:
        at: Any = member
        while at in into:
            at = into[at]
        found[member] = None if at == member else at
    return found
