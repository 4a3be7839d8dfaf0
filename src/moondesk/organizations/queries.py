"""Reading organizations, their people, and turning a sign-in or a token into an Actor."""

import uuid
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from moondesk.accounts.models import User
from moondesk.kit import context, database
from moondesk.kit.clock import now
from moondesk.kit.compiled import compiled
from moondesk.kit.ids import digest
from moondesk.organizations.actor import Actor, ActorKind, Door, Scope
from moondesk.organizations.errors import (
    InvitationExpired,
    OrganizationClosed,
    OrganizationInDeletion,
    OrganizationNotFound,
)
from moondesk.organizations.models import Department, Invitation, Member, MemberDepartment, Organization
from moondesk.organizations.permissions import Permission, held_by, works_at_desk


@dataclass(frozen=True)
class Membership:
    """One organization a user can go to."""

    organization_id: uuid.UUID
    slug: str
    name: str
    brand_hue: int


def organization_id_of(slug: str) -> uuid.UUID:
    """Return whose slug this is. Raises ``OrganizationNotFound``."""
    rows = database.crossing("organization_by_slug", slug)
    if not rows:
        raise OrganizationNotFound(_("There is no such organization."))
    found: uuid.UUID = rows[0][0]
    return found


def memberships_of(user: User) -> list[Membership]:
    """Return the organizations the user is an active member of, by name."""
    return [Membership(*row) for row in database.crossing("memberships_of", user.pk)]


def current_organization() -> Organization:
    """Return the row of the organization in context."""
    found = context.once("organization", _own_row)
    if not found:
        raise Organization.DoesNotExist
    return found[0]


@compiled
def _own_row() -> QuerySet[Organization]:
    return Organization.objects.all()


def hold_organization() -> Organization:
    """Return the organization's row; nobody else who asks for it goes on before the transaction ends.

    Whoever changes members, departments, roles, invitations, owners or the directory's people begins with this, before
    any other lock: the database raises ``config_version`` here with most of them, so whoever came to it last would wait
    in a ring. What is done once is not done twice, too. Who only refers to the organization does not wait.
    """
    return Organization.objects.select_for_update(of=("self",), no_key=True).get()


def refuse_closed(organization: Organization | None = None) -> None:
    """Raise when the organization in context is closed; give it where it was read.

    ``OrganizationClosed`` when the operator closed it, ``OrganizationInDeletion`` when its owners delete it.
    """
    own = organization or current_organization()
    if own.suspended_at is not None:
        raise OrganizationClosed(_("%(name)s is closed for now. Ask whoever runs this desk.") % {"name": own.name})
    if own.deletion_due_at is not None:
        text = _("%(name)s is being deleted. Until it is gone, its owners can take that back.") % {"name": own.name}
        raise OrganizationInDeletion(text)


def is_leaving(organization: Organization) -> bool:
    """Say whether an organization is being deleted, so that its owners may take that back."""
    return organization.deletion_due_at is not None and organization.suspended_at is None


def reopen_days_of(department: uuid.UUID | None) -> int:
    """Return for how many days after closing an answer reopens a ticket of a department: its own, or those of all."""
    found = _reopening(department) if department else []
    organization = found[0].organization if found else current_organization()
    return organization.reopen_days_in(found[0] if found else None)


@compiled
def _reopening(department: uuid.UUID) -> QuerySet[Department]:
    found = Department.objects.filter(pk=department).select_related("organization")
    return found.only("reopen_days", "organization__reopen_days")


def member_of(user: User) -> Member | None:
    """Return the user's active membership in the organization in context."""
    return Member.objects.filter(user=user, is_active=True).first()


def member_here(user: User) -> Member | None:
    """Return the same together with the organization."""
    return Member.objects.select_related("organization").filter(user=user, is_active=True).first()


def departments_of(member: Member) -> frozenset[uuid.UUID]:
    """Return the ids of the member's departments and of all below them."""
    own = set(MemberDepartment.objects.filter(member=member).values_list("department_id", flat=True))
    return with_all_below(own) if own else frozenset()


def with_all_below(roots: set[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Return the ids of the departments and of all departments below them."""
    parents = list(Department.objects.values_list("pk", "parent_id"))
    found = set(roots)
    while new := {pk for pk, parent in parents if parent in found and pk not in found}:
        found |= new
    return frozenset(found)


def member_actor(member: Member, *, door: Door = Door.DESK, departments: frozenset[uuid.UUID] | None = None) -> Actor:
    """Return a member as one who acts; ``departments`` saves reading where the caller knows them."""
    if departments is None:
        departments = departments_of(member)
    return Actor(
        organization_id=member.organization_id,
        kind=ActorKind.MEMBER,
        id=member.pk,
        label=member.name,
        permissions=held_by(member),
        door=door,
        member_id=member.pk,
        scope=Scope(departments, frozenset(member.managed_categories), frozenset(member.managed_types)),
        is_staff=works_at_desk(member),
    )


def acting_member(member_id: uuid.UUID) -> Actor | None:
    """Return a member as one who acts, with the rights of now; None for one who works here no more."""
    member = Member.objects.filter(pk=member_id, is_active=True).first()
    return member_actor(member) if member else None


def department_tree() -> list[tuple[Department, int]]:
    """Return all departments in the order of the tree, each with its depth."""
    departments = list(Department.objects.all())
    below: dict[uuid.UUID | None, list[Department]] = {}
    for department in departments:
        below.setdefault(department.parent_id, []).append(department)
    ordered: list[tuple[Department, int]] = []

    def walk(parent: uuid.UUID | None, depth: int) -> None:
        for department in below.get(parent, []):
            ordered.append((department, depth))
            walk(department.pk, depth + 1)

    walk(None, 0)
    return ordered


def assignable_members() -> list[Member]:
    """Return the active members who may work on tickets, by name."""
    members = Member.objects.filter(is_active=True)
    return [member for member in members if Permission.TICKET_UPDATE in held_by(member)]


def invitation_by_secret(secret: str) -> Invitation:
    """Return the invitation behind a secret link. Raises ``InvitationExpired`` for any that does not open."""
    found = (
        Invitation.objects.select_related("invited_by")
        .filter(digest=digest(secret), accepted_at=None, revoked_at=None, expires_at__gt=now())
        .filter(invited_by__user__is_active=True)
        .first()
    )
    if not secret or found is None:
        raise InvitationExpired(_("This invitation is no longer valid."))
    return found
