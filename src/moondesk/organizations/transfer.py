"""Reading how the ownership of an organization is handed on: who can take it, and the offer that stands."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from moondesk.accounts.queries import with_proven_address
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.actor import Actor, ActorKind
from moondesk.organizations.models import Member, Organization
from moondesk.organizations.permissions import Role, standing_of, works_at_desk
from moondesk.organizations.queries import current_organization
from moondesk.organizations.role_models import CustomRole
from moondesk.organizations.second_factor import covered, demand_of
from moondesk.organizations.transfer_models import OwnershipOffer
from moondesk.organizations.transfer_rules import Ending, Obstacle, Side, ending_of, obstacle_of


@dataclass(frozen=True)
class Candidate:
    """One member, and what stands between them and becoming owner."""

    member: Member
    obstacle: Obstacle | None


def is_owner(member: Member) -> bool:
    """Say whether a member owns the organization."""
    return Role.OWNER.value in member.roles


def has_to_prove(by: Actor, *roles: str) -> bool:
    """Say whether an owner has to prove once more who they are before these roles are given or taken.

    Whom the action refuses anyway is not asked for it.
    """
    if Role.OWNER.value not in roles or by.kind is not ActorKind.MEMBER or by.member_id is None:
        return False
    return is_owner(Member.objects.get(pk=by.member_id))


def sides_of(members: Collection[Member], own: Organization) -> dict[uuid.UUID, Side]:
    """Return how members, read with their users, stand to becoming owner."""
    users = [one.user_id for one in members]
    proven = with_proven_address(users)
    demand = demand_of(own)
    asked = [one for one in members if demand.holds_from([Role.OWNER, *standing_of(one)], one.created_at) is not None]
    safe = covered([one.user_id for one in asked], own.pk) if asked else frozenset[uuid.UUID]()
    return {
        one.pk: Side(
            is_active=one.is_active and one.user.is_active,
            is_owner=is_owner(one),
            is_at_desk=works_at_desk(one),
            is_proven=one.user_id in proven,
            lacks_factor=one in asked and one.user_id not in safe,
        )
        for one in members
    }


def candidates(by: Actor) -> list[Candidate]:
    """Return the active members of the desk besides the owners, by name, each with what stands in the way."""
    members = Member.objects.select_related("user").filter(is_active=True, user__is_active=True)
    others = [one for one in members if one.pk != by.member_id and not is_owner(one) and works_at_desk(one)]
    sides = sides_of(others, current_organization())
    return [Candidate(one, obstacle_of(sides[one.pk])) for one in others]


def unanswered_offer() -> OwnershipOffer | None:
    """Return the offer that nobody answered or took back, whether it still stands or not."""
    return OwnershipOffer.objects.select_related("offered_by__user", "offered_to__user").filter(ended_at=None).first()


def how_it_ends(offer: OwnershipOffer, own: Organization) -> Ending | None:
    """Return how an unanswered offer ends by itself; None while it stands."""
    sides = sides_of([offer.offered_by, offer.offered_to], own)
    giver, taker = sides[offer.offered_by_id], sides[offer.offered_to_id]
    ending = ending_of(giver, taker, left=offer.expires_at - now(), is_closed=own.is_closed)
    return ending or (None if _is_kept(offer.keeps) else Ending.ROLE)


def _is_kept(role: str) -> bool:
    """Say whether there still is the role that who hands on would keep."""
    return not role or role in set(Role) or CustomRole.objects.filter(key=role).exists()


def standing_offer() -> OwnershipOffer | None:
    """Return the offer that stands."""
    offer = unanswered_offer()
    return offer if offer is not None and how_it_ends(offer, current_organization()) is None else None


def offer_seen_by(actor: Actor) -> OwnershipOffer | None:
    """Return the offer that stands, for owners and whom it is made to. Raises ``NotAllowed`` for others."""
    offer = standing_offer()
    if offer is not None and offer.offered_to_id == actor.member_id:
        return offer
    member = Member.objects.filter(pk=actor.member_id).first() if actor.member_id else None
    if member is None or not is_owner(member):
        raise NotAllowed("Only owners see this, and whom the organization is offered to.")
    return offer


def offer_by_id(offer_id: uuid.UUID) -> OwnershipOffer | None:
    """Return an offer, whatever became of it."""
    return OwnershipOffer.objects.select_related("offered_by__user", "offered_to__user").filter(pk=offer_id).first()
