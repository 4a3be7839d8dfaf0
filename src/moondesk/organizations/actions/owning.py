"""Making and unmaking owners otherwise than by an offer: a person does it, and all owners are told."""

import uuid

from django.utils.translation import gettext as _

from moondesk.accounts.models import User
from moondesk.events.actions import emit
from moondesk.organizations.actions.transfer import blocked_words, check_person, words_of
from moondesk.organizations.actor import Actor, ActorKind
from moondesk.organizations.errors import InvalidOrganization, TransferBlocked
from moondesk.organizations.models import Member, Organization
from moondesk.organizations.permissions import Role
from moondesk.organizations.transfer import sides_of
from moondesk.organizations.transfer_events import OwnersChanged
from moondesk.organizations.transfer_rules import Obstacle, OwnerChange


def check_hand(by: Actor) -> None:
    """Raise ``ProofNeeded`` unless a person changes who owns the organization, or Moondesk itself: no token does."""
    if by.kind is not ActorKind.SYSTEM:
        check_person(by)


def check_factor(member: Member, field: str = "role") -> None:
    """Raise ``InvalidOrganization`` for who lacks the second factor that the organization asks of owners."""
    if _lacks_factor(member):
        text = words_of(Obstacle.NO_FACTOR)
        raise InvalidOrganization(text, fields={field: text})


def check_own_factor(user: User) -> None:
    """Raise ``TransferBlocked`` where somebody joins as an owner and lacks that second factor."""
    if _lacks_factor(Member(user=user, roles=[Role.OWNER.value], is_active=True)):
        raise TransferBlocked(blocked_words(Obstacle.NO_FACTOR))


def _lacks_factor(member: Member) -> bool:
    return sides_of([member], Organization.objects.get())[member.pk].lacks_factor


def tell_owners(subject: uuid.UUID, label: str, change: OwnerChange, *, by: Actor) -> None:
    """Say that somebody became an owner, is asked to, or is none any more; the subject is the member or invitation."""
    emit(OwnersChanged(subject_id=subject, label=label or _("Somebody"), change=change.value), by=by)
