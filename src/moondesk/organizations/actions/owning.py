"""Making and unmaking owners otherwise than by an offer: a person does it, and all owners are told."""

import uuid

from django.utils.translation import gettext as _

from moondesk.events.actions import emit
from moondesk.organizations.actions.transfer import check_person, words_of
from moondesk.organizations.actor import Actor, ActorKind
from moondesk.organizations.errors import InvalidOrganization
from moondesk.organizations.models import Member, Organization
from moondesk.organizations.transfer import sides_of
from moondesk.organizations.transfer_events import OwnersChanged
from moondesk.organizations.transfer_rules import Obstacle, OwnerChange


def check_hand(by: Actor) -> None:
    """Raise ``ProofNeeded`` unless a person changes who owns the organization, or Moondesk itself: no token does."""
    if by.kind is not ActorKind.SYSTEM:
        check_person(by)


def check_factor(member: Member) -> None:
    """Raise ``InvalidOrganization`` for who lacks the second factor that the organization asks of owners."""
    if sides_of([member], Organization.objects.get())[member.pk].lacks_factor:
        text = words_of(Obstacle.NO_FACTOR)
        raise InvalidOrganization(text, fields={"role": text})


def tell_owners(subject: uuid.UUID, label: str, change: OwnerChange, *, by: Actor) -> None:
    """Say that somebody became an owner, is asked to, or is none any more; the subject is the member or invitation."""
    emit(OwnersChanged(subject_id=subject, label=label or _("Somebody"), change=change.value), by=by)
