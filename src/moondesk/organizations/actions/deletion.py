"""Deleting an organization: its owner asks, nobody else comes in for a month, and an owner can take it back."""

import datetime

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from moondesk.events.actions import emit
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.organizations.actions.offers import settle_offer
from moondesk.organizations.actor import Actor, ActorKind, system_actor
from moondesk.organizations.errors import (
    DeletionUnderWay,
    InvalidOrganization,
    NoDeletion,
    ProofNeeded,
)
from moondesk.organizations.events import DeletionBegun, DeletionNear, DeletionTakenBack
from moondesk.organizations.leaving import begun_event, days_told
from moondesk.organizations.models import Member, Organization
from moondesk.organizations.permissions import Permission, Role
from moondesk.organizations.queries import hold_organization
from moondesk.organizations.rules import DELETION_GRACE, warning_due


def begin_deletion(name: str, *, by: Actor) -> Organization:
    """Close the organization and have it removed in a month. The caller has looked that who asks proved who they are.

    Raises ``ProofNeeded`` for a token, ``NotAllowed`` for who is no owner, ``InvalidOrganization`` for another name,
    and ``DeletionUnderWay``.
    """
    check_owner(by)
    own = hold_organization()
    check_owner(by)  # who handed it on a moment ago is no owner any more
    if own.deletion_due_at is not None:
        raise DeletionUnderWay(_("This organization is being deleted already."))
    if name.strip() != own.name:
        text = _("Type the name exactly as it is written.")
        raise InvalidOrganization(text, fields={"name": text})
    own.deletion_due_at = now() + DELETION_GRACE
    own.save(update_fields=["deletion_due_at"])
    emit(DeletionBegun(subject_id=own.pk, due_at=own.deletion_due_at.isoformat()), by=by)
    settle_offer(by=by)
    return own


def take_back_deletion(*, by: Actor) -> Organization:
    """Open the organization again, as it was. Raises ``NoDeletion``, or ``DeletionUnderWay`` when it is too late."""
    check_owner(by)
    own = hold_organization()
    if own.deletion_due_at is None:
        raise NoDeletion(_("Nobody asked for this organization to be deleted."))
    if own.removal_began_at is not None or _is_over():
        raise DeletionUnderWay(_("Its month is over: it is being removed."))
    own.deletion_due_at = None
    own.save(update_fields=["deletion_due_at"])
    emit(DeletionTakenBack(subject_id=own.pk), by=by)
    return own


def begin_removal() -> bool:
    """Let nobody take the deletion of the organization in context back any more; says whether it is to be removed.

    It is not while the operator keeps it closed: nobody could take it back.
    """
    own = hold_organization()
    if own.suspended_at is not None or not _is_over():
        return False
    if own.removal_began_at is None:
        own.removal_began_at = now()
        own.save(update_fields=["removal_began_at"])
    return True


def warn_of_deletion() -> datetime.datetime | None:
    """Tell once more when a week, then a day is left; returns when the organization in context is removed, if it is.

    While the operator keeps it closed it is not: its owners can do nothing.
    """
    own = Organization.objects.filter(deletion_due_at__isnull=False, suspended_at__isnull=True).first()
    if own is None or own.deletion_due_at is None:
        return None
    begun = begun_event(own.pk)
    days = warning_due(own.deletion_due_at - now(), days_told(own.pk, begun)) if begun else None
    if days:
        near = DeletionNear(subject_id=own.pk, days=days, due_at=own.deletion_due_at.isoformat())
        emit(near, by=system_actor(own.pk))
    return own.deletion_due_at


def check_owner(by: Actor) -> None:
    """Raise unless an owner acts in person."""
    by.require(Permission.ORGANIZATION_MANAGE)
    if by.kind is not ActorKind.MEMBER or by.member_id is None:
        raise ProofNeeded(_("Only an owner who is signed in can do this, no token."))
    if not Member.objects.filter(pk=by.member_id, is_active=True, roles__contains=[Role.OWNER.value]).exists():
        raise NotAllowed(_("Only owners can do this."))


def _is_over() -> bool:
    """Say whether the month is over by the one clock that all processes share: PostgreSQL's."""
    return Organization.objects.filter(deletion_due_at__lte=Now()).exists()
