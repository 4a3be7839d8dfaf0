"""Members: joining, roles, departments, coming and going."""

import uuid
from collections.abc import Sequence

from django.utils.translation import gettext as _

from moondesk.accounts.models import User
from moondesk.events.actions import emit
from moondesk.organizations.actions.giving import (
    check_reach,
    check_role,
    check_sight,
    give_roles,
    take_back_invitations,
    written_rules,
)
from moondesk.organizations.actions.offers import lock_sides, settle_offer
from moondesk.organizations.actions.owning import check_factor, check_hand, tell_owners
from moondesk.organizations.actions.tokens import end_token
from moondesk.organizations.actor import Actor, system_actor
from moondesk.organizations.errors import LastOwner
from moondesk.organizations.events import MemberChanged, MemberJoined
from moondesk.organizations.models import ApiToken, Department, Member, MemberDepartment
from moondesk.organizations.permissions import Permission, Role
from moondesk.organizations.queries import hold_organization
from moondesk.organizations.transfer import is_owner
from moondesk.organizations.transfer_rules import OwnerChange


def add_member(user: User, *, roles: Sequence[str], by: Actor, departments: Sequence[Department] = ()) -> Member:
    """Make a user a member."""
    hold_organization()
    member = Member.objects.create(
        user=user,
        name=user.get_full_name()[:120],
        roles=[str(role) for role in roles],
        role_rules=written_rules(roles),
        is_active=True,
    )
    for department in departments:
        MemberDepartment.objects.create(member=member, department=department)
    emit(MemberJoined(subject_id=member.pk, user=user.pk), by=by)
    return member


def change_role(member: Member, role: str, *, by: Actor) -> None:
    """Give a member another role.

    Raises ``LastOwner``, ``MoreThanOwn``, ``ProofNeeded`` for a token that makes or unmakes an owner, or
    ``InvalidOrganization`` for an owner to be who lacks the second factor. Doors ask for a fresh proof before.
    """
    by.require(Permission.MEMBER_MANAGE)
    _lock(member)
    new = check_role(role, by)
    check_reach(member, by=by)
    was, becomes = is_owner(member), new == Role.OWNER
    if was or becomes:
        check_hand(by)
    if was and not becomes:
        _check_other_owner(member)
    if becomes and not was:
        check_factor(member)
    old = ",".join(member.roles)
    give_roles(member, [new])
    if new != Role.OWNER:
        take_back_invitations([member])
    emit(MemberChanged(subject_id=member.pk, field="roles", old=old, new=new), by=by)
    if was != becomes:
        tell_owners(member.pk, member.name, OwnerChange.MADE if becomes else OwnerChange.UNMADE, by=by)
    settle_offer(by=by)


def _lock(member: Member) -> None:
    """Let nobody else change what a member is: who became owner a moment ago is not let go as an agent."""
    lock_sides(member.pk)
    member.refresh_from_db(fields=["roles", "role_rules", "is_active"])


def _check_other_owner(member: Member) -> None:
    others = Member.objects.filter(is_active=True, user__is_active=True, roles__contains=[Role.OWNER.value]).exclude(
        pk=member.pk
    )
    if not others.exists():
        raise LastOwner(_("An organization needs an owner. Make somebody else owner first."))


def change_departments(member: Member, department_ids: Sequence[uuid.UUID], *, by: Actor) -> None:
    """Put a member into exactly these departments. Raises ``MoreThanOwn``."""
    by.require(Permission.MEMBER_MANAGE)
    _lock(member)
    check_reach(member, by=by)
    departments = list(Department.objects.filter(pk__in=department_ids))
    places = dict(MemberDepartment.objects.filter(member=member).values_list("department_id", "department__name"))
    check_sight(by, departments={one.pk for one in departments} - set(places))
    old = ",".join(places.values())
    MemberDepartment.objects.filter(member=member).delete()
    MemberDepartment.objects.bulk_create(MemberDepartment(member=member, department=one) for one in departments)
    new = ",".join(one.name for one in departments)
    emit(MemberChanged(subject_id=member.pk, field="departments", old=old, new=new), by=by)


def set_active(member: Member, active: bool, *, by: Actor) -> None:
    """Close or open the door for a member; the work they did stays theirs, their tokens stay revoked."""
    by.require(Permission.MEMBER_MANAGE)
    _lock(member)
    check_reach(member, by=by)
    if is_owner(member):
        check_hand(by)
    if not active:
        close_membership(member, by=by)
        return
    if is_owner(member):
        check_factor(member, "")
    old, member.is_active = member.is_active, True
    member.save(update_fields=["is_active"])
    emit(MemberChanged(subject_id=member.pk, field="is_active", old=str(old), new=str(True)), by=by)
    if is_owner(member) and not old:
        tell_owners(member.pk, member.name, OwnerChange.MADE, by=by)


def close_membership(member: Member, *, by: Actor) -> None:
    """End what a member may do here, and what they promised or gave to programs. Raises ``LastOwner``."""
    _lock(member)
    if Role.OWNER in member.roles:
        _check_other_owner(member)
    old, member.is_active = member.is_active, False
    member.save(update_fields=["is_active"])
    take_back_invitations([member])
    for token in ApiToken.objects.filter(member=member, revoked_at=None):
        end_token(token, by=by)
    emit(MemberChanged(subject_id=member.pk, field="is_active", old=str(old), new=str(False)), by=by)
    if is_owner(member) and old:
        tell_owners(member.pk, member.name, OwnerChange.UNMADE, by=by)
    settle_offer(by=by)


def rename_member(user: User) -> None:
    """Show a member in the organization in context under the name that the user now goes by."""
    hold_organization()
    member = Member.objects.select_for_update(of=("self",), no_key=True).filter(user=user).first()
    name = user.get_full_name()[:120]
    if member is None or member.name == name:
        return
    old, member.name = member.name, name
    member.save(update_fields=["name"])
    emit(MemberChanged(subject_id=member.pk, field="name", old=old, new=name), by=system_actor(member.organization_id))
