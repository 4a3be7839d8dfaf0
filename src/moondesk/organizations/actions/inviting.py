"""Invitations: by mail, to one address, accepted once."""

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from moondesk.accounts.addresses import address_problem
from moondesk.accounts.models import User, normal_email
from moondesk.events.actions import emit
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.kit.ids import digest, new_secret
from moondesk.kit.lines import line_problem
from moondesk.organizations.actions.giving import check_role, check_sight
from moondesk.organizations.actions.members import add_member
from moondesk.organizations.actions.owning import check_hand, check_own_factor, tell_owners
from moondesk.organizations.actor import Actor, system_actor
from moondesk.organizations.errors import AlreadyMember, InvalidOrganization, InvitationExpired
from moondesk.organizations.events import InvitationRevoked, MemberInvited
from moondesk.organizations.models import Department, Invitation, Member
from moondesk.organizations.permissions import Permission, Role
from moondesk.organizations.queries import hold_organization, refuse_closed
from moondesk.organizations.transfer_rules import OwnerChange

INVITATION_DAYS = 7
_NAME_LENGTH = 120


def _check_address(email: str) -> str:
    problem = address_problem(email)
    if problem:
        raise InvalidOrganization(problem, fields={"email": problem})
    return normal_email(email)


def _check_name(name: str) -> str:
    normal = " ".join(name.split())
    if normal and line_problem(normal, _NAME_LENGTH):
        text = _("The name is too long, or has characters that cannot be shown.")
        raise InvalidOrganization(text, fields={"name": text})
    return normal


def _refuse_members(address: str) -> None:
    known = Member.objects.filter(user__email=address).first()
    if known is None:
        return
    text = _("This person is a member already.")
    if not known.is_active:
        text = _("This person was a member and is deactivated. Activate them again instead.")
    raise AlreadyMember(
        text, fields={"email": text}, extra={"member": str(known.pk), "is_active": known.is_active, "name": known.name}
    )


def invite_member(
    email: str, role: str, *, by: Actor, departments: Sequence[Department] = (), name: str = ""
) -> tuple[Invitation, str]:
    """Invite an address; returns the invitation and the secret for its link, which is kept nowhere.

    Raises ``AlreadyMember``, ``InvalidOrganization``, ``MoreThanOwn``, or ``ProofNeeded`` for a token that invites an
    owner. An earlier invitation of the address ends. Doors ask for a fresh proof before an owner is invited.
    """
    by.require(Permission.MEMBER_MANAGE)
    hold_organization()
    address = _check_address(email)
    shown = _check_name(name)
    if check_role(role, by) == Role.OWNER:
        check_hand(by)
    check_sight(by, departments=[one.pk for one in departments])
    _refuse_members(address)
    if by.member_id is None:
        raise NotAllowed(_("Only a member can invite."))
    Invitation.objects.filter(email=address, accepted_at=None, revoked_at=None).update(revoked_at=now())
    secret = new_secret()
    invitation = Invitation.objects.create(
        email=address,
        name=shown,
        role=role,
        departments=[one.pk for one in departments],
        invited_by_id=by.member_id,
        digest=digest(secret),
        expires_at=now() + datetime.timedelta(days=INVITATION_DAYS),
    )
    emit(MemberInvited(subject_id=invitation.pk, email=address, role=role), by=by)
    if role == Role.OWNER:
        tell_owners(invitation.pk, address, OwnerChange.INVITED, by=by)
    return invitation, secret


def renew_invitation(invitation: Invitation, *, by: Actor) -> tuple[Invitation, str]:
    """Invite the same address to the same place once more, with a new link and the time from the start."""
    departments = list(Department.objects.filter(pk__in=invitation.places))
    return invite_member(invitation.email, invitation.role, by=by, departments=departments, name=invitation.name)


def revoke_invitation(invitation: Invitation, *, by: Actor) -> None:
    """Make an invitation that was not used yet stop working."""
    by.require(Permission.MEMBER_MANAGE)
    hold_organization()
    invitation.refresh_from_db(fields=["accepted_at", "revoked_at"])
    if invitation.accepted_at is None and invitation.revoked_at is None:
        invitation.revoked_at = now()
        invitation.save(update_fields=["revoked_at"])
        emit(InvitationRevoked(subject_id=invitation.pk, email=invitation.email), by=by)


def accept_invitation(secret: str, user: User) -> Member:
    """Let the invited user in, once. The user's address must be the invited one. Raises ``InvitationExpired``.

    Raises ``TransferBlocked`` for an owner to be who lacks the second factor that owners are asked for; the doors ask
    an owner to be for a fresh proof before.

    One who is a member under another address keeps the roles they have; one who was deactivated comes back only by
    the hand of somebody who may open the door (``set_active``), so to them the invitation is none. Nobody joins an
    organization that is closed.
    """
    hold_organization()
    refuse_closed()
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .filter(digest=digest(secret), accepted_at=None, revoked_at=None, expires_at__gt=now(), email=user.email)
        .filter(invited_by__user__is_active=True)
        .first()
    )
    known = Member.objects.filter(user=user).first()
    if not secret or invitation is None or (known is not None and not known.is_active):
        raise InvitationExpired(_("This invitation is no longer valid."))
    invitation.accepted_at = now()
    invitation.save(update_fields=["accepted_at"])
    if known is not None:
        return known
    if invitation.role == Role.OWNER:
        check_own_factor(user)
    departments = list(Department.objects.filter(pk__in=invitation.places))
    by = system_actor(invitation.organization_id)
    member = add_member(user, roles=[invitation.role], departments=departments, by=by)
    if invitation.role == Role.OWNER:
        tell_owners(member.pk, member.name, OwnerChange.MADE, by=by)
    return member
