"""Handing an organization on: an owner offers it, a member takes it or not. Doors ask both who they are before."""

import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from moondesk.events.actions import emit
from moondesk.kit.clock import now
from moondesk.organizations.actions.deletion import check_owner
from moondesk.organizations.actions.giving import give_roles, take_back_invitations
from moondesk.organizations.actions.offers import end_offer, lock_sides, locked_offer, settle_offer
from moondesk.organizations.actor import Actor, ActorKind
from moondesk.organizations.errors import (
    InvalidOrganization,
    NoTransfer,
    ProofNeeded,
    TransferBlocked,
    TransferUnderWay,
)
from moondesk.organizations.events import MemberChanged
from moondesk.organizations.models import Member, Organization
from moondesk.organizations.permissions import Role
from moondesk.organizations.queries import refuse_closed
from moondesk.organizations.roles import names_of_roles
from moondesk.organizations.transfer import how_it_ends, sides_of
from moondesk.organizations.transfer_events import OwnershipOffered, OwnershipOfferEnded, OwnershipTransferred
from moondesk.organizations.transfer_models import OwnershipOffer
from moondesk.organizations.transfer_rules import LEAVES, OFFER_LASTS, Ending, Obstacle, obstacle_of


@dataclass(frozen=True)
class Handing:
    """What an owner asks for: to whom, which role they keep (``LEAVES`` for none), and the organization's name."""

    to: uuid.UUID | None
    keeps: str
    name: str


def offer_ownership(wanted: Handing, *, by: Actor) -> OwnershipOffer:
    """Offer a member to become owner in the place of who acts.

    Raises ``ProofNeeded`` for a token, ``NotAllowed`` for who is no owner, ``InvalidOrganization`` beside the field,
    and ``TransferUnderWay``.
    """
    giver = _owner(by)
    lock_sides(giver, wanted.to)
    check_owner(by)  # who handed it on a moment ago is no owner any more
    own = Organization.objects.get()
    refuse_closed(own)
    settle_offer(by=by)
    taker = _taker(wanted.to, own, by)
    if wanted.keeps != LEAVES and wanted.keeps not in names_of_roles().keys() - {Role.OWNER.value}:
        raise _wrong("keeps", _("There is no such role below an owner's."))
    if wanted.name.strip() != own.name:
        raise _wrong("name", _("Type the name exactly as it is written."))
    offer = OwnershipOffer(offered_by_id=giver, offered_to=taker, keeps=wanted.keeps, expires_at=now() + OFFER_LASTS)
    OwnershipOffer.objects.bulk_create([offer], ignore_conflicts=True)
    if not OwnershipOffer.objects.filter(pk=offer.pk).exists():
        raise TransferUnderWay(_("Ownership is being offered already. Withdraw that first."))
    emit(
        OwnershipOffered(
            subject_id=offer.pk,
            before={"owner": str(giver)},
            after={"owner": str(taker.pk)},
            keeps=wanted.keeps,
            expires_at=offer.expires_at.isoformat(),
        ),
        by=by,
    )
    return offer


def withdraw_offer(*, by: Actor) -> None:
    """Take the offer back, which any owner may. Raises ``NoTransfer``."""
    check_owner(by)
    _own, offer = _open()
    _end(offer, Ending.WITHDRAWN, by)


def decline_offer(*, by: Actor) -> None:
    """Say no to the offer that is made to who acts. Raises ``NoTransfer``, or ``ProofNeeded`` for a token."""
    check_person(by)
    _own, offer = _open()
    _check_taker(offer, by)
    _end(offer, Ending.DECLINED, by)


