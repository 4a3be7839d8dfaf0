"""Handing an organization on in tests."""

from moondesk.organizations.actions.transfer import Handing, offer_ownership
from moondesk.organizations.models import Member
from moondesk.organizations.transfer_models import OwnershipOffer
from tests.harness.people import Cast, Person


def offer(cast: Cast, to: Person | None = None, *, keeps: str = "administrator") -> OwnershipOffer:
    """Have the owner offer the organization in context to somebody: to Ana where nobody is named."""
    taker = (to or cast.agent).member
    assert taker is not None
    return offer_ownership(Handing(taker.pk, keeps, "Acme Travel"), by=cast.owner.actor)


def roles_of(person: Person) -> list[str]:
    """Return the roles that somebody has now."""
    assert person.member is not None
    return list(Member.objects.get(pk=person.member.pk).roles)
