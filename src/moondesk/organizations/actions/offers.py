"""Ending the offer of ownership that cannot be taken any more, whatever changed."""

from django.db.models import Q

from moondesk.events.actions import emit
from moondesk.kit.clock import now
from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Member, Organization
from moondesk.organizations.permissions import Role
from moondesk.organizations.queries import hold_organization
from moondesk.organizations.transfer import how_it_ends, unanswered_offer
from moondesk.organizations.transfer_events import OwnershipOfferEnded
from moondesk.organizations.transfer_models import OwnershipOffer
from moondesk.organizations.transfer_rules import Ending


def settle_offer(*, by: Actor) -> None:
    """End the offer that stands no more: its time is over, somebody's standing changed, the organization is closed."""
    if not OwnershipOffer.objects.filter(ended_at=None).exists():
        return
    own, offer = locked_offer()
    ending = how_it_ends(offer, own) if offer else None
    if offer is not None and ending is not None:
        end_offer(offer, ending)
        emit(
            OwnershipOfferEnded(
                subject_id=offer.pk, giver=offer.offered_by_id, taker=offer.offered_to_id, ending=ending.value
            ),
            by=by,
        )


def end_offer(offer: OwnershipOffer, ending: Ending) -> None:
    """Write down how an offer ended."""
    offer.ended_at, offer.ending = now(), ending.value
    offer.save(update_fields=["ended_at", "ending"])


def locked_offer() -> tuple[Organization, OwnershipOffer | None]:
    """Return the organization and its unanswered offer; until the transaction ends nobody else changes either."""
    own = hold_organization()
    list(OwnershipOffer.objects.select_for_update(of=("self",)).filter(ended_at=None))
    return own, unanswered_offer()


def lock_sides(*ids: object) -> None:
    """Lock the organization, and then members and all owners: roles, offers and invitations come after."""
    hold_organization()
    owners = Q(is_active=True, roles__contains=[Role.OWNER.value])
    rows = Member.objects.select_for_update(of=("self",), no_key=True).filter(owners | Q(pk__in=ids))
    list(rows.order_by("pk"))