def take_over(*, by: Actor) -> OwnershipOffer:
    """Make who acts owner, and give who offered it the role they keep; one who leaves is left a viewer, to be let go.

    Raises ``NoTransfer``, ``ProofNeeded`` for a token, or ``TransferBlocked`` for what they have to mend before.
    """
    check_person(by)
    known = OwnershipOffer.objects.filter(ended_at=None).first()
    if known is None or known.offered_to_id != by.member_id:
        raise _none()
    lock_sides(known.offered_by_id, known.offered_to_id)
    own, offer = _open()
    _check_taker(offer, by)
    obstacle = obstacle_of(sides_of([offer.offered_to], own)[offer.offered_to_id])
    if obstacle is not None:
        raise TransferBlocked(blocked_words(obstacle))
    end_offer(offer, Ending.ACCEPTED)
    _give(offer.offered_to, Role.OWNER, by)
    _give(offer.offered_by, offer.keeps or Role.VIEWER, by)
    take_back_invitations([offer.offered_by])
    emit(
        OwnershipTransferred(
            subject_id=offer.pk,
            before={"owner": str(offer.offered_by_id)},
            after={"owner": str(offer.offered_to_id)},
            keeps=offer.keeps,
        ),
        by=by,
    )
    return offer


def words_of(obstacle: Obstacle) -> str:
    """Return why somebody cannot become owner, in words for who chooses them."""
    return {
        Obstacle.ITSELF: _("Choose somebody else than yourself."),
        Obstacle.GONE: _("This person does not work here."),
        Obstacle.OWNER: _("This person owns the organization already."),
        Obstacle.NO_DESK: _("This person does not come to the desk."),
        Obstacle.UNPROVEN: _("Their mail address is not confirmed yet."),
        Obstacle.NO_FACTOR: _("The organization asks for a second step, and their account has none."),
    }[obstacle]


def blocked_words(obstacle: Obstacle) -> str:
    """Return what who takes over has to do before, in words for them."""
    if obstacle is Obstacle.NO_FACTOR:
        return _("Set up a second step for your account first: this organization asks its owners for it.")
    return _("Confirm the mail address of your account first.")


def _owner(by: Actor) -> uuid.UUID:
    check_owner(by)
    if by.member_id is None:
        raise ProofNeeded(_("Only an owner who is signed in can do this, no token."))
    return by.member_id


def _taker(wanted: uuid.UUID | None, own: Organization, by: Actor) -> Member:
    taker = Member.objects.select_related("user").filter(pk=wanted).first() if wanted else None
    if taker is None:
        raise _wrong("to", _("Choose who shall be the owner."))
    obstacle = Obstacle.ITSELF if taker.pk == by.member_id else obstacle_of(sides_of([taker], own)[taker.pk])
    if obstacle is not None:
        raise _wrong("to", words_of(obstacle))
    return taker


def _wrong(field: str, text: str) -> InvalidOrganization:
    return InvalidOrganization(text, fields={field: text})


def _none() -> NoTransfer:
    return NoTransfer(_("Nobody offers this organization any more."))


def check_person(by: Actor) -> None:
    """Raise ``ProofNeeded`` unless a member acts in person."""
    if by.kind is not ActorKind.MEMBER or by.member_id is None:
        raise ProofNeeded(_("Only a person who is signed in can do this, no token."))


def _check_taker(offer: OwnershipOffer, by: Actor) -> None:
    if offer.offered_to_id != by.member_id:
        raise _none()


def _open() -> tuple[Organization, OwnershipOffer]:
    """Return the organization and the offer that stands, locked. Raises ``NoTransfer``, also where it is closed."""
    own, offer = locked_offer()
    if offer is None or how_it_ends(offer, own) is not None:
        raise _none()
    return own, offer


def _end(offer: OwnershipOffer, ending: Ending, by: Actor) -> None:
    end_offer(offer, ending)
    giver, taker = offer.offered_by_id, offer.offered_to_id
    emit(OwnershipOfferEnded(subject_id=offer.pk, giver=giver, taker=taker, ending=ending.value), by=by)


def _give(member: Member, role: str, by: Actor) -> None:
    old = ",".join(member.roles)
    give_roles(member, [str(role)])
    emit(MemberChanged(subject_id=member.pk, field="roles", old=old, new=str(role)), by=by)
