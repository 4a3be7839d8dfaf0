"""Members: inviting, joining, roles, departments, coming and going."""

import datetime
import uuid
from collections.abc import Sequence

from django.utils.translation import gettext as _

from moondesk.accounts.addresses import address_problem
from moondesk.accounts.models import User, normal_email
from moondesk.events.actions import emit
from moondesk.kit.clock import now
from moondesk.kit.errors import NotAllowed
from moondesk.kit.ids import digest, new_secret
from moondesk.organizations.actor import Actor, system_actor
from moondesk.organizations.errors import InvalidOrganization, InvitationExpired, LastOwner, MoreThanOwn
from moondesk.organizations.events import MemberChanged, MemberInvited, MemberJoined
from moondesk.organizations.models import Department, Invitation, Member, MemberDepartment
from moondesk.organizations.permissions import MEMBER_ROLES, Permission, Role, permissions_of

INVITATION_DAYS = 7


def add_member(user: User, *, roles: Sequence[Role], by: Actor, departments: Sequence[Department] = ()) -> Member:
    """Make a user a member."""
    member = Member.objects.create(
        user=user, name=user.get_full_name()[:120], roles=[role.value for role in roles], is_active=True
    )
    for department in departments:
        MemberDepartment.objects.create(member=member, department=department)
    emit(MemberJoined(subject_id=member.pk, user=user.pk), by=by)
    return member


def _check_role(role: str, by: Actor) -> Role:
    if role not in {known.value for known in MEMBER_ROLES}:
        text = _("There is no such role.")
        raise InvalidOrganization(text, fields={"role": text})
    if not permissions_of([role]) <= by.permissions | {Permission.PORTAL_OPEN} or is_above(role, by):
        raise MoreThanOwn(_("You cannot give a role that allows more than your own."))
    return Role(role)


def is_above(role: str, by: Actor) -> bool:
    """Say whether a role stands above the actor although it allows no more: only owners deal with owners."""
    if role != Role.OWNER or by.member_id is None:
        return False
    return Role.OWNER not in Member.objects.values_list("roles", flat=True).get(pk=by.member_id)


def _check_address(email: str) -> str:
    problem = address_problem(email)
    if problem:
        raise InvalidOrganization(problem, fields={"email": problem})
    return normal_email(email)


def invite_member(email: str, role: str, *, by: Actor, department: Department | None = None) -> tuple[Invitation, str]:
    """Invite an address; returns the invitation and the secret for its link, which is kept nowhere."""
    by.require(Permission.MEMBER_MANAGE)
    address = _check_address(email)
    _check_role(role, by)
    if Member.objects.filter(user__email=address, is_active=True).exists():
        text = _("This person is a member already.")
        raise InvalidOrganization(text, fields={"email": text})
    Invitation.objects.filter(email=address, accepted_at=None, revoked_at=None).update(revoked_at=now())
    if by.member_id is None:
        raise NotAllowed(_("Only a member can invite."))
    secret = new_secret()
    invitation = Invitation.objects.create(
        email=address,
        role=role,
        department=department,
        invited_by_id=by.member_id,
        digest=digest(secret),
        expires_at=now() + datetime.timedelta(days=INVITATION_DAYS),
    )
    emit(MemberInvited(subject_id=invitation.pk, email=address, role=role), by=by)
    return invitation, secret


def revoke_invitation(invitation: Invitation, *, by: Actor) -> None:
    """Make an invitation that was not used yet stop working."""
    by.require(Permission.MEMBER_MANAGE)
    if invitation.accepted_at is None and invitation.revoked_at is None:
        invitation.revoked_at = now()
        invitation.save(update_fields=["revoked_at"])


def accept_invitation(secret: str, user: User) -> Member:
    """Let the invited user in, once. The user's address must be the invited one. Raises ``InvitationExpired``."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .filter(digest=digest(secret), accepted_at=None, revoked_at=None, expires_at__gt=now(), email=user.email)
        .first()
    )
    if not secret or invitation is None:
        raise InvitationExpired(_("This invitation is no longer valid."))
    invitation.accepted_at = now()
    invitation.save(update_fields=["accepted_at"])
    by = system_actor(invitation.organization_id)
    known = Member.objects.filter(user=user).first()
    if known is not None:
        known.is_active, known.roles = True, [invitation.role]
        known.save(update_fields=["is_active", "roles"])
        emit(MemberJoined(subject_id=known.pk, user=user.pk), by=by)
        return known
    departments = [invitation.department] if invitation.department else []
    return add_member(user, roles=[Role(invitation.role)], departments=departments, by=by)


def change_role(member: Member, role: str, *, by: Actor) -> None:
    """Give a member another role. Raises ``LastOwner`` or ``MoreThanOwn``."""
    by.require(Permission.MEMBER_MANAGE)
    new = _check_role(role, by)
    if any(is_above(held, by) for held in member.roles):
        raise MoreThanOwn(_("Only an owner can change an owner's role."))
    if Role.OWNER in member.roles and new is not Role.OWNER:
        _check_other_owner(member)
    old = ",".join(member.roles)
    member.roles = [new.value]
    member.save(update_fields=["roles"])
    if new is not Role.OWNER:
        _take_back_invitations(member)
    emit(MemberChanged(subject_id=member.pk, field="roles", old=old, new=new.value), by=by)


def _check_other_owner(member: Member) -> None:
    others = Member.objects.select_for_update(of=("self",)).filter(is_active=True, roles__contains=[Role.OWNER.value])
    if not any(other.pk != member.pk for other in others):
        raise LastOwner(_("An organization needs an owner. Make somebody else owner first."))


def _take_back_invitations(member: Member) -> None:
    """Make what a member has promised stop working with the right to promise it."""
    Invitation.objects.filter(invited_by=member, accepted_at=None, revoked_at=None).update(revoked_at=now())


def change_departments(member: Member, department_ids: Sequence[uuid.UUID], *, by: Actor) -> None:
    """Put a member into exactly these departments."""
    by.require(Permission.MEMBER_MANAGE)
    departments = list(Department.objects.filter(pk__in=department_ids))
    old = ",".join(MemberDepartment.objects.filter(member=member).values_list("department__name", flat=True))
    MemberDepartment.objects.filter(member=member).delete()
    MemberDepartment.objects.bulk_create(MemberDepartment(member=member, department=one) for one in departments)
    new = ",".join(one.name for one in departments)
    emit(MemberChanged(subject_id=member.pk, field="departments", old=old, new=new), by=by)


def set_active(member: Member, active: bool, *, by: Actor) -> None:
    """Close or open the door for a member; the work they did stays theirs."""
    by.require(Permission.MEMBER_MANAGE)
    if any(is_above(held, by) for held in member.roles):
        raise MoreThanOwn(_("Only an owner can change an owner's role."))
    if not active and Role.OWNER in member.roles:
        _check_other_owner(member)
    old = member.is_active
    member.is_active = active
    member.save(update_fields=["is_active"])
    if not active:
        _take_back_invitations(member)
    emit(MemberChanged(subject_id=member.pk, field="is_active", old=str(old), new=str(active)), by=by)


def rename_member(user: User) -> None:
    """Show a member in the organization in context under the name that the user now goes by."""
    member = Member.objects.select_for_update(of=("self",)).filter(user=user).first()
    name = user.get_full_name()[:120]
    if member is None or member.name == name:
        return
    old, member.name = member.name, name
    member.save(update_fields=["name"])
    emit(MemberChanged(subject_id=member.pk, field="name", old=old, new=name), by=system_actor(member.organization_id))
