"""Each member's own order of views and what of them they have in their rail; it begins as the organization has it."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from moondesk.kit.errors import NotAllowed
from moondesk.organizations.actor import Actor
from moondesk.views.models import OwnPlaces


class _Placed(Protocol):
    @property
    def id(self) -> uuid.UUID: ...


@dataclass(frozen=True)
class Places:
    """What a member chose. Views that are not in ``order`` come after it, as the organization has them."""

    order: tuple[uuid.UUID, ...] = ()
    pinned: frozenset[uuid.UUID] = frozenset()
    unpinned: frozenset[uuid.UUID] = frozenset()

    def __bool__(self) -> bool:
        """Say whether anything was chosen."""
        return bool(self.order or self.pinned or self.unpinned)

    def pins(self, view_id: uuid.UUID, *, usual: bool) -> bool:
        """Say whether a view stands in the member's rail, where ``usual`` says what it does for others."""
        return view_id in self.pinned or (usual and view_id not in self.unpinned)

    def in_order[T: _Placed](self, views: Iterable[T]) -> list[T]:
        """Return views, which come as the organization has them, in the member's order."""
        at = {one: place for place, one in enumerate(self.order)}
        return sorted(views, key=lambda one: at.get(one.id, len(at)))


USUAL = Places()


def read_places() -> dict[uuid.UUID, Places]:
    """Return what the members of the organization in context chose."""
    rows = OwnPlaces.objects.values_list("member_id", "order", "pinned", "unpinned")
    return {member: Places(tuple(order), frozenset(on), frozenset(off)) for member, order, on, off in rows}


def places_of(actor: Actor) -> Places:
    """Return what the actor's member chose."""
    if actor.member_id is None:
        return USUAL
    found = OwnPlaces.objects.filter(member_id=actor.member_id).values_list("order", "pinned", "unpinned").first()
    return Places(tuple(found[0]), frozenset(found[1]), frozenset(found[2])) if found else USUAL


def keep_order(ids: Sequence[uuid.UUID], known: Collection[uuid.UUID], *, by: Actor) -> None:
    """Keep the actor's own order of the views ``known`` to them. It concerns nobody else, so nobody is told."""
    _keep(by, known, order=[one for one in dict.fromkeys(ids) if one in known])


def keep_pin(view_id: uuid.UUID, known: Collection[uuid.UUID], *, is_pinned: bool, by: Actor) -> None:
    """Keep whether a view stands in the actor's own rail."""
    now = places_of(by)
    on, off = (now.pinned | {view_id}, now.unpinned - {view_id}) if is_pinned else (
        now.pinned - {view_id},
        now.unpinned | {view_id},
    )  # fmt: skip
    _keep(by, known, pinned=sorted(on), unpinned=sorted(off))


def forget_places(*, by: Actor) -> None:
    """Have views again as the organization has them."""
    if by.member_id is not None:
        OwnPlaces.objects.filter(member_id=by.member_id).delete()


def _keep(by: Actor, known: Collection[uuid.UUID], **parts: list[uuid.UUID]) -> None:
    if by.member_id is None:
        raise NotAllowed(_("Only members have views."))
    here = {name: [one for one in ids if one in known] for name, ids in parts.items()}
    OwnPlaces.objects.update_or_create(member_id=by.member_id, defaults=here)
